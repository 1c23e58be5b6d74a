"""Queries with an operator more or less, for links that narrow a search and widen it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from packdex.core.search.operators import Filter
from packdex.core.search.query import MAX_FILTERS, MAX_LENGTH, parse, pieces

Meaning = tuple[object, ...]


def filters(text: str, today: date) -> dict[str, Filter]:
    """The operators in `text`, each by how it was typed. `today` is what ages are counted from."""
    if ":" not in text:
        return {}
    found = ((piece, parse(piece, today).filters) for piece in pieces(text))
    return {piece: each[0] for piece, each in found if each}


def meaning(one: Filter) -> Meaning:
    """What is the same for two operators that keep the same: license:mit and licence:MIT."""
    values = one.between or tuple(sorted(value.lower() for value in one.any_of))
    return one.name, one.negated, values


def room(text: str) -> tuple[str, int]:
    """`text` as it is written before an operator, and how many letters that may have."""
    parts = pieces(text)
    if sum(":" in part for part in parts) >= MAX_FILTERS:
        return text, 0
    written = " ".join([*parts, ""])
    return written, MAX_LENGTH - len(written)


def with_operator(text: str, operator: str) -> str:
    """`text` with `operator` behind it; "" where there is no room for it."""
    written, left = room(text)
    return written + operator if len(operator) <= left else ""


def without(text: str, typed: Collection[str]) -> str:
    """`text` without the pieces that were typed so."""
    return " ".join(piece for piece in pieces(text) if piece not in typed)
