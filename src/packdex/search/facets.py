"""How many of what was found are of each kind, each with the operator that keeps just these."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from packdex.core.search import tags
from packdex.core.search.operators import UNKNOWN, activity_days
from packdex.search import traits
from packdex.search.engines import Row
from packdex.search.engines.tables import execute

T = TypeVar("T")
MOST_VALUES = 12
LONGEST_LICENCE = 60


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is shown, how many have it, and the operator for it."""

    label: str
    count: int
    operator: str


Facets = dict[str, list[Value]]
"""By facet, in the order of the page: category, licence, python, framework, activity, grid,
archived. Each has its values, the most frequent first; without any it is not there."""


def facets_of(generation: int, rows: Collection[Row], today: date, mark: int) -> Facets:
    """The facets of `rows`. Grids have none but their kind. Two queries at most.

    `mark` is the catalogue's, under which the names of categories are kept.
    """
    packages = [row for row in rows if row.owner % 2 == 0]
    counts = Counter([row.traits for row in packages])
    known = traits.read(generation, counts)
    counted = [(known[number], count) for number, count in counts.items() if number in known]
    facets = {
        "category": _categories(_counts((each.category, n) for each, n in counted), mark),
        "licence": _licences((_short(each.licence), n) for each, n in counted),
        "python": _parts("python:{}", ((each.pythons, n) for each, n in counted)),
        "framework": _frameworks((each.frameworks, n) for each, n in counted),
        "activity": _activity([row.updated for row in packages], today),
        "grid": _flag(((each.in_grid, n) for each, n in counted), "in a grid", "has:grid"),
        "archived": _flag(((each.archived, n) for each, n in counted), "archived", "is:archived"),
    }
    return {name: values for name, values in facets.items() if values}


def _counts(pairs: Iterable[tuple[T, int]]) -> Counter[T]:
    counts: Counter[T] = Counter()
    for value, count in pairs:
        counts[value] += count
    return counts


def _categories(counts: Counter[int | None], mark: int) -> list[Value]:
    most = [(id_, n) for id_, n in counts.most_common(MOST_VALUES) if id_ is not None]
    named = _named(mark, [id_ for id_, _ in most])
    return [Value(named[id_][0], n, f"category:{named[id_][1]}") for id_, n in most if id_ in named]


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


def _licences(named: Iterable[tuple[str, int]]) -> list[Value]:
    """Each counts as much as its operator finds: MIT also where it is one of several."""
    counts = _counts((licence, count) for licence, count in named if licence)
    having = _counts((tag, n) for licence, n in counts.items() for tag in {*tags.licences(licence)})
    found = Counter({each: having[tags.licence(each)] or n for each, n in counts.items()})
    return [Value(licence, count, f"license:{_quoted(licence)}") for licence, count in _most(found)]


def _short(text: str) -> str:
    """A licence's name; what is longer is its body and no name."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LICENCE else ""


def _frameworks(named: Iterable[tuple[tuple[str, ...], int]]) -> list[Value]:
    values = _parts("framework:{}", named)
    return [Value(v.label, v.count, v.operator.replace(" ", "-")) for v in values]


def _parts(operator: str, named: Iterable[tuple[tuple[str, ...], int]]) -> list[Value]:
    """Values of which an entry has several."""
    counts = _counts((part, count) for parts, count in _counts(named).items() for part in parts)
    return [Value(part, count, operator.format(part)) for part, count in _most(counts)]


def _activity(days: Sequence[int | None], today: date) -> list[Value]:
    known = sorted([day for day in days if day is not None])
    counts = {
        kind: bisect_right(known, high) - bisect_left(known, low)
        for kind, (low, high) in activity_days(today).items()
    }
    counts[UNKNOWN] = len(days) - len(known)
    return [Value(kind, n, f"activity:{kind}") for kind, n in counts.items() if n]


def _flag(holds: Iterable[tuple[bool, int]], label: str, operator: str) -> list[Value]:
    counts = _counts(holds)
    values = [
        Value(label, counts[True], operator),
        Value(f"not {label}", counts[False], f"-{operator}"),
    ]
    return [value for value in values if value.count] if counts[True] else []


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent; of equally frequent ones the greater first, as versions are read."""
    return sorted(counts.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)[:MOST_VALUES]


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
