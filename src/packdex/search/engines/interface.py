"""What an index gives and takes, whatever the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from packdex.core.search.written import Row, Written

FORMAT = 3
"""To be raised with any change to what is written into an index."""


Group = tuple[tuple[str, ...], ...]


class Match(NamedTuple):
    """What is looked for: of each group one alternative, and nothing of `without`.

    An alternative is one token, or several that all have to be there. `stars` and `updated` are
    ranges of the columns, both ends in them; one that begins above its end is what lies outside.
    `among` are the only keys that count; None: all.
    """

    groups: tuple[Group, ...]
    without: tuple[str, ...] = ()
    among: tuple[int, ...] | None = None
    stars: tuple[tuple[int, int], ...] = ()
    updated: tuple[tuple[int, int], ...] = ()

    @property
    def is_impossible(self) -> bool:
        """Whether two ranges have nothing in common."""
        for ranges in (self.stars, self.updated):
            inner = [(low, high) for low, high in ranges if low <= high]
            if inner and max(low for low, _ in inner) > min(high for _, high in inner):
                return True
        return False


class Engine(Protocol):
    """What a database has to be able to do."""

    def create(self, generation: int) -> None:
        """Make the empty tables of a generation."""

    def filling(self) -> AbstractContextManager[None]:
        """Be sparing with memory while a generation is filled: little is read twice."""

    def finish(self, generation: int) -> None:
        """Say that a generation is filled: what is made faster afterwards is made now."""

    def drop(self, generation: int) -> None:
        """Drop the tables of a generation, if they are there."""

    def generations(self) -> set[int]:
        """The generations of which there are tables."""

    def insert(self, generation: int, entries: Sequence[Written]) -> None:
        """Add entries with new keys, in ascending order of the keys."""

    def find(self, generation: int, match: Match, limit: int) -> list[Row]:
        """The entries that match, best quality first."""

    def begin(
        self, generation: int, prefixes: Iterable[str], limit: int, words: Iterable[str] = ()
    ) -> list[Row]:
        """The entries with a word in their names for each prefix, and all of `words` in them.

        Those of the best quality first.
        """
