"""Whether one release can be moved to a version: the rules, the first that fits counts.

docs/METHODOLOGY.md says why in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from packdex.core.lifecycles.products import numbers
from packdex.core.ranges import allows
from packdex.core.required import open_to, ranges
from packdex.core.upgrade.declared import Declared
from packdex.core.upgrade.target import Target

YES, NO, UNKNOWN, APART = "yes", "no", "unknown", "apart"
ANSWERS = (YES, NO, UNKNOWN, APART)
"""`APART`: the question does not apply, since the package does not ask for the product."""

CLASSIFIER, RANGE, REQUIREMENT, TESTED = "classifier", "range", "requirement", "tested"
SILENT, UNTOLD, NOT_REQUIRED = "silent", "untold", "not required"
REASONS = {
    CLASSIFIER: "its classifiers name it",
    RANGE: "its range of Python",
    REQUIREMENT: "its requirement on Django",
    TESTED: "its tests run with it",
    SILENT: "nothing forbids it, and nobody says so",
    UNTOLD: "what it says is not known",
    NOT_REQUIRED: "it does not ask for Django",
}


_UNSEEN = "what this release says was never seen"


@dataclass(frozen=True, slots=True)
class Release:
    """What is known of a release. `declared` is None where it was never seen as the current one.

    `tested` are the versions that the project's continuous integration runs now ("Python 3.14"),
    told of its current release alone.
    """

    version: str
    uploaded_at: datetime | None = None
    requires_python: str | None = None
    declared: Declared | None = None
    tested: tuple[str, ...] = ()


class Answer(NamedTuple):
    """Whether it can be moved, a key of REASONS, and what shows it."""

    key: str
    reason: str
    evidence: str


def answer_of(release: Release, target: Target, pythons: tuple[str, ...]) -> Answer:
    """Whether the release says that it runs with the target, or that it does not.

    `pythons` are the series of Python that are looked at where a requirement depends on them,
    oldest first.
    """
    if target.product == "python":
        told = _of_python(release, target)
    else:
        told = _of_django(release.declared, target, pythons)
    if told.key in {UNKNOWN, APART} and target.label in release.tested:
        shown = f"its tests run with {target.label}, by its repository's settings"
        return Answer(YES, TESTED, shown)
    return told


def _of_python(release: Release, target: Target) -> Answer:
    told, declared = (release.requires_python or "").strip(), release.declared
    named = declared is not None and target.version in declared.python
    asked = f"requires Python {told}" if told else ""
    if not allows(told, target.version):
        return Answer(NO, RANGE, asked + _although(target, named=named))
    if named:
        return Answer(YES, CLASSIFIER, f"names {target.label}")
    if how := _border(told, target):
        return Answer(YES, RANGE, f"{asked}, {how}")
    if declared is None:
        return Answer(UNKNOWN, UNTOLD, _UNSEEN)
    return Answer(UNKNOWN, SILENT, _silence(declared, target, asked))


def _of_django(declared: Declared | None, target: Target, pythons: tuple[str, ...]) -> Answer:
    if declared is None:
        return Answer(UNKNOWN, UNTOLD, _UNSEEN)
    requires = declared.requires or ()
    asked, borders = _asked(requires, target, pythons)
    there = open_to(requires, "django", target.version, pythons)
    named = target.version in declared.django
    if asked and not there:
        return Answer(NO, REQUIREMENT, asked + _although(target, named=named))
    some = "" if len(there) == len(pythons) else f", with Python {', '.join(there)}"
    if named:
        return Answer(YES, CLASSIFIER, f"names {target.label}{some}")
    if borders:
        return Answer(YES, REQUIREMENT, f"{asked}, {borders[0]}{some}")
    if declared.requires is not None and not asked and not declared.about_django:
        return Answer(APART, NOT_REQUIRED, "does not ask for Django")
    return Answer(UNKNOWN, SILENT, _silence(declared, target, asked))


def _asked(
    requires: tuple[str, ...], target: Target, pythons: tuple[str, ...]
) -> tuple[str, list[str]]:
    """What is required of Django with the newest Python that has it, and borders at the target."""
    for python in reversed(pythons):
        if found := ranges(requires, "django", python):
            told = " and ".join(f"Django{one}" for one in found)
            borders = [how for one in found if (how := _border(one, target))]
            return f"requires {told}", borders
    return "", []


def _border(told: str, target: Target) -> str:
    """How a range is drawn right at the target, so that somebody must have thought of it."""
    if not told or not allows(told, target.version):
        return ""
    if not allows(told, target.next):
        return f"which ends behind {target.version}"
    if target.previous and not allows(told, target.previous):
        return f"which begins with {target.version}"
    return ""


def _although(target: Target, *, named: bool) -> str:
    return f", although it names {target.label}" if named else ""


def _silence(declared: Declared, target: Target, asked: str) -> str:
    """What there is to say where nobody says anything of the target."""
    product, _, version = target.label.partition(" ")
    named = declared.of(target.product)
    if not named:
        told = f"names no version of {product}"
    elif numbers(named[-1]) > numbers(version):
        told = f"names {product} {named[-1]}, but not {version}"
    else:
        told = f"names {product} {named[-1]} at most"
    lets = f"{asked}, which does not forbid {version}" if asked else f"nothing forbids {version}"
    return f"{told}; {lets}"
