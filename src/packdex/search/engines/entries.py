"""Entries that were read, kept in the process: what stands under a key never changes.

What an entry says anew it says under another key (`writing.update`), and another index has another
number. So an engine looks for keys, which is a third of the work, and most entries are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

from packdex.core.search.written import Row
from packdex.search.engines.tables import COLUMNS, execute, many, table, within

MOST_KEPT = 12_000
"""Entries that a process keeps, of 400 bytes each. Of a larger index none are kept: what is looked
for there is known too rarely."""

_Rows = dict[int, Row]
_kept: tuple[int, _Rows | None] = (0, {})


def are_kept(generation: int) -> bool:
    """Whether entries of that index are kept, as far as it is known how many there are."""
    return _kept != (generation, None)


def rows_of(generation: int, keys: Sequence[int]) -> list[Row]:
    """The entries with `keys`, in that order, without those that are gone.

    One query where some were not read before. To be called outside of transactions: what is taken
    back gives one key to two entries.
    """
    rows = _rows(generation, len(keys))
    try:
        return [rows[key] for key in keys]
    except KeyError:
        missing = [key for key in keys if key not in rows]
    found = execute(
        f"SELECT {COLUMNS} FROM {table('entry', generation)} WHERE {within('key')}",  # noqa: S608
        [many(missing)],
    )
    rows.update(zip([row[0] for row in found], starmap(Row, found), strict=True))
    return [rows[key] for key in keys if key in rows]


def forget() -> None:
    """Drop all that is kept."""
    global _kept  # noqa: PLW0603
    _kept = 0, {}


def _rows(generation: int, more: int) -> _Rows:
    """What is kept of that index, with room for so many more."""
    global _kept  # noqa: PLW0603
    known, rows = _kept
    if rows is not None and known == generation and len(rows) + more <= MOST_KEPT:
        return rows
    rows = {}
    # Some of what was kept may be gone, so that only counting tells whether the index is too large.
    is_large = known == generation and _has_more(generation, MOST_KEPT)
    _kept = generation, None if is_large else rows
    return rows


def _has_more(generation: int, most: int) -> bool:
    name = table("entry", generation)
    return len(execute(f"SELECT 1 FROM {name} LIMIT 1 OFFSET {int(most)}")) > 0  # noqa: S608
