"""Where a package is in its life: the first rule that matches, with what shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from packaging.version import InvalidVersion, Version

from packdex.core.ranges import specifiers
from packdex.core.verdict import currency
from packdex.core.verdict.inputs import Fact, Inputs, value_of
from packdex.core.verdict.outlook import silent_chance
from packdex.core.verdict.reading import Method, Reading, days_since, on_day, read


@dataclass(frozen=True, slots=True)
class Rule:
    """A state, what it means to somebody who wants to use the package, and when it is that.

    `matches` gives what shows it, None where it does not match or cannot be told. `good` says
    whether it is good news (True), bad news (False), or neither (None).
    """

    key: str
    label: str
    means: str
    good: bool | None
    matches: Callable[[Inputs, datetime, Method], Reading | None]


class Lifecycle(NamedTuple):
    """The state of one package: which, what it means, and what shows it, from where and when."""

    key: str
    label: str
    means: str
    good: bool | None
    evidence: str
    source: str
    at: datetime | None
    address: str


def lifecycle(inputs: Inputs, now: datetime, method: Method) -> Lifecycle:
    """The first of RULES that matches; the last one always does."""
    for rule in RULES:
        if found := rule.matches(inputs, now, method):
            return Lifecycle(
                key=rule.key,
                label=rule.label,
                means=rule.means,
                good=rule.good,
                evidence=found.shown,
                source=found.source,
                at=found.at,
                address=found.address,
            )
    raise AssertionError("the last rule matches everything")


# ---- what somebody says outright


def _quarantined(inputs: Inputs, _now: datetime, _method: Method) -> Reading | None:
    return _status(inputs, "quarantined")


def _removed(inputs: Inputs, _now: datetime, _method: Method) -> Reading | None:
    if not value_of(inputs.removed):
        return None
    return _said("its registry has no such project any more", inputs.removed)


def _archived(inputs: Inputs, _now: datetime, _method: Method) -> Reading | None:
    if found := _status(inputs, "archived"):
        return found
    if not value_of(inputs.archived):
        return None
    return _said("its repository is archived: nobody can commit", inputs.archived)


_SAYS_DEPRECATED = re.compile(
    r"\W*(?:deprecated|unmaintained|abandoned|obsolete)\b(?![-_\w])"
    r"|.*\b(?:no longer|not) (?:actively )?(?:maintained|supported|developed)\b",
    re.IGNORECASE | re.DOTALL,
)
"""At its beginning, or in words that mean nothing else: a package may be about deprecation."""

INACTIVE = "Development Status :: 7 - Inactive"


def _deprecated(inputs: Inputs, _now: datetime, _method: Method) -> Reading | None:
    if (people := inputs.deprecated) is not None:
        instead = f"; take {inputs.replaced_by.value} instead" if inputs.replaced_by else ""
        why = f": {people.value}" if people.value else ""
        return _said(f"people of this directory advise against it{why}{instead}", people)
    if found := _status(inputs, "deprecated"):
        return found
    if INACTIVE in (value_of(inputs.classifiers) or ()):
        return _said("its classifiers call it inactive", inputs.classifiers)
    return _described(inputs, _SAYS_DEPRECATED)


_ASKS_FOR_HELP = re.compile(
    r".*\b(?:looking|searching) for (?:\w+ ){0,2}maintainers?\b"
    r"|.*\b(?:(?:new|co-?) ?)?maintainers? (?:is |are )?(?:wanted|needed|sought)\b"
    r"|.*\b(?:seeking|needs?) (?:\w+ ){0,2}maintainers?\b|.*\bup for adoption\b",
    re.IGNORECASE | re.DOTALL,
)
_TOPICS = frozenset(
    {"maintainer-wanted", "maintainers-wanted", "looking-for-maintainer", "needs-maintainer"}
)


def _needs_help(inputs: Inputs, _now: datetime, _method: Method) -> Reading | None:
    if value_of(inputs.declared) == "needs-help":
        return _said(f"a maintainer says that it needs help{_words(inputs)}", inputs.declared)
    if (told := inputs.topics) is not None and (topics := _TOPICS.intersection(told.value)):
        return _said(f"its repository has the topic {min(topics)}", told)
    return _described(inputs, _ASKS_FOR_HELP)


# ---- what its history says


def _active(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    limit = method.weights.active_days
    if (told := inputs.activity) is not None:
        last = told.value.last
        if last is None or days_since(last, now, told) > limit:
            return None
        chance = silent_chance(told.value, method.weights.outlook)
        if chance is not None and chance >= method.weights.silent_share:
            return None
        return _said(f"the last commit of a person was on {on_day(last)}", told)
    # Programs commit, but seldom release by themselves.
    released = _latest_release(inputs, now)
    if released is None or days_since(released, now, inputs.released) > limit:
        return None
    return _said(f"the latest release was on {on_day(released)}", inputs.released)


def _finished(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    if not _is_quiet(inputs, now, method):
        return None
    if value_of(inputs.declared) == "finished":
        return _finished_by_word(inputs, now, method)
    return _finished_by_signs(inputs, now, method) if _is_stable(inputs) else None


def _finished_by_signs(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    if inputs.advisories is None or inputs.advisories.value:
        return None
    allowed = inputs.requires_python
    if allowed is None or specifiers(allowed.value) is None:
        return None
    if currency.blocks(inputs, now, method) or currency.names_only_ended(inputs, now, method):
        return None
    evidence = "quiet, stable, no open advisory, and nothing known that shuts out current versions"
    told = (inputs.activity or inputs.last_commit, inputs.advisories, allowed)
    return read(0, evidence, *told)


def _finished_by_word(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    """A maintainer's word counts until something is known that has to be done."""
    if value_of(inputs.advisories) or currency.blocks(inputs, now, method):
        return None
    return _said(f"a maintainer says that it is finished{_words(inputs)}", inputs.declared)


