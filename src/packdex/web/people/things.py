"""The things that people say something about, as addresses and forms name them."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from packdex.catalog.models import Grid, Package
from packdex.core.roles import Act, may
from packdex.web.forms import actor_of

Row = TypeVar("Row", Package, Grid)

LONGEST_ID = 18  # digits


def row_or_404(request: HttpRequest, table: type[Row], slug: str) -> Row:
    """The package or grid with this slug, a hidden one for moderators only. Raises Http404."""
    row: Row | None = table._default_manager.filter(slug=slug).first()
    if row is None or (row.hidden and not may(actor_of(request), Act.HIDE)):
        raise Http404(f"no such {table._meta.model_name}")
    return row


def path_of(row: Package | Grid) -> str:
    """The address of its page."""
    return f"/packages/p/{row.slug}/" if isinstance(row, Package) else f"/grids/g/{row.slug}/"


def id_in(text: str) -> int:
    """The id that a form holds. Raises BadRequest for anything that cannot be one."""
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_ID:
        raise BadRequest("no id")
    return int(text)
