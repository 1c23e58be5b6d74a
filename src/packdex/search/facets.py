"""How many of what was found are of each kind, each with the operator that keeps just these."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TypeVar

from packdex.core.search import tags
from packdex.core.search.document import Traits
from packdex.core.search.operators import UNKNOWN, activity_days
from packdex.search import traits
from packdex.search.engines import Row
from packdex.search.engines.tables import execute

T = TypeVar("T")
MOST_VALUES = 12
LONGEST_LICENCE = 60


@dataclass(slots=True)
class Value:
    """One value of a facet: how it is shown, how many have it, and the operator for it."""

    label: str
    count: int
    operator: str


Counts = defaultdict[T, int]
Facets = dict[str, list[Value]]
"""By facet, in the order of the page: category, licence, python, framework, activity, grid,
archived. Each has its values, the most frequent first; without any it is not there."""


def facets_of(generation: int, packages: Sequence[Row], today: date, mark: int) -> Facets:
    """The facets of the entries of packages. Two queries at most.

    `mark` is the catalogue's, under which the names of categories are kept.
    """
    counts = Counter([row[4] for row in packages])
    counted = _Counted()
    for number, each in traits.read(generation, counts).items():
        counted.add(each, counts[number])
    facets = {
        "category": _categories(counted.category, mark),
        "licence": _licences(counted.licence),
        "python": _parts("python:{}", counted.pythons),
        "framework": _frameworks(counted.frameworks),
        "activity": _activity([row[6] for row in packages], today),
        "grid": _flag(counted.in_grid, "in a grid", "has:grid"),
        "archived": _flag(counted.archived, "archived", "is:archived"),
    }
    return {name: values for name, values in facets.items() if values}


class _Counted:
    """How many packages have what in their traits. Lists are counted as they are."""

    def __init__(self) -> None:
        self.category: Counts[int | None] = defaultdict(int)
        self.licence: Counts[str] = defaultdict(int)
        self.pythons: Counts[tuple[str, ...]] = defaultdict(int)
        self.frameworks: Counts[tuple[str, ...]] = defaultdict(int)
        self.in_grid: Counts[bool] = defaultdict(int)
        self.archived: Counts[bool] = defaultdict(int)

    def add(self, each: Traits, count: int) -> None:
        """Count so many packages with these traits."""
        self.category[each.category] += count
        self.licence[each.licence] += count
        self.pythons[each.pythons] += count
        self.frameworks[each.frameworks] += count
        self.in_grid[each.in_grid] += count
        self.archived[each.archived] += count


def _categories(counts: Counts[int | None], mark: int) -> list[Value]:
    """Of equally frequent ones the older first."""
    ids = sorted([id_ for id_ in counts if id_ is not None], key=lambda id_: (-counts[id_], id_))
    named = _named(mark, ids[:MOST_VALUES])
    return [
        Value(named[id_][0], counts[id_], f"category:{named[id_][1]}")
        for id_ in ids[:MOST_VALUES]
        if id_ in named
    ]


_Named = dict[int, tuple[str, str]]
_kept: tuple[int, _Named] = (0, {})


def _named(mark: int, ids: Collection[int]) -> _Named:
    """Title and slug of categories. One query after each change of the catalogue."""
    global _kept  # noqa: PLW0603
    known, named = _kept
    if not mark or known != mark or not named.keys() >= set(ids):
        found = execute("SELECT id, title, slug FROM catalog_category")
        named = {id_: (title, slug) for id_, title, slug in found}
        _kept = mark, named
    return named


def _licences(counts: Counts[str]) -> list[Value]:
    """Each counts as much as its operator finds: MIT also where it is one of several."""
    named: Counts[str] = defaultdict(int)
    having: Counts[str] = defaultdict(int)
    for text, count in counts.items():
        if licence := _short(text):
            named[licence] += count
    for licence, count in named.items():
        for tag in tags.licences(licence):
            having[tag] += count
    found = {each: having.get(tags.licence(each), n) for each, n in named.items()}
    return [Value(licence, count, f"license:{_quoted(licence)}") for licence, count in _most(found)]


def _short(text: str) -> str:
    """A licence's name; what is longer is its body and no name."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LICENCE else ""


def _frameworks(counts: Counts[tuple[str, ...]]) -> list[Value]:
    values = _parts("framework:{}", counts)
    return [Value(v.label, v.count, v.operator.replace(" ", "-")) for v in values]


def _parts(operator: str, counts: Counts[tuple[str, ...]]) -> list[Value]:
    """Values of which an entry has several."""
    found: Counts[str] = defaultdict(int)
    for parts, count in counts.items():
        for part in parts:
            found[part] += count
    return [Value(part, count, operator.format(part)) for part, count in _most(found)]


def _activity(days: Sequence[int | None], today: date) -> list[Value]:
    known = sorted([day for day in days if day is not None])
    counts = {
        kind: bisect_right(known, high) - bisect_left(known, low)
        for kind, (low, high) in activity_days(today).items()
    }
    counts[UNKNOWN] = len(days) - len(known)
    return [Value(kind, n, f"activity:{kind}") for kind, n in counts.items() if n]


def _flag(counts: Counts[bool], label: str, operator: str) -> list[Value]:
    values = [
        Value(label, counts[True], operator),
        Value(f"not {label}", counts[False], f"-{operator}"),
    ]
    return [value for value in values if value.count] if counts[True] else []


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent; of equally frequent ones the greater first, as versions are read."""
    return sorted(counts.items(), key=itemgetter(1, 0), reverse=True)[:MOST_VALUES]


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
