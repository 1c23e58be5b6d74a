"""The orders that lists are shown in, kept in the process as long as nothing in them changed.

What is hidden is in none of them.
A page far down a list costs as much as the first one: its ids are cut out of an array instead of
being counted up to by the database. An array holds 8 bytes a row and is made anew after a change.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from packdex.catalog import editions
from packdex.catalog.models import Category, Grid, Package

_TABLES: dict[str, type[Model]] = {
    editions.PACKAGES: Package,
    editions.GRIDS: Grid,
    editions.CATEGORIES: Category,
}
_kept: dict[tuple[str, str, int | None], tuple[int, array[int]]] = {}


def newest(table: str, mark: int) -> array[int]:
    """The ids of `table`, newest id first. `mark` is the table's current one (editions.marks)."""
    return _order(table, "newest", None, mark)


def by_title(table: str, mark: int, category: int | None = None) -> array[int]:
    """The ids of `table` by title and, where titles are equal, by id.

    With `category` (an id): only the packages in it. `mark` is the table's current one.
    """
    return _order(table, "title", category, mark)


def _order(table: str, kind: str, category: int | None, mark: int) -> array[int]:
    key = (table, kind, category)
    kept = _kept.get(key)
    if kept is None or kept[0] != mark:
        if len(_kept) > 500:  # categories that are gone
            _kept.clear()
        kept = _kept[key] = (mark, array("q", _ids(table, kind, category)))
    return kept[1]


def _ids(table: str, kind: str, category: int | None) -> Iterable[int]:
    rows: QuerySet[Any] = _TABLES[table]._default_manager.all()
    if table != editions.CATEGORIES:
        rows = rows.filter(hidden=False)
    if category is not None:
        rows = rows.filter(category=category)
    title = "title" if table == editions.CATEGORIES else "sort_title"
    ordered = rows.order_by("-id") if kind == "newest" else rows.order_by(title, "id")
    return ordered.values_list("id", flat=True).iterator(chunk_size=5000)
