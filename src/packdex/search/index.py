"""Which index is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from django.db import DatabaseError, connection

from packdex.search import reading, rebuild
from packdex.search.engines import FORMAT, engine
from packdex.search.engines.tables import execute, table

T = TypeVar("T")

SMALL = 3_000
"""Packages and grids of which a missing index is made by whoever misses it."""


class State(NamedTuple):
    """`generation` is the one that is read; None: there is none of this format.

    `stale`: entries are. `entries` is how many were written since it began, which is at least as
    many as there are. `mark` is the catalogue's (`editions.marks`).
    """

    generation: int | None
    stale: bool
    entries: int
    mark: int = 0


def state() -> State:
    """Which index is read. One small query."""
    rows = execute(
        "SELECT generation, format, EXISTS (SELECT 1 FROM search_stale), serial,"
        " (SELECT mark FROM catalog_edition WHERE name = 'catalogue')"
        " FROM search_indexstate WHERE id = 1"
    )
    if not rows or rows[0][1] != FORMAT or not rows[0][0]:
        return State(None, stale=False, entries=0)
    generation, _, stale, serial, mark = rows[0]
    return State(generation, bool(stale), serial, mark or 0)


def is_there() -> bool:
    """Whether there is an index of this format. Two queries."""
    generation = state().generation
    return generation is not None and generation in engine().generations()


def ready() -> int | None:
    """The generation that is read. None: there is none, and the directory is too large to wait.

    A small directory's index is made at once.
    """
    if is_there():
        return state().generation
    if reading.are_more_than(SMALL):
        return None
    try:
        rebuild.rebuild()
    except rebuild.AlreadyBuilding:
        return None
    return state().generation


def again(work: Callable[[State], T], known: State | None = None) -> T:
    """What `work` gives; done once more where its index was replaced or lost meanwhile.

    `known` is the state where it was read just now.
    """
    try:
        return work(known or state())
    except DatabaseError:
        if connection.in_atomic_block:
            raise
        ready()
        return work(state())


def size(generation: int) -> int:
    """How many entries there are. One query."""
    return int(execute(f"SELECT count(*) FROM {table('entry', generation)}")[0][0])  # noqa: S608
