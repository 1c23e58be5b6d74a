"""What a search can be narrowed by, with counts, and what it is narrowed by already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus

from packdex.core.search import rewrite
from packdex.core.search.operators import Filter
from packdex.core.search.query import parse
from packdex.search.facets import Value
from packdex.search.find import Found
from packdex.web.search.asked import Asked
from packdex.web.show import escape, escaped, one_line

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


class Taken(NamedTuple):
    """An operator of the query as it was typed, and the address without it."""

    typed: str
    address: str


class Narrowing:
    """What one search can be narrowed by, and what it is narrowed by."""

    def __init__(self, asked: Asked, today: date) -> None:
        self._asked = asked
        self._today = today
        self._there: Mapping[str, Filter] = rewrite.filters(asked.text, today)
        written, self._room = rewrite.room(asked.text)
        self._before, self._behind = map(escape, asked.around(written))

    def taken(self) -> list[Taken]:
        """The operators that the query has."""
        return [Taken(one_line(typed), self._without([typed])) for typed in self._there]

    def plain(self) -> str:
        """The address without any operator; "" where there is none, or nothing else."""
        text = rewrite.without(self._asked.text, self._there)
        return self._asked.address(text) if self._there and text else ""

    def groups(self, found: Found) -> str:
        """The facets of what was found as HTML, each value with where it leads."""
        facets = {"kind": _kinds(found), **found.facets}
        return "".join([self._group(name, values, found) for name, values in facets.items()])

    def _group(self, name: str, values: Iterable[Value], found: Found) -> str:
        first: list[str] = []
        more: list[str] = []
        for place, value in enumerate(values):
            typed = self._typed(value.operator) if self._there else ()
            # Facets count packages; what a package must not be, no grid is.
            count = value.count + found.grids if value.operator[0] == "-" else value.count
            seen = first if place < SEEN_AT_ONCE or typed else more
            seen.append(self._choice(value, typed, count))
        folded = _folded(more) if more else ""
        return f"<section><h3>{TITLES[name]}</h3><ul>{''.join(first)}</ul>{folded}</section>\n"

    def _choice(self, value: Value, typed: Sequence[str], count: int) -> str:
        label, operator = _written(value.operator, value.label)
        if typed:
            told = (
                f'<a href="{escape(self._without(typed))}" rel="nofollow" class="on"'
                f' aria-current="true" aria-label="{label}, chosen. Leave it out">{label}'
                ' <span aria-hidden="true">&times;</span></a>'
            )
        elif len(value.operator) <= self._room:
            told = f'<a href="{self._before}{operator}{self._behind}" rel="nofollow">{label}</a>'
        else:
            told = label
        return f'<li>{told} <span class="n">{count}</span></li>'

    def _without(self, typed: Sequence[str]) -> str:
        return self._asked.address(rewrite.without(self._asked.text, typed))

    def _typed(self, operator: str) -> list[str]:
        """How the operator was typed, as often as it was."""
        mine = _meanings(operator, self._today)
        return [typed for typed, each in self._there.items() if rewrite.meaning(each) in mine]


def _kinds(found: Found) -> list[Value]:
    values = [
        Value("packages", found.total - found.grids, "is:package"),
        Value("grids", found.grids, "is:grid"),
    ]
    return [value for value in values if value.count]


def _folded(choices: Sequence[str]) -> str:
    return f"<details><summary>{len(choices)} more</summary><ul>{''.join(choices)}</ul></details>"


@lru_cache(maxsize=2_000)
def _written(operator: str, label: str) -> tuple[str, str]:
    """The label of a choice as HTML, and its operator as addresses have it."""
    return escaped(_LABELS.get(operator, label)), quote_plus(operator)


@lru_cache(maxsize=2_000)
def _meanings(operator: str, today: date) -> frozenset[rewrite.Meaning]:
    return frozenset(map(rewrite.meaning, parse(operator, today).filters))
