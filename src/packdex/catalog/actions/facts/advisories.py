"""Making the advisories about all packages those of a dump."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions.facts.desk import Desk, events_between
from packdex.catalog.actions.facts.states import ADVISORIES, lock_all
from packdex.catalog.models import Advisory, Event, PackageFacts, SourceState
from packdex.core import advisories as core

BATCH = 500

COLUMNS = (
    "project",
    "aliases",
    "summary",
    "severity",
    "published",
    "affected",
    "affects_current",
    "fixed_in",
)

Unread: TypeAlias = Callable[[], Collection[str] | None]
"""The names of advisories that could not be read; None: too many to name."""


class NothingToldError(Exception):
    """A dump without a single advisory is none: it would say that all are fixed."""


@dataclass(slots=True)
class Replaced:
    """How many advisories a dump told, and of the rows of packages: all, new, changed, removed.

    `spared` rows are not in the dump, but stay because not all of it could be read.
    """

    told: int = 0
    matched: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    spared: int = 0


def replace_advisories(
    told: Iterable[core.Advisory],
    projects: dict[str, list[int]],
    now: datetime,
    *,
    origin: str,
    unread: Unread,
) -> Replaced:
    """Make the stored advisories those that `told` has about `projects` (package ids by name).

    Read as it comes, compared a batch at a time: where nothing differs, nothing is written but the
    date at which it was still so, and no answer becomes stale. What opens or ends for a current
    version is an event, unless the package is looked at for the first time. `origin` names the
    dump; `unread` is asked at its end. Raises NothingToldError.
    """
    _forget_other_projects({id_: name for name, ids in projects.items() for id_ in ids})
    outcome, seen = Replaced(), set[tuple[int, str]]()
    matches = _matches(told, projects, seen, outcome)
    while batch := list(islice(matches, BATCH)):
        _store(batch, now, outcome)
    if not outcome.told:
        raise NothingToldError
    outcome.matched = len(seen)
    _remove(_missing(seen, unread(), outcome), now, outcome)
    _note_compared([id_ for ids in projects.values() for id_ in ids], origin, now)
    return outcome


def _matches(
    told: Iterable[core.Advisory],
    projects: dict[str, list[int]],
    seen: set[tuple[int, str]],
    outcome: Replaced,
) -> Iterator[Advisory]:
    """A row for each package and advisory; of several under one name the first counts."""
    for advisory in told:
        outcome.told += 1
        if advisory.withdrawn is not None:
            continue
        for project in sorted({part.project for part in advisory.affected}):
            for package_id in projects.get(project, ()):
                if (package_id, advisory.id) not in seen:
                    seen.add((package_id, advisory.id))
                    yield Advisory.of(package_id, project, advisory)


def _forget_other_projects(projects: dict[int, str]) -> None:
    """Drop what is about a project that a package no longer is: nothing was fixed by that."""
    rows = Advisory.objects.values_list("pk", "package_id", "project").iterator(chunk_size=5000)
    stale = {pk: id_ for pk, id_, project in rows if projects.get(id_) != project}
    states = SourceState.objects.filter(source=ADVISORIES)
    compared = states.values_list("package_id", flat=True).iterator(chunk_size=5000)
    packages = sorted({*stale.values(), *(id_ for id_ in compared if id_ not in projects)})
    with transaction.atomic():
        for ids in _parts(sorted(stale)):
            Advisory.objects.filter(pk__in=ids).delete()
        for ids in _parts(packages):
            states.filter(package_id__in=ids).delete()
        if packages:
            editions.touch(packages=packages, sought=())


def _store(batch: list[Advisory], now: datetime, outcome: Replaced) -> None:
    """Write what differs from the stored rows."""
    ids = {row.package_id for row in batch}
    found = Advisory.objects.filter(package_id__in=ids, name__in={row.name for row in batch})
    stored = {(row.package_id, row.name): row for row in found}
    facts = PackageFacts.objects.filter(pk__in=ids)
    versions = dict(facts.values_list("pk", "registry_version"))
    differing = []
    for row in batch:
        row.assess(versions.get(row.package_id))
        known = stored.get((row.package_id, row.name))
        if known is None:
            outcome.added += 1
        elif any(getattr(known, name) != getattr(row, name) for name in COLUMNS):
            outcome.changed += 1
        else:
            continue
        differing.append(row)
    if differing:
        _write(differing, now)


@transaction.atomic
def _write(rows: list[Advisory], now: datetime) -> None:
    desk = Desk.locked({row.package_id for row in rows})
    there = [row for row in rows if row.package_id in desk.entered]
    opened: dict[int, set[str]] = {id_: set(desk.open_advisories(id_)) for id_ in desk.entered}
    for row in there:
        facts = desk.facts.get(row.package_id)
        # Once more: a refresh may have brought another version before the package was locked.
        row.assess(facts.registry_version if facts else None)
        opened[row.package_id].discard(row.name)
        if row.affects_current:
            opened[row.package_id].add(row.name)
    Advisory.objects.bulk_create(
        there, update_conflicts=True, unique_fields=["package", "name"], update_fields=COLUMNS
    )
    _note_events(desk, opened, now)


def _note_events(desk: Desk, opened: dict[int, set[str]], now: datetime) -> None:
    """Record what it means that these are open now, and have it shown."""
    events: list[Event] = []
    for id_, names in opened.items():
        before = desk.known(id_)
        desk.advisories[id_] = frozenset(names)
        # Both as of now, since nothing else was looked at: time alone makes no package quiet here.
        events += events_between(id_, ADVISORIES, before, now, desk.known(id_), now)
    Event.objects.bulk_create(events)
    editions.touch(packages=desk.entered, sought=())


def _missing(
    seen: set[tuple[int, str]], unread: Collection[str] | None, outcome: Replaced
) -> dict[int, list[str]]:
    """By package, what is stored and not in the dump, without what could not be read there."""
    missing: dict[int, list[str]] = defaultdict(list)
    rows = Advisory.objects.values_list("package_id", "name").order_by("package_id", "name")
    for package_id, name in rows.iterator(chunk_size=5000):
        if (package_id, name) in seen:
            continue
        if unread is None or name in unread:
            outcome.spared += 1
        else:
            missing[package_id].append(name)
    return missing


def _remove(missing: dict[int, list[str]], now: datetime, outcome: Replaced) -> None:
    for ids in _parts(sorted(missing)):
        with transaction.atomic():
            desk = Desk.locked(ids)
            opened = {}
            for id_ in desk.entered:
                rows = Advisory.objects.filter(package_id=id_, name__in=missing[id_])
                outcome.removed += rows.delete()[0]
                opened[id_] = set(desk.open_advisories(id_)).difference(missing[id_])
            _note_events(desk, opened, now)


def _note_compared(ids: list[int], origin: str, now: datetime) -> None:
    """Note that these packages were compared; their answers change where it is the first time."""
    for part in _parts(sorted(ids)):
        with transaction.atomic():
            states = SourceState.objects.filter(package_id__in=part, source=ADVISORIES)
            known = set(states.values_list("package_id", flat=True))
            states.update(attempted_at=now, succeeded_at=now, origin=origin)
            fresh = [id_ for id_ in part if id_ not in known]
            # Some may have been merged away since the run began.
            there = lock_all(fresh) if fresh else {}
            if there:
                SourceState.objects.bulk_create(
                    SourceState(
                        package_id=id_,
                        source=ADVISORIES,
                        origin=origin,
                        attempted_at=now,
                        succeeded_at=now,
                    )
                    for id_ in there
                )
                editions.touch(packages=there, sought=())


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
