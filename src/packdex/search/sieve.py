"""Conditions that most entries meet are checked in what was found, and not looked for.

An index reads the list of all that has a tag such as `category:apps` from end to end where few
entries have the rest. What an entry's traits are is known by their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import prod
from random import Random

from packdex.search.engines import Row, engine
from packdex.search.engines.interface import Group
from packdex.search.engines.tables import execute, many, table, within
from packdex.search.terms import Conditions, Trait
from packdex.search.traits import tags_of

LARGE = 200_000
"""Entries from which on this is worth its while."""

COMMON = 0.7
"""The share of entries from which on a condition is checked."""

TRIED, LEAST_SHARE = 2, 0.5
"""Where the estimate misleads, it is tried once more with the share of what has the rest, unless
that is less. Then all is looked for, after all."""

SAMPLED, LEAST = 500, 100
"""Packages of which shares are estimated; with fewer of them nothing is taken for common."""

Sample = list[tuple[frozenset[str], int]]

_samples: dict[tuple[int, int], Sample] = {}


class Sieve:
    """Finds what meets the conditions of one search."""

    def __init__(self, generation: int, conditions: Conditions, entries: int) -> None:
        """`entries` is how many were written into the index, about as many as there are."""
        self._generation = generation
        self._all = conditions
        checked: dict[Trait, float] = {}
        if conditions.traits and entries > LARGE:
            # Estimated once for an index, and again when it has doubled.
            size = entries.bit_length()
            shares = {trait: _share(generation, size, trait) for trait in conditions.traits}
            checked = {trait: share for trait, share in shares.items() if share >= COMMON}
        self._checked = tuple(checked)
        self._share = prod(checked.values())
        self._rest = conditions
        if checked:
            rest = tuple(trait for trait in conditions.traits if trait not in checked)
            self._rest = replace(conditions, traits=rest)

    def find(self, groups: Sequence[Group], limit: int) -> list[Row]:
        """The best entries that have one of each of `groups` and meet all conditions."""
        found = engine().find
        if not self._checked or not (groups or self._rest.groups or self._rest.ranged):
            return found(self._generation, self._all.match(*groups), limit)
        share = self._share
        for _ in range(TRIED):
            most = 20 + int(limit / share * 1.1)
            rows = found(self._generation, self._rest.match(*groups), most)
            fitting = self._fitting(rows)
            if len(fitting) >= limit or len(rows) < most:
                return fitting[:limit]
            # What has the rest is not as others are.
            share = len(fitting) / most
            if share < LEAST_SHARE:
                break
        return found(self._generation, self._all.match(*groups), limit)

    def _fitting(self, rows: Sequence[Row]) -> list[Row]:
        known = tags_of(self._generation, {row[4] for row in rows})
        fits = {
            number
            for number, tags in known.items()
            if all(trait.fits(tags) for trait in self._checked)
        }
        return [row for row in rows if row[4] in fits]


@lru_cache(maxsize=1_000)
def _share(generation: int, size: int, trait: Trait) -> float:
    """Which part of all packages meets the condition, nearly."""
    sample = _samples.get((generation, size))
    if sample is None:
        _samples.clear()
        sample = _samples[generation, size] = _sample(generation)
    total = sum(count for _, count in sample)
    if total < LEAST:
        return 0.0
    return sum(count for tags, count in sample if trait.fits(tags)) / total


def _sample(generation: int) -> Sample:
    """The tags of packages from everywhere, each with how many have them. Two queries."""
    entry = table("entry", generation)
    last = execute(f"SELECT max(owner) FROM {entry}")[0][0] or 0  # noqa: S608
    every = range(2, last + 1, 2)
    owners = Random(generation).sample(every, min(SAMPLED, len(every)))  # noqa: S311 - an estimate
    rows = execute(
        f"SELECT traits, count(*) FROM {entry} WHERE {within('owner')} GROUP BY traits",  # noqa: S608
        [many(owners)],
    )
    known = tags_of(generation, [number for number, _ in rows])
    return [(known[number], count) for number, count in rows if number in known]
