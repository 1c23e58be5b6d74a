"""Making a whole new index beside the one that is read, and taking its place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Q

from packdex.core.search.making import END, Made, Said
from packdex.core.search.quality import BEST
from packdex.search import beside, fresh_marks, reading, vocabulary, writing
from packdex.search.engines import FORMAT, engine
from packdex.search.engines.tables import execute, table
from packdex.search.models import IndexState

Report = Callable[[str, int, int | None], object]
"""Is told the stage of the work, how much of it is done, and how much there is."""

LEASE = timedelta(minutes=5)
_READ = 200
_WRITTEN = 2_000
"""Entries of one transaction: it keeps others from writing for about a tenth of a second."""


class AlreadyBuilding(Exception):  # noqa: N818 - it is a state and no error
    """Somebody makes an index at this moment."""


def rebuild(report: Report | None = None) -> int:
    """Make the index anew; returns how many entries it has.

    The one that is there is read and kept fresh until the new one takes its place, in one short
    transaction. Raises AlreadyBuilding when somebody else is at it, and beside.Died where the
    process that helps with many entries ends; the index that was there is then read as before.
    """
    report = report or (lambda stage, done, total: None)
    generation = _begin()
    try:
        with engine().filling():
            done = _fill(generation, report)
        _take_place(generation)
    finally:
        IndexState.objects.filter(pk=1).update(building_until=None)
    return done


def _begin() -> int:
    """Take the lease, drop what an interrupted rebuild left, and make new tables."""
    now = datetime.now(UTC)
    IndexState.objects.get_or_create(pk=1)
    free = Q(building_until=None) | Q(building_until__lt=now)
    if not IndexState.objects.filter(free, pk=1).update(building_until=now + LEASE):
        raise AlreadyBuilding("the index is being made at this moment")
    current = IndexState.objects.get(pk=1).generation
    there = engine().generations()
    for left in there - {current}:
        engine().drop(left)
    generation = max([current, *there, 0]) + 1
    with transaction.atomic():
        engine().create(generation)
    return generation


def _fill(generation: int, report: Report) -> int:
    today = datetime.now(UTC).date()
    order = _in_order(today)
    done = 0
    with beside.making(len(order), today) as make:
        for made in make(_said(order)):
            _write(generation, made)
            done = min(done + _WRITTEN, len(order))
            _renew()
            report("writing entries", done, len(order))
    IndexState.objects.filter(pk=1, serial__lt=done).update(serial=done)
    for words in vocabulary.make_keys(generation):
        _renew()
        report("making typo keys", words, None)
    engine().finish(generation)
    return done


def _said(order: Sequence[int]) -> Iterator[Said]:
    """What the catalogue says of those in each part, and END."""
    for part in _parts(order, _WRITTEN):
        yield [reading.records(some) for some in _parts(part, _READ)]
    yield END


def _in_order(today: date) -> array[int]:
    """The numbers of all packages and grids, best quality first, then in the order of reading."""
    by_quality = [array("q") for _ in range(BEST + 1)]
    for owner, quality in reading.qualities(today):
        by_quality[BEST - quality].append(owner)
    return array("q", chain.from_iterable(by_quality))


def _write(generation: int, made: Made) -> None:
    with transaction.atomic():
        writing.add(generation, made.rows, made.traits)
        if made.words:
            vocabulary.store(generation, made.words)


def _take_place(generation: int) -> None:
    """Have the new index read from now on; what changed since it was read is stale."""
    with transaction.atomic():
        state = IndexState.objects.select_for_update().get(pk=1)
        former = state.generation
        fresh_marks.mark(differing(generation))
        IndexState.objects.filter(pk=1).update(
            generation=generation, format=FORMAT, built_at=datetime.now(UTC)
        )
    # In a transaction SQLite keeps what it may have to take back in memory, 80 MB of a large one.
    if former != generation:
        engine().drop(former)


def differing(generation: int) -> list[int]:
    """The numbers of all whose entry is missing, of another version, or not to be there."""
    entry = table("entry", generation)
    found = []
    for source, bit in (("catalog_package", 0), ("catalog_grid", 1)):
        found += execute(
            f"SELECT o.id * 2 + {bit} FROM {source} o LEFT JOIN {entry} e"  # noqa: S608
            f" ON e.owner = o.id * 2 + {bit} WHERE NOT o.hidden"
            " AND (e.owner IS NULL OR e.version <> o.version)"
        )
        found += execute(
            f"SELECT e.owner FROM {entry} e LEFT JOIN {source} o ON o.id = e.owner / 2"  # noqa: S608
            f" WHERE e.owner %% 2 = {bit} AND (o.id IS NULL OR o.hidden)"
        )
    return [owner for (owner,) in found]


def _renew() -> None:
    IndexState.objects.filter(pk=1).update(building_until=datetime.now(UTC) + LEASE)


def _parts(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
