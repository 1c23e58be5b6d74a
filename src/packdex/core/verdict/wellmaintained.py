"""The twelve questions of the Well-Maintained Test, answered from the same facts.

The questions are those of Adam Johnson's "The Well-Maintained Test: 12 Questions for New
Dependencies" (2021), shortened. An answer is yes, no, or not known; there is no sum of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from packdex.core.lifecycles.products import Cycle, numbers, released
from packdex.core.verdict.currency import versions_of
from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.reading import Method, Reading, days_since, on_day, read

YEAR_DAYS = 365

Found = tuple[bool, Reading] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and how it is answered: None where that is not known."""

    key: str
    text: str
    answer: Callable[[Inputs, datetime, Method], Found]


class Answer(NamedTuple):
    """The answer about one package, in words, with its source and time. None: not known."""

    key: str
    text: str
    answer: bool | None
    shown: str
    source: str
    at: datetime | None


def answers(inputs: Inputs, now: datetime, method: Method) -> tuple[Answer, ...]:
    """The answers to all twelve, in their order."""
    return tuple(_answer(question, inputs, now, method) for question in QUESTIONS)


def _answer(question: Question, inputs: Inputs, now: datetime, method: Method) -> Answer:
    found = question.answer(inputs, now, method)
    if found is None:
        return Answer(question.key, question.text, None, "not known", "", None)
    answer, shown = found
    return Answer(question.key, question.text, answer, shown.shown, shown.source, shown.at)


def _production_ready(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    if (told := inputs.classifiers) is None:
        return None
    status = next((c for c in told.value if c.startswith("Development Status :: ")), None)
    if status is None:
        return None
    name = status.removeprefix("Development Status :: ")
    return name[:1] in {"5", "6"}, read(0, f"its classifier is {name}", told)


def _flag(fact: Fact[bool] | None, yes: str, no: str) -> Found:
    return None if fact is None else (fact.value, read(0, yes if fact.value else no, fact))


def _documented(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.documentation, "documentation is linked", "no documentation is linked")


def _changelog(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.has_changelog, "there is a changelog", "there is no changelog")


def _answers_reports(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.answers_reports, "somebody responds", "nobody responds")


def _tests(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.has_tests, "there are tests", "there are no tests")


def _runs_with(cycles: tuple[Cycle, ...], inputs: Inputs, now: datetime, method: Method) -> Found:
    """Whether the settings of continuous integration name the newest version that has settled.

    Classifiers are what a project says of itself: they answer where the settings are not known.
    """
    settled = released(cycles, now.date(), int(method.weights.settled_days))
    of_python = cycles is method.products.python
    named: Iterable[str]
    if (run := inputs.ci_versions) is not None:
        prefix = "Python " if of_python else "Django "
        named, fact = [v.removeprefix(prefix) for v in run.value if v.startswith(prefix)], run
    elif (said := inputs.classifiers) is not None:
        named, fact = versions_of(said.value)[0 if of_python else 1], said
    else:
        return None
    newest = max((numbers(version) for version in named), default=None)
    if newest is None or not settled:
        return None
    shown = f"{'.'.join(map(str, newest))} is the newest named; {settled[-1].version} is current"
    return newest >= numbers(settled[-1].version), read(0, shown, fact)


def _newest_python(inputs: Inputs, now: datetime, method: Method) -> Found:
    return _runs_with(method.products.python, inputs, now, method)


def _newest_framework(inputs: Inputs, now: datetime, method: Method) -> Found:
    return _runs_with(method.products.django, inputs, now, method)


def _ci(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.has_ci, "there are settings for it", "there are no settings for it")


def _ci_passes(inputs: Inputs, _now: datetime, _method: Method) -> Found:
    return _flag(inputs.ci_passes, "the last run passed", "the last run failed")


def _used(inputs: Inputs, _now: datetime, method: Method) -> Found:
    if (told := inputs.downloads) is not None:
        shown = f"{told.value:,} downloads a month"
        return told.value >= method.weights.used_downloads, read(0, shown, told)
    if (stars := inputs.stars) is not None:
        return stars.value >= method.weights.used_stars, read(0, f"{stars.value:,} stars", stars)
    return None


def _commit(inputs: Inputs, now: datetime, _method: Method) -> Found:
    if (told := inputs.activity) is not None and told.value.last is not None:
        days = days_since(told.value.last, now, told)
        return days <= YEAR_DAYS, read(0, f"of a person, on {on_day(told.value.last)}", told)
    if (anybody := inputs.last_commit) is not None:
        days = days_since(anybody.value, now, anybody)
        if days > YEAR_DAYS:
            return False, read(0, f"the last one was on {on_day(anybody.value)}", anybody)
    return None


def _release(inputs: Inputs, now: datetime, _method: Method) -> Found:
    if (told := inputs.released) is None:
        return None
    times = [time for time in told.value if time <= now]
    if not times:
        return False, read(0, "there is no release", told)
    latest = max(times)
    return days_since(latest, now, told) <= YEAR_DAYS, read(0, f"on {on_day(latest)}", told)


QUESTIONS: tuple[Question, ...] = (
    Question("production_ready", "Is it described as production ready?", _production_ready),
    Question("documentation", "Is there sufficient documentation?", _documented),
    Question("changelog", "Is there a changelog?", _changelog),
    Question("answers_reports", "Is someone responding to bug reports?", _answers_reports),
    Question("tests", "Are there sufficient tests?", _tests),
    Question("newest_python", "Are the tests run with the latest Python?", _newest_python),
    Question("newest_framework", "Are the tests run with the latest Django?", _newest_framework),
    Question("ci", "Is there a continuous integration configuration?", _ci),
    Question("ci_passes", "Is the continuous integration passing?", _ci_passes),
    Question("used", "Does it seem relatively well used?", _used),
    Question("commit", "Has there been a commit in the last year?", _commit),
    Question("release", "Has there been a release in the last year?", _release),
)
