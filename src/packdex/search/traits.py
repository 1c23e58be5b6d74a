"""What many entries have in common is kept once, under a number that it gives itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import blake2b

import orjson

from packdex.core.search.document import Traits, common_tags
from packdex.search.engines.tables import execute, execute_many, marks, table

MOST_KEPT = 5_000
"""Traits that a process keeps: a number means the same in every index."""

_kept: dict[int, Traits] = {}
_tags: dict[int, frozenset[str]] = {}


@lru_cache(maxsize=MOST_KEPT)
def number_of(traits: Traits) -> int:
    """The number of these traits, of 47 bits, so that one stands for two practically never."""
    return int.from_bytes(blake2b(_said(traits), digest_size=6).digest()) >> 1


def store(generation: int, traits: Iterable[Traits]) -> None:
    """Have these traits found by their numbers."""
    execute_many(
        f"INSERT INTO {table('traits', generation)} (number, said) VALUES (%s, %s)"  # noqa: S608
        " ON CONFLICT DO NOTHING",
        sorted((number_of(each), _said(each).decode()) for each in set(traits)),
    )


def read(generation: int, numbers: Collection[int]) -> dict[int, Traits]:
    """The traits with these numbers. One query for those that were not read before."""
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    missing = [number for number in numbers if number not in _kept]
    if missing:
        found = execute(
            f"SELECT number, said FROM {table('traits', generation)}"  # noqa: S608
            f" WHERE number IN ({marks(len(missing))})",
            missing,
        )
        _kept.update((number, _read(said)) for number, said in found)
    return {number: kept for number in numbers if (kept := _kept.get(number)) is not None}


def tags_of(generation: int, numbers: Collection[int]) -> dict[int, frozenset[str]]:
    """The tags by which entries with these traits are found. As many queries as `read`."""
    if len(_tags) > MOST_KEPT:
        _tags.clear()
    missing = [number for number in numbers if number not in _tags]
    if missing:
        for number, traits in read(generation, missing).items():
            # Every package has a category.
            _tags[number] = frozenset(common_tags(traits.category is None, traits))
    return {number: kept for number in numbers if (kept := _tags.get(number)) is not None}


def _said(traits: Traits) -> bytes:
    return orjson.dumps(tuple(traits))


def _read(said: str) -> Traits:
    category, licence, pythons, frameworks, *flags = orjson.loads(said)
    return Traits(category, licence, tuple(pythons), tuple(frameworks), *flags)
