"""How many of what was found are of each kind, each with the operator that keeps just these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from packdex.catalog.models import Category
from packdex.core.search.operators import UNKNOWN, activity_days
from packdex.search import writing
from packdex.search.engines.interface import Row

MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is shown, how many have it, and the operator for it."""

    label: str
    count: int
    operator: str


Facets = dict[str, list[Value]]
"""By facet, in the order of the page: category, licence, python, framework, activity, grid,
archived. Each has its values, the most frequent first; without any it is not there."""


def facets_of(rows: Collection[Row], today: date) -> Facets:
    """The facets of `rows`. Grids have none but their kind. One query."""
    packages = [row for row in rows if row.owner % 2 == 0]
    facets = {
        "category": _categories(Counter(row.category for row in packages)),
        "licence": _licences(packages),
        "python": _parts("python:{}", (row.pythons for row in packages)),
        "framework": _frameworks(row.frameworks for row in packages),
        "activity": _activity(packages, today),
        "grid": _flag(packages, writing.IN_GRID, "in a grid", "has:grid"),
        "archived": _flag(packages, writing.ARCHIVED, "archived", "is:archived"),
    }
    return {name: values for name, values in facets.items() if values}


def _categories(counts: Counter[int | None]) -> list[Value]:
    most = counts.most_common(MOST_VALUES)
    rows = Category.objects.in_bulk([id_ for id_, _ in most if id_ is not None])
    return [
        Value(rows[id_].title, count, f"category:{rows[id_].slug}")
        for id_, count in most
        if id_ is not None and id_ in rows
    ]


def _licences(rows: Iterable[Row]) -> list[Value]:
    counts = Counter(row.licence for row in rows if row.licence)
    return [
        Value(licence, count, f"license:{_quoted(licence)}") for licence, count in _most(counts)
    ]


def _frameworks(texts: Iterable[str]) -> list[Value]:
    values = _parts("framework:{}", texts)
    return [Value(v.label, v.count, v.operator.replace(" ", "-")) for v in values]


def _parts(operator: str, texts: Iterable[str]) -> list[Value]:
    """Values of which an entry has several, joined by commas."""
    counts: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        for part in text.split(",") if text else ():
            counts[part] += count
    return [Value(part, count, operator.format(part)) for part, count in _most(counts)]


def _activity(rows: Collection[Row], today: date) -> list[Value]:
    days = Counter(row.updated for row in rows)
    counts = {
        kind: sum(n for day, n in days.items() if day is not None and low <= day <= high)
        for kind, (low, high) in activity_days(today).items()
    }
    counts[UNKNOWN] = days[None]
    return [Value(kind, n, f"activity:{kind}") for kind, n in counts.items() if n]


def _flag(rows: Iterable[Row], flag: int, label: str, operator: str) -> list[Value]:
    counts = Counter(bool(row.flags & flag) for row in rows)
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
