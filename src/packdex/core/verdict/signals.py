"""The signals: a line of data each, and what they come to for one package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from packdex.core.verdict import currency, maintenance, resilience, security
from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.reading import Measure, Method, Missing
from packdex.core.verdict.weights import Scale

Dimension = Literal["maintenance", "resilience", "currency", "security"]
State = Literal["known", "not known", "does not apply"]

SHARE = "share"
"""The unit of what is there wholly, in part or not at all: from 0 to 1."""

DIMENSIONS: tuple[Dimension, ...] = ("maintenance", "resilience", "currency", "security")


@dataclass(frozen=True, slots=True)
class Check:
    """A signal as it is defined: `why` it matters, and `advice` to the maintainer, what to change.

    Its weight and scale stand in the weights under the same key.
    """

    key: str
    dimension: Dimension
    label: str
    unit: str
    measure: Measure
    why: str
    advice: str


class Signal(NamedTuple):
    """A signal of one package.

    `value` is in the check's unit, `shown` says it in words (where there is none: why not).
    `points` are 0 to 100. `threshold` says what gives all points and what none.
    """

    key: str
    dimension: Dimension
    label: str
    state: State
    value: float | None
    unit: str
    shown: str
    threshold: str
    points: float | None
    weight: float
    advice: str
    source: str
    at: datetime | None
    address: str


CHECKS: tuple[Check, ...] = (
    Check(
        "last_commit",
        "maintenance",
        "Last commit of a person",
        "days",
        maintenance.last_commit,
        "Where people are at work, faults that you report have a chance. Programs do not count.",
        "Commit, or say in the description that the package is finished or needs help.",
    ),
    Check(
        "active_weeks",
        "maintenance",
        "Active weeks",
        "weeks",
        maintenance.active_weeks,
        "Steady work says more than one large change: of packages that were alive, those with few"
        " active weeks fall silent most often.",
        "Work in small steps over the year rather than once.",
    ),
    Check(
        "release_cadence",
        "maintenance",
        "Latest release",
        "times the usual distance",
        maintenance.release_cadence,
        "Measured by the project's own habit: who releases once a year is not late after ten"
        " months.",
        "Release what is ready; a small release is a release.",
    ),
    Check(
        "unreleased_work",
        "maintenance",
        "Unreleased work",
        "days",
        maintenance.unreleased_work,
        "What is repaired but not released helps nobody who installs the package.",
        "Release what was committed since the latest release.",
    ),
    Check(
        "documents",
        "maintenance",
        "Documentation and changelog",
        SHARE,
        maintenance.documents,
        "Without a changelog every upgrade is a guess.",
        "Link the documentation in the project's metadata, and keep a CHANGELOG file.",
    ),
    Check(
        "active_people",
        "resilience",
        "Active people",
        "people",
        resilience.active_people,
        "With one person at work, the project rests when that person does.",
        "Give somebody else the right to merge, and review what they send.",
    ),
    Check(
        "absence_factor",
        "resilience",
        "Contributor absence factor",
        "people",
        resilience.absence_factor,
        "The fewest people who wrote half of all commits: so many can leave before half of the"
        " knowledge is gone.",
        "Share the work: mark what is good to begin with, and answer those who try.",
    ),
    Check(
        "registry_owners",
        "resilience",
        "Owners on the registry",
        "owners",
        resilience.registry_owners,
        "If the only account that may release is lost, so is the name.",
        "Add a second owner on the registry, or move the project to an organization.",
    ),
    Check(
        "licence",
        "resilience",
        "Licence",
        SHARE,
        resilience.licence,
        "Without a licence nobody may go on with it; an inexact one has to be asked about.",
        "Write an SPDX expression into `license` of pyproject.toml (PEP 639), and add the file.",
    ),
    Check(
        "tests",
        "resilience",
        "Tests and continuous integration",
        SHARE,
        resilience.tests,
        "Tests let somebody new change a thing without breaking another.",
        "Add tests, and a workflow that runs them on each change.",
    ),
    Check(
        "python",
        "currency",
        "Newest Python",
        "versions behind",
        currency.python,
        "What is not tried with a current Python holds you on an old one.",
        "Try the newest Python, and add its classifier.",
    ),
    Check(
        "framework",
        "currency",
        "Newest Django",
        "versions behind",
        currency.framework,
        "What is not tried with a current Django holds you on an old one.",
        "Try the newest Django, and add its classifier.",
    ),
    Check(
        "blocked_upgrades",
        "currency",
        "Blocked upgrades",
        "current versions",
        currency.blocked_upgrades,
        "An upper bound that shuts out a current version shuts it out for all who install this.",
        "Lift the upper bound, or try the new version and move it.",
    ),
    Check(
        "advisories",
        "security",
        "Open advisories",
        "advisories",
        security.advisories,
        "Known holes in the current version are open to everybody who reads about them.",
        "Release a version without the hole, and have the advisory name it.",
    ),
    Check(
        "days_to_fix",
        "security",
        "Days to fix",
        "days",
        security.days_to_fix,
        "How fast the last holes were closed is the best guess for the next one.",
        "Release a fix before the advisory is published; a SECURITY file says where to report.",
    ),
    Check(
        "attestation",
        "security",
        "Attestation",
        SHARE,
        security.attestation,
        "An attested release proves from which source it was built (PEP 740).",
        "Release from a workflow by trusted publishing; attestations come with it.",
    ),
)


def signals(inputs: Inputs, now: datetime, method: Method) -> tuple[Signal, ...]:
    """All signals of a package, in the order of CHECKS."""
    return tuple(_signal(check, inputs, now, method) for check in CHECKS)


@lru_cache(maxsize=200)
def threshold(scale: Scale, unit: str) -> str:
    """What gives all points and what none, in words."""
    if unit == SHARE:
        return "100 points for all of it, none for nothing"
    if scale.full > scale.none:
        return f"100 points from {scale.full:g} {unit} on, none at {scale.none:g}"
    most = "up to" if scale.full else "at"
    return f"100 points {most} {scale.full:g} {unit}, none from {scale.none:g} on"


def _signal(check: Check, inputs: Inputs, now: datetime, method: Method) -> Signal:
    found, scale = check.measure(inputs, now, method), method.weights.scales[check.key]
    limits = threshold(scale, check.unit)
    if isinstance(found, Missing):
        return Signal(
            key=check.key,
            dimension=check.dimension,
            label=check.label,
            state="not known" if found.applies else "does not apply",
            value=None,
            unit=check.unit,
            shown=found.why,
            threshold=limits,
            points=None,
            weight=scale.weight,
            advice=check.advice if found.applies else "",
            source="",
            at=None,
            address="",
        )
    points = round(scale.points(found.amount), 1)
    return Signal(
        key=check.key,
        dimension=check.dimension,
        label=check.label,
        state="known",
        value=found.amount,
        unit=check.unit,
        shown=found.shown,
        threshold=limits,
        points=points,
        weight=scale.weight,
        advice="" if points >= 100 else check.advice,
        source=found.source,
        at=found.at,
        address=found.address,
    )
