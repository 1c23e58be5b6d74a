"""Inputs for tests: a package about which all is well, to be changed one fact at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from packdex.core.lifecycles.products import Cycle, Products
from packdex.core.verdict.activity import Activity
from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.reading import Method
from packdex.core.verdict.signals import Signal
from packdex.core.verdict.verdict import judge
from packdex.core.verdict.weights import default

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
TAKEN = NOW - timedelta(hours=5)

PRODUCTS = Products(
    TODAY,
    python=(
        Cycle("3.12", date(2023, 10, 2), date(2028, 10, 31)),
        Cycle("3.13", date(2024, 10, 7), date(2029, 10, 31)),
        Cycle("3.14", date(2025, 10, 7), date(2030, 10, 31)),
    ),
    django=(
        Cycle("4.2", date(2023, 4, 3), date(2026, 2, 1)),
        Cycle("5.2", date(2025, 4, 2), date(2028, 4, 30)),
        Cycle("6.0", date(2025, 12, 3), date(2027, 4, 30)),
    ),
)
METHOD = Method(default(), PRODUCTS)


def fact(value: Any, source: str = "registry") -> Fact[Any]:
    return Fact(value, source, TAKEN, "https://example.org/")


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def busy(days: int = 10, **more: Any) -> Fact[Activity]:
    """The activity of people who last committed so many days ago."""
    told = {"active_weeks": 20, "weeks_before": 18, "recent": 12.0, "longest_break": 60} | more
    last = TODAY - timedelta(days=days)
    return fact(Activity(TODAY, last=last, first=date(2015, 1, 1), **told), "git")


WELL = Inputs(
    in_registry=fact(True, "people"),
    registry_status=fact("active"),
    version=fact("2.1"),
    released=fact(tuple(ago(days) for days in (400, 310, 220, 130, 40))),
    classifiers=fact(
        (
            "Development Status :: 5 - Production/Stable",
            "Programming Language :: Python :: 3.13",
            "Framework :: Django :: 5.2",
        )
    ),
    requires_python=fact(">=3.10"),
    requirements=fact(("django>=4.2",)),
    owners=fact(2),
    attested=fact(True),
    licence=fact("MIT"),
    last_commit=fact(ago(10), "git"),
    activity=busy(),
    active_people=fact(3, "git"),
    contributors=fact((30, 30, 30, 30, 30), "git"),
    has_tests=fact(True, "git"),
    has_ci=fact(True, "git"),
    has_changelog=fact(True, "git"),
    documentation=fact(True, "people"),
    advisories=fact((), "advisories"),
    had_advisories=fact(True, "advisories"),
    days_to_fix=fact((3,), "advisories"),
)


def well(**more: Any) -> Inputs:
    """The package about which all is well, with these facts instead."""
    return replace(WELL, **more)


def signal(key: str, inputs: Inputs) -> Signal:
    return next(one for one in judge(inputs, NOW, METHOD).signals if one.key == key)


def life(inputs: Inputs) -> str:
    return judge(inputs, NOW, METHOD).lifecycle.key
