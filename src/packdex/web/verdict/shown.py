"""A verdict in the words and pieces of pages. Texts and addresses in it are hostile."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from packdex.catalog.judged import explained
from packdex.catalog.models import Package, PackageVerdict
from packdex.core.verdict.score import Score
from packdex.core.verdict.signals import SHARE, Signal
from packdex.core.verdict.verdict import Verdict, weakest
from packdex.core.verdict.wellmaintained import Answer
from packdex.web.show import day, escaped, host, link, shortened
from packdex.web.words import SOURCES

LONGEST_TEXT, IMPORT = 400, "import"
TONES = {True: "good", False: "bad", None: "open"}
_NAMES = SOURCES | {
    "people": "people of this directory",
    "maintainer": "a maintainer",
    "advisories": "advisory dump",
}
_SINGULAR = {
    "days": "day",
    "weeks": "week",
    "people": "person",
    "owners": "owner",
    "versions behind": "version behind",
    "current versions": "current version",
    "advisories": "advisory",
}


class State(NamedTuple):
    """The state of a package: what it is called and means, and what shows it, with its source."""

    key: str
    label: str
    means: str
    tone: str
    evidence: str
    origin: SafeString


class Dimension(NamedTuple):
    """One of the four: its name, whether it has points, these and the coverage in words, a bar."""

    name: str
    known: bool
    points: str
    coverage: str
    bar: SafeString


class Line(NamedTuple):
    """A signal in the table; `amount` is its value with its unit, "" where there is none."""

    key: str
    label: str
    state: str
    shown: str
    amount: str
    points: str
    bar: SafeString
    threshold: str
    weight: str
    advice: str
    origin: SafeString


class Question(NamedTuple):
    """One of the twelve with its answer in a word, and what shows it."""

    text: str
    answer: str
    shown: str
    origin: SafeString


class Short(NamedTuple):
    """A verdict in a few lines: the state, the four dimensions, and what costs most points."""

    state: State
    dimensions: list[Dimension]
    reasons: list[Line]
    judged: SafeString


def kept_of(package: Package) -> PackageVerdict | None:
    """The verdict that was loaded with the package; None where there is none."""
    try:
        return package.verdict
    except PackageVerdict.DoesNotExist:
        return None


def short_of(package: Package) -> Short | None:
    """The verdict on a package in a few lines; None where nobody judged it yet."""
    row = kept_of(package)
    return None if row is None else short(explained(row)[1])


def short(verdict: Verdict) -> Short:
    """The verdict in a few lines."""
    return Short(
        state(verdict),
        [dimension(score) for score in verdict.scores],
        [line(one) for one in weakest(verdict)],
        day(verdict.judged_at),
    )


def state(verdict: Verdict) -> State:
    """The state of life."""
    found = verdict.lifecycle
    evidence = shortened(found.evidence, LONGEST_TEXT)
    return State(
        found.key,
        found.label,
        found.means,
        TONES[found.good],
        evidence[:1].upper() + evidence[1:],
        origin(found.source, found.at, found.address),
    )


def dimension(score: Score) -> Dimension:
    """A dimension, without a number where too little is known for one."""
    points = "too little is known" if score.points is None else f"{score.points} of 100"
    coverage = f"{score.coverage:.0%} known"
    known = score.points is not None
    return Dimension(score.dimension.capitalize(), known, points, coverage, bar(score.points))


def line(signal: Signal) -> Line:
    """A signal as a line of the table. What repeats its value is not said twice."""
    told, value = shortened(signal.shown, LONGEST_TEXT), amount(signal.value, signal.unit)
    return Line(
        key=signal.key,
        label=signal.label,
        state=signal.state,
        shown=told,
        amount="" if value == told else value,
        points="" if signal.points is None else f"{signal.points:.0f}",
        bar=bar(signal.points),
        threshold=signal.threshold,
        weight=f"{signal.weight:g}",
        advice=signal.advice,
        origin=origin(signal.source, signal.at, signal.address),
    )


def question(answer: Answer) -> Question:
    """A question of the Well-Maintained Test."""
    told = {True: "yes", False: "no", None: "not known"}[answer.answer]
    shown = "" if answer.answer is None else shortened(answer.shown, LONGEST_TEXT)
    return Question(answer.text, told, shown, origin(answer.source, answer.at, ""))


def amount(value: float | None, unit: str) -> str:
    """A value with its unit: "1 day", "0.5" of a share as "50%"; "" for None."""
    if value is None:
        return ""
    if unit == SHARE:
        return f"{value:.0%}"
    return f"{value:,g} {_SINGULAR.get(unit, unit) if value == 1 else unit}"


def bar(points: float | None) -> SafeString:
    """Points as a bar, for the eye alone; "" for None."""
    if points is None:
        return SafeString("")
    return SafeString(  # numbers
        '<svg class="points-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="whole" d="M0 3H100"/><path class="part" d="M0 3H{points:.0f}"/></svg>'
    )


def origin(source: str, at: datetime | None, address: str) -> SafeString:
    """Where something is from, and of which day; "" where neither is known."""
    names = ", ".join(_NAMES.get(name, name) for name in source.split(", ") if name)
    place = host(address)
    if source == IMPORT:
        told = f"imported from {place}" if place else "imported"
    else:
        told = f"{names} {place}".strip()
    parts = [link(address, told) if address else escaped(told), day(at) if at else ""]
    return SafeString(", ".join(filter(None, parts)))  # both are escaped
