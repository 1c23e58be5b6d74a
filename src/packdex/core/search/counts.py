"""How many entries have each word."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from packdex.core.search.document import Entry
from packdex.core.search.typos import word_number
from packdex.core.search.words import COMMON


class Counted(NamedTuple):
    """A word, its number, how many entries have it, and whether (1) it is in the name of one."""

    number: int
    word: str
    docs: int
    named: int


class Counts:
    """How many entries have each word, of entries that are being written."""

    def __init__(self) -> None:
        self._docs: Counter[str] = Counter()
        self._named: set[str] = set()

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._docs)

    def add(self, entry: Entry) -> None:
        """Count the words of an entry."""
        self._docs.update(entry.vocabulary)
        self._named |= entry.named

    def take(self) -> list[Counted]:
        """What was counted, in the order of the numbers; and begin anew."""
        named = self._named
        found = [
            Counted(word_number(word), word, docs, int(word in named))
            for word, docs in self._docs.items()
            if word in named or word not in COMMON
        ]
        found.sort()
        self._docs.clear()
        named.clear()
        return found
