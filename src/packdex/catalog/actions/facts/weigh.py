"""Keeping, for each package, which versions of Python and Django it can be moved to.

What is kept follows from what the registry told, from the versions that continuous integration runs
and from the lifecycles. Whoever takes new facts has it made anew for those packages; once a day it
is for all, since versions come and end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from packdex.catalog import editions, lifecycles
from packdex.catalog.actions.facts.batches import all_ids
from packdex.catalog.models import Package, Readiness
from packdex.catalog.upgrade.known import Known, day_of, known_of, pythons
from packdex.core.upgrade.outlook import outlook
from packdex.core.upgrade.target import Target, targets

Kept = tuple[int, int]
"""An answer, and the number of the day from which on it holds."""


def weigh_all(now: datetime) -> int:
    """Have the answers about all packages be those of `now`; returns of how many one was other.

    Memory does not grow with the catalogue. What is kept of versions that ended goes.
    """
    wanted = _targets(now)
    Readiness.objects.exclude(target__in=[one.number for one in wanted]).delete()
    return sum(weigh_some(ids, now) for ids in all_ids())


def weigh_some(ids: Sequence[int], now: datetime) -> int:
    """Have the answers about these packages be those of `now`; returns of how many one was other.

    A handful of statements for a batch.
    """
    wanted, environments = _targets(now), pythons(now)
    with transaction.atomic():
        # Whoever writes facts of a package locks it, so what is read here is what is kept.
        there = Package.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        present = list(there.values_list("pk", flat=True))
        told = {
            package: _answers(known, wanted, environments)
            for package, known in known_of(present).items()
        }
        before = _before(present)
        changed = [one for one in present if told.get(one, {}) != before.get(one, {})]
        if changed:
            _write({one: told.get(one, {}) for one in changed}, before)
            editions.bump(editions.CATALOGUE, editions.READINESS)
    return len(changed)


def _targets(now: datetime) -> list[Target]:
    day = day_of(now)
    if day is None:
        raise AssertionError("a time has a day")
    return targets(lifecycles.products(), day)


def _answers(
    known: Known, wanted: Iterable[Target], environments: tuple[str, ...]
) -> dict[int, Kept]:
    """By the targets' numbers what is kept of a package: nothing of what is not known."""
    if not known.releases:
        return {}
    found = {}
    for target in wanted:
        told = outlook(known.releases, known.newest, target, environments)
        if code := Readiness.CODES.get(told.answer.key):
            since = told.since.at if told.since else None
            found[target.number] = code, Readiness.day_number(day_of(since))
    return found


def _before(ids: Sequence[int]) -> dict[int, dict[int, Kept]]:
    found: dict[int, dict[int, Kept]] = defaultdict(dict)
    rows = Readiness.objects.filter(package__in=ids)
    for package, target, answer, since in rows.values_list(
        "package_id", "target", "answer", "since_day"
    ):
        found[package][target] = answer, since
    return found


def _write(told: dict[int, dict[int, Kept]], before: dict[int, dict[int, Kept]]) -> None:
    """Make the rows of these packages what was told: gone ones, then all that are other."""
    gone = defaultdict(list)
    for package, kept in told.items():
        for target in before.get(package, {}).keys() - kept.keys():
            gone[target].append(package)
    for target, packages in gone.items():
        Readiness.objects.filter(target=target, package__in=packages).delete()
    Readiness.objects.bulk_create(
        [
            Readiness(package_id=package, target=target, answer=one[0], since_day=one[1])
            for package, kept in told.items()
            for target, one in kept.items()
            if before.get(package, {}).get(target) != one
        ],
        update_conflicts=True,
        unique_fields=["package", "target"],
        update_fields=["answer", "since_day"],
    )
