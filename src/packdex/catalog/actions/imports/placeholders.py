"""Rows for what is known only by a link to it, until its object arrives."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from packdex.catalog.actions import rows, slugs
from packdex.catalog.models import Category, Grid
from packdex.core.titles import sort_key


def make_categories(ids: Collection[int], now: datetime) -> set[int]:
    """Make placeholders for the categories among `ids` that are not stored; returns their ids."""
    missing = _missing(Category, ids)
    made = slugs.free(Category, missing, "category")
    rows.write(
        Category,
        {
            id_: _values(f"Category {id_}", slug, now) | {"title_plural": f"Category {id_}"}
            for id_, slug in made.items()
        },
        {},
    )
    return missing


def make_grids(ids: Collection[int], now: datetime) -> set[int]:
    """Make placeholders for the grids among `ids` that are not stored; returns their ids."""
    missing = _missing(Grid, ids)
    made = slugs.free(Grid, missing, "grid")
    rows.write(
        Grid,
        {
            id_: _values(f"Grid {id_}", slug, now) | {"sort_title": sort_key(f"Grid {id_}")}
            for id_, slug in made.items()
        },
        {},
    )
    return missing


def _values(title: str, slug: str, now: datetime) -> dict[str, Any]:
    return {"title": title, "slug": slug, "placeholder": True, "created": now, "modified": now}


def _missing(model: type[Category] | type[Grid], ids: Collection[int]) -> set[int]:
    known: set[int] = set()
    for part in rows.parts(ids):
        known.update(model._default_manager.filter(pk__in=part).values_list("pk", flat=True))
    return set(ids) - known
