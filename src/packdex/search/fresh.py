"""Keeping the index fresh: what was changed is found by the next search.

Whoever writes calls `editions.touch`, which tells `changed` in the same transaction; that notes the
numbers of what changed. As soon as the transaction is committed its own process writes the entries.
Where that did not come about (it died, or another one writes at length), the next search does it.
A bulk of changes, such as an import, is worked off once, at its end (`later`, `catch_up`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import DatabaseError, connection, transaction

from packdex.core.search.document import owner_of
from packdex.search import beside, fresh_marks, index, rebuild, writing
from packdex.search.engines.tables import execute, table
from packdex.search.models import Stale

AT_ONCE = 200
"""Entries of one transaction."""

A_READER = 50
"""Entries that a search writes before it answers."""

MANY = 1_000
"""Stale entries from which, where they are a third of all, a rebuild is quicker."""

_later: ContextVar[bool] = ContextVar("later", default=False)
_log = logging.getLogger(__name__)


def changed(packages: set[int], grids: set[int]) -> None:
    """Note that these packages and grids changed. Called within the transaction that writes."""
    owners = {owner_of(id_, is_grid=False) for id_ in packages}
    owners |= {owner_of(id_, is_grid=True) for id_ in grids}
    if not owners:
        return
    fresh_marks.mark(owners)
    if not _later.get():
        transaction.on_commit(_after_commit, robust=True)


@contextmanager
def later() -> Iterator[None]:
    """Have what changes meanwhile noted only; `catch_up` at the end writes it at once."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def catch_up(report: Callable[[str, int, int | None], object] | None = None) -> None:
    """Write all entries that are stale or missing. Where they are many, the index is made anew.

    What was never touched is found by comparing: an import touches no row that it makes.
    """
    report = report or (lambda stage, done, total: None)
    generation = index.ready()
    if generation is not None:
        fresh_marks.mark(_missing(generation))
    stale = Stale.objects.count()
    if generation is None or (stale > MANY and stale * 3 > index.size(generation)):
        noted = fresh_marks.noted()
        try:
            rebuild.rebuild(report)
        except rebuild.AlreadyBuilding:
            return
        except beside.Died as error:
            _log.warning("the search index was not made: %s", error)
            return
        # It was made from what had been written when these were noted.
        fresh_marks.forget(noted)
        generation = index.ready()
    done = 0
    while generation is not None and (written := _work_off(generation, AT_ONCE)):
        done += written
        report("updating the search", done, max(stale, done))


def _missing(generation: int) -> list[int]:
    """The numbers of all packages and grids that have no entry. Hidden ones have none either."""
    entry = table("entry", generation)
    return [
        owner
        for source, bit in (("catalog_package", 0), ("catalog_grid", 1))
        for (owner,) in execute(
            f"SELECT o.id * 2 + {bit} FROM {source} o WHERE NOT o.hidden AND NOT EXISTS"  # noqa: S608
            f" (SELECT 1 FROM {entry} e WHERE e.owner = o.id * 2 + {bit})"
        )
    ]


def _after_commit() -> None:
    generation = index.ready()
    while generation is not None and _work_off(generation, AT_ONCE) == AT_ONCE:
        pass


def before_reading(generation: int) -> None:
    """Write a few stale entries, unless somebody else holds the database."""
    try:
        with _impatient():
            _work_off(generation, A_READER)
    except DatabaseError:
        # A search answers with what it has, as long as a long transaction is under way.
        if connection.in_atomic_block:
            raise
        _log.info("the search index is being written by somebody else")


def _work_off(generation: int, most: int) -> int:
    """Write up to `most` stale entries that nobody else is writing; returns how many."""
    with transaction.atomic():
        rows = Stale.objects.order_by("owner")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        owners = list(rows.values_list("owner", flat=True)[:most])
        if owners:
            writing.update(generation, owners, datetime.now(UTC).date())
            Stale.objects.filter(owner__in=owners).delete()
    return len(owners)


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait for nobody's lock. SQLite's own patience is a setting of the connection."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    patience = execute("PRAGMA busy_timeout")[0][0]
    execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        execute(f"PRAGMA busy_timeout = {int(patience)}")
