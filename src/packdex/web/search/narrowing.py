"""What a search can be narrowed by, with counts, and what it is narrowed by already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from packdex.core.search import rewrite
from packdex.core.search.operators import Filter
from packdex.core.search.query import parse
from packdex.search.facets import Value
from packdex.search.find import Found
from packdex.web.search.asked import Asked
from packdex.web.show import one_line

SEEN_AT_ONCE = 6

TITLES = {
    "kind": "Kind",
    "category": "Category",
    "licence": "Licence",
    "python": "Python",
    "framework": "Framework",
    "activity": "Last commit or release",
    "grid": "In a grid",
    "archived": "Archived",
}
_LABELS = {
    "activity:active": "within a year",
    "activity:quiet": "within three years",
    "activity:dormant": "longer ago",
    "activity:unknown": "not known",
    "has:grid": "yes",
    "-has:grid": "no",
    "is:archived": "yes",
    "-is:archived": "no",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `address` takes it, or leaves it out where it is `chosen`; "": cannot.

    `operator` says the same in a query.
    """

    label: str
    count: int
    operator: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: its values that are seen at once, and the others."""

    title: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True, slots=True)
class Taken:
    """An operator of the query as it was typed, and the address without it."""

    typed: str
    address: str


def taken(asked: Asked, today: date) -> list[Taken]:
    """The operators that the query has."""
    typed = rewrite.filters(asked.text, today)
    return [Taken(one_line(t), asked.address(rewrite.without(asked.text, [t]))) for t in typed]


def plain(asked: Asked, today: date) -> str:
    """The address without any operator; "" where there is none, or nothing else."""
    typed = rewrite.filters(asked.text, today)
    text = rewrite.without(asked.text, typed)
    return asked.address(text) if typed and text else ""


def groups(asked: Asked, found: Found, today: date) -> list[Group]:
    """The facets of what was found, each value with where it leads."""
    there = rewrite.filters(asked.text, today)
    facets = {"kind": _kinds(found), **found.facets}
    return [
        _group(TITLES[name], list(_choices(values, asked, there, found, today)))
        for name, values in facets.items()
    ]


def _group(title: str, choices: list[Choice]) -> Group:
    first = [c for i, c in enumerate(choices) if i < SEEN_AT_ONCE or c.chosen]
    return Group(title, first, [c for c in choices if c not in first])


def _kinds(found: Found) -> list[Value]:
    grids = _grids(found)
    values = [
        Value("packages", len(found.rows) - grids, "is:package"),
        Value("grids", grids, "is:grid"),
    ]
    return [value for value in values if value.count]


def _grids(found: Found) -> int:
    return sum(row.owner % 2 for row in found.rows)


def _choices(
    values: Iterable[Value],
    asked: Asked,
    there: Mapping[str, Filter],
    found: Found,
    today: date,
) -> Iterator[Choice]:
    grids = _grids(found)
    for value in values:
        typed = _typed(value.operator, there, today)
        text = (
            rewrite.without(asked.text, typed)
            if typed
            else rewrite.with_operator(asked.text, value.operator)
        )
        # Facets count packages; what a package must not be, no grid is.
        count = value.count + (grids if value.operator.startswith("-") else 0)
        label = _LABELS.get(value.operator, one_line(value.label))
        link = asked.address(text) if text or typed else ""
        yield Choice(label, count, one_line(value.operator), link, bool(typed))


def _typed(operator: str, there: Mapping[str, Filter], today: date) -> list[str]:
    """How the operator was typed, as often as it was."""
    if not there:
        return []
    mine = {rewrite.meaning(each) for each in parse(operator, today).filters}
    return [typed for typed, each in there.items() if rewrite.meaning(each) in mine]
