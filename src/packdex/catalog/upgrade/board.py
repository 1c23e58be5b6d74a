"""Of the whole directory: how many packages can be moved to a version, since when, and which.

Read are the rows that `actions/facts/weigh.py` keeps. What is hidden is taken off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from packdex.catalog import lifecycles
from packdex.catalog.models import Package, Readiness
from packdex.catalog.upgrade.known import day_of
from packdex.core.lifecycles.products import Cycle
from packdex.core.upgrade.answer import ANSWERS, UNKNOWN
from packdex.core.upgrade.target import Target, TargetError, cycle_of, targets
from packdex.core.upgrade.trend import Point, trend

_FIRST_DAY = date(1970, 1, 1)


class Standing(NamedTuple):
    """A version, its days, how many packages have which answer, and how the first one rose."""

    target: Target
    cycle: Cycle
    counts: dict[str, int]
    trend: list[Point]

    @property
    def share(self) -> float | None:
        """How many of 1 can be moved, of those of which it is known; None where it is of none."""
        known = self.counts["yes"] + self.counts["no"]
        return self.counts["yes"] / known if known else None


def prepared(now: datetime) -> list[Target]:
    """The versions that the directory is looked through for at `now`."""
    return targets(lifecycles.products(), day_of(now) or now.date())


def prepared_target(target: Target, now: datetime) -> Target:
    """The target as it is. Raises TargetError where the directory is not looked through for it."""
    wanted = prepared(now)
    if target not in wanted:
        names = ", ".join(one.key for one in wanted)
        raise TargetError(f"{target.label} is not supported any more, or not yet; there is {names}")
    return target


def standings(now: datetime) -> list[Standing]:
    """All versions that are looked for. Five queries."""
    return _standings(prepared(now), now)


def standing_of(target: Target, now: datetime) -> Standing:
    """One version. Five queries."""
    return _standings([target], now)[0]


def _standings(wanted: list[Target], now: datetime) -> list[Standing]:
    numbers = [one.number for one in wanted]
    counts = _tallied(numbers, "answer")
    days = _tallied(numbers, "since_day", answer=Readiness.YES)
    total, products = Package.shown.count(), lifecycles.products()
    today = day_of(now) or now.date()
    found = []
    for target in wanted:
        known = {key: counts[target.number][code] for key, code in Readiness.CODES.items()}
        told = known | {UNKNOWN: max(0, total - sum(known.values()))}
        cycle = cycle_of(target, products)
        since = {
            Readiness.day_of(number) or _FIRST_DAY: packages
            for number, packages in days[target.number].items()
        }
        found.append(
            Standing(
                target,
                cycle,
                {key: told[key] for key in ANSWERS},
                trend(since, cycle.released, today),
            )
        )
    return found


def _tallied(targets: list[int], column: str, **only: int) -> dict[int, Counter[int]]:
    """By target how many shown packages have each value of a column. Two queries."""
    rows = Readiness.objects.filter(target__in=targets, **only)
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for sign, part in ((1, rows), (-1, rows.filter(package__in=_hidden()))):
        tallied = part.values_list("target", column).annotate(size=Count("*")).order_by()
        for target, value, size in tallied:
            found[target][value] += sign * size
    return found


def _hidden() -> QuerySet[Package, int]:
    return Package.objects.filter(hidden=True).values_list("pk", flat=True)


def ids_of(target: Target, answer: str, start: int, stop: int) -> list[int]:
    """The shown packages with that answer (a key of ANSWERS), from place `start` to `stop`.

    Those of which it is known for the shortest time come first; of others those added last. One
    query, which walks along an index up to `stop`.
    """
    if answer == UNKNOWN:
        told = Readiness.objects.filter(package=OuterRef("pk"), target=target.number)
        unknown = Package.shown.filter(~Exists(told)).order_by("-pk")
        return list(unknown.values_list("pk", flat=True)[start:stop])
    rows = Readiness.objects.filter(
        target=target.number, answer=Readiness.CODES[answer], package__hidden=False
    )
    ordered = rows.order_by("-since_day", "package_id")
    return list(ordered.values_list("package_id", flat=True)[start:stop])
