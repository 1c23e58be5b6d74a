"""Names that begin as what is typed, where several of their words are typed as one."""

from __future__ import annotations

from packdex.core.search.words import tails
from packdex.search import vocabulary
from packdex.search.engines import Row, engine

LEAST, FIRST_LETTERS, MOST_FIRST = 4, 3, 3
"""Letters of what is typed; letters of the second word that are looked for; and first words."""


def joined(generation: int, typed: str, limit: int) -> list[Row]:
    """The best entries with a name that, from some word on, begins with `typed` across words.

    "crispyfo" begins "crispy-forms". Four queries at most.
    """
    if len(typed) < LEAST:
        return []
    places = range(2, len(typed))
    there = vocabulary.known(generation, {typed[:place] for place in places})
    found: dict[int, Row] = {}
    for first in sorted(there, key=len, reverse=True)[:MOST_FIRST]:
        rest = typed[len(first) :][:FIRST_LETTERS]
        for row in engine().begin(generation, [rest], limit, [first]):
            if begins(row.names, typed):
                found.setdefault(row.key, row)
    return list(found.values())


def begins(names: str, typed: str) -> bool:
    """Whether one of an entry's names begins with `typed` from one of its words on."""
    called = (name.split(" ") for name in names.split("|"))
    return any(tail.startswith(typed) for words in called for tail in tails(words))
