"""The entries of PostgreSQL in slices of their keys, the best first, each with indexes of its own.

A GIN index gives all entries that have a word, in no order, and each is read before the best are
known; to walk all entries in their order instead takes as long for a word that few have. So each
index is of one slice, and the next slice is looked at only where those before gave too little.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from packdex.search.engines.tables import execute, table

FIRSTS = (4_000, 30_000, 120_000, 260_000, 420_000)
"""The place of the first entry of each slice but the best one."""

KEY = "(key + 0)"
"""The key where the planner is not to walk all entries in the order of their keys."""


def make(generation: int, column: str) -> None:
    """Make the indexes of a column of a generation that is filled."""
    for number, condition in enumerate(of(generation)):
        execute(
            f"CREATE INDEX IF NOT EXISTS {table('entry', generation)}_{column}_{number}"
            f" ON {table('entry', generation)} USING gin ({column})"
            f" WITH (fastupdate = off) WHERE {condition}"
        )


def mark(generation: int) -> None:
    """Have a generation that is filled divided from now on: a comment on its table says where."""
    entry = table("entry", generation)
    firsts = [
        str(int(key))
        for place in FIRSTS
        for (key,) in execute(f"SELECT key FROM {entry} ORDER BY key OFFSET {place} LIMIT 1")  # noqa: S608
    ]
    execute(f"COMMENT ON TABLE {entry} IS '{' '.join(firsts)}'")
    of.cache_clear()


@lru_cache(maxsize=4)
def of(generation: int) -> Sequence[str]:
    """The condition of each slice of a generation. One query, once.

    Whatever they are, together they hold of each entry once: those of another index with the same
    number would be slower and find the same.
    """
    said = execute("SELECT obj_description(to_regclass(%s))", [table("entry", generation)])[0][0]
    firsts = [int(key) for key in (said or "").split()]
    return tuple(
        " AND ".join(
            [f"{KEY} >= {low}"] * (low is not None) + [f"{KEY} < {high}"] * (high is not None)
        )
        or "true"
        for low, high in pairwise([None, *firsts, None])
    )