def _at_risk(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    weights, told = method.weights, inputs.activity
    if told and (chance := silent_chance(told.value, weights.outlook)) is not None:
        if chance >= weights.silent_share:
            evidence = f"of packages with such a history, {chance:.0%} had no commit for a year"
            return _said(evidence, told)
        return None
    days, sign, fact = _last_sign(inputs, now)
    if fact is None or not weights.active_days < days <= weights.dormant_days:
        return None
    return _said(sign, fact)


def _dormant(inputs: Inputs, now: datetime, method: Method) -> Reading | None:
    days, sign, fact = _last_sign(inputs, now)
    if fact is None or days <= method.weights.dormant_days:
        return None
    return _said(sign, fact)


def _unknown(_inputs: Inputs, _now: datetime, _method: Method) -> Reading:
    return read(0, "too little is known of its history")


RULES: tuple[Rule, ...] = (
    Rule(
        "quarantined",
        "Quarantined",
        "Its registry suspects harm. Do not install it.",
        good=False,
        matches=_quarantined,
    ),
    Rule(
        "removed",
        "Removed",
        "It cannot be installed any more, and somebody else may take its name.",
        good=False,
        matches=_removed,
    ),
    Rule(
        "archived",
        "Archived",
        "Its maintainers have closed it. Nothing more will come.",
        good=False,
        matches=_archived,
    ),
    Rule(
        "deprecated",
        "Deprecated",
        "It should not be chosen any more.",
        good=False,
        matches=_deprecated,
    ),
    Rule(
        "needs-help",
        "Needs help",
        "Its maintainers ask for somebody to take it over.",
        good=False,
        matches=_needs_help,
    ),
    Rule("active", "Active", "People are at work on it.", good=True, matches=_active),
    Rule(
        "finished",
        "Finished",
        "Quiet because nothing is missing. A stable package may rest: that is good news.",
        good=True,
        matches=_finished,
    ),
    Rule(
        "at-risk",
        "At risk",
        "Work on it is about to stop, or just has.",
        good=False,
        matches=_at_risk,
    ),
    Rule(
        "dormant",
        "Dormant",
        "Nobody has worked on it for long. Expect no repairs.",
        good=False,
        matches=_dormant,
    ),
    Rule(
        "unknown",
        "Not known",
        "Nothing can be said yet.",
        good=None,
        matches=_unknown,
    ),
)

BY_KEY = {rule.key: rule for rule in RULES}


# ---- helpers


def _words(inputs: Inputs) -> str:
    """What a maintainer said to it, as the end of a sentence."""
    why = value_of(inputs.declared_why)
    return f": {why}" if why else ""


def _said(evidence: str, fact: Fact[Any] | None) -> Reading:
    return read(0, evidence, fact)


def _status(inputs: Inputs, status: str) -> Reading | None:
    if (value_of(inputs.registry_status) or "").strip().casefold() != status:
        return None
    reason = f": {inputs.status_reason.value}" if inputs.status_reason else ""
    return _said(f"its registry marks it as {status}{reason}", inputs.registry_status)


def _described(inputs: Inputs, words: re.Pattern[str]) -> Reading | None:
    told = inputs.description
    if told is None or not words.match(told.value[:500]):
        return None
    return _said(f"its description says: {told.value[:200].strip()}", told)


def _latest_release(inputs: Inputs, now: datetime) -> datetime | None:
    return max((time for time in value_of(inputs.released) or () if time <= now), default=None)


def _last_sign(inputs: Inputs, now: datetime) -> tuple[int, str, Fact[Any] | None]:
    """Days since the last known sign of a person, what and when it was, and what tells of it.

    Anybody's last commit, or release, is an upper bound where nothing better is known.
    """
    if (told := inputs.activity) is not None and told.value.last is not None:
        last, sign = told.value.last, "the last commit of a person"
        return days_since(last, now, told), f"{sign} was on {on_day(last)}", told
    if (anybody := inputs.last_commit) is not None:
        then, sign = anybody.value, "the last commit of anybody"
        return days_since(then, now, anybody), f"{sign} was on {on_day(then)}", anybody
    if (released := _latest_release(inputs, now)) is not None:
        days = days_since(released, now, inputs.released)
        return days, f"the latest release was on {on_day(released)}", inputs.released
    return 0, "", None


def _is_quiet(inputs: Inputs, now: datetime, method: Method) -> bool:
    days, _, fact = _last_sign(inputs, now)
    if fact is not None and days > method.weights.active_days:
        return True
    told = inputs.activity
    chance = silent_chance(told.value, method.weights.outlook) if told else None
    return chance is not None and chance >= method.weights.silent_share


_STABLE = ("Development Status :: 5", "Development Status :: 6")
_UNSTABLE = ("Development Status :: 1", "Development Status :: 2", "Development Status :: 3")


def _is_stable(inputs: Inputs) -> bool:
    """By its classifiers where they say, else by a version from 1.0 on that is no pre-release."""
    classifiers = value_of(inputs.classifiers) or ()
    if any(classifier.startswith(_STABLE) for classifier in classifiers):
        return True
    if any(classifier.startswith(_UNSTABLE) for classifier in classifiers):
        return False
    try:
        version = Version(value_of(inputs.version) or "0")
    except InvalidVersion:
        return False
    return version >= Version("1") and not version.is_prerelease
