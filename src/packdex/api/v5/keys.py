"""What addresses of v5 name: rows by id (digits only) or by slug, as in v4."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

LARGEST_ID = 2**63 - 1

Row = TypeVar("Row", bound=Model)


def number(id_: int) -> int:
    """The id in an address; 0, which nothing has, for one that none could have."""
    return id_ if id_ <= LARGEST_ID else 0


def row_of(rows: QuerySet[Row], key: str) -> Row:
    """The row with this id or slug. Raises Http404."""
    found = rows.filter(pk=number(int(key[:20]))) if key.isdigit() else rows.filter(slug=key)
    row = found.first()
    if row is None:
        raise Http404(f"No {rows.model._meta.object_name} matches the given query.")
    return row
