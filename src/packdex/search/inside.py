"""Words somewhere within names: "ballot" in secretballot.

No index helps here, so only the best entries are looked at. Their names are kept in the process as
one text, which is gone through in a fifth of the time that the database takes for as many rows.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from packdex.search.engines import Match, Row, engine
from packdex.search.engines.tables import execute, table
from packdex.search.index import State

LOOKED_AT = 10_000
"""Entries of which the names are looked through."""


class _Names(NamedTuple):
    """The names of the best entries, a line each, where each line begins, and their keys.

    `words` has each word of them once: what is not in there is in no name.

    `state` is what they stand under: the index and how much was written into it, and the
    catalogue's mark, since what is written and taken back would give one number to two contents.
    """

    state: State | None
    words: str
    text: str
    begins: array[int]
    keys: array[int]


_kept = _Names(None, "", "", array("q"), array("q"))


def inside(generation: int, state: State, texts: Sequence[str], limit: int) -> list[Row]:
    """The best entries that have each of `texts` within their names, `limit` at most.

    One query; one more after each change of the catalogue.
    """
    keys = tuple(_keys(_names(generation, state), texts, limit))
    return engine().find(generation, Match((), among=keys), limit) if keys else []


def _keys(names: _Names, texts: Sequence[str], limit: int) -> Iterator[int]:
    if not all(text in names.words for text in texts):
        return
    first = max(texts, key=len)
    place = names.text.find(first)
    while place >= 0 and limit:
        line = bisect_right(names.begins, place) - 1
        end = names.begins[line + 1]
        if all(names.text.find(text, names.begins[line], end) >= 0 for text in texts):
            yield names.keys[line]
            limit -= 1
        place = names.text.find(first, end)


def _names(generation: int, state: State) -> _Names:
    global _kept  # noqa: PLW0603
    names = _kept
    if not state.mark or names.state != state:
        entry = table("entry", generation)
        rows = execute(f"SELECT key, names FROM {entry} ORDER BY key LIMIT {LOOKED_AT}")  # noqa: S608
        begins = accumulate((len(named) + 1 for _, named in rows), initial=0)
        text = "\n".join([named for _, named in rows])
        keys = array("q", [key for key, _ in rows])
        words = " ".join(dict.fromkeys(text.replace("|", " ").split()))
        names = _kept = _Names(state, words, text, array("q", begins), keys)
    return names
