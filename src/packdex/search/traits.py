"""What many entries have in common is kept once, under a number that it gives itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from packdex.core.search.document import Traits, common_tags
from packdex.core.search.written import MOST_KEPT, said_of, traits_number, traits_of
from packdex.search.engines.tables import execute, execute_many, marks, table

_kept: dict[int, Traits] = {}
_tags: dict[int, frozenset[str]] = {}


def store(generation: int, traits: Iterable[Traits]) -> None:
    """Have these traits found by their numbers."""
    execute_many(
        f"INSERT INTO {table('traits', generation)} (number, said) VALUES (%s, %s)"  # noqa: S608
        " ON CONFLICT DO NOTHING",
        sorted((traits_number(each), said_of(each)) for each in set(traits)),
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
        _kept.update((number, traits_of(said)) for number, said in found)
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
