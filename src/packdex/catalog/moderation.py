"""Reads for those who moderate: what was reported, what waits, what is hidden."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from packdex.catalog.actions import verbs
from packdex.catalog.models import Example, Flag, Grid, Package, Revision

Row = TypeVar("Row", Package, Grid)


def open_count() -> int:
    """How many reports are open. One query."""
    return Flag.objects.filter(state=Flag.State.OPEN).count()


def open_flags(start: int, stop: int) -> list[Flag]:
    """The open reports, oldest first, with what they are about and who sent them. One query."""
    flags = Flag.objects.filter(state=Flag.State.OPEN).select_related(
        "package", "grid", "revision__by", "example__package", "by"
    )
    return list(flags.order_by("created", "id")[start:stop])


def waiting_examples(limit: int) -> list[Example]:
    """The sites that nobody let in yet, oldest first, with package and person. One query."""
    waiting = Example.objects.filter(shown=False).select_related("package", "by")
    return list(waiting.order_by("created", "id")[:limit])


def hidden(table: type[Row], limit: int) -> list[tuple[Row, Revision | None]]:
    """What is hidden, by title, each with the revision that hid it. Two queries."""
    rows: QuerySet[Row] = table._default_manager.filter(hidden=True)
    found: list[Row] = list(rows.order_by("sort_title", "id")[:limit])
    key = f"{table._meta.model_name}_id"
    hiding = Revision.objects.filter(verb=verbs.HIDE, **{f"{key}__in": [row.pk for row in found]})
    latest = {getattr(rev, key): rev for rev in hiding.select_related("by").order_by("id")}
    return [(row, latest.get(row.pk)) for row in found]


def why_hidden(row: Package | Grid) -> Revision | None:
    """The revision that hid this row, with who did it. One query."""
    key = f"{row._meta.model_name}_id"
    hiding = Revision.objects.filter(verb=verbs.HIDE, **{key: row.pk}).select_related("by")
    return hiding.order_by("-id").first()
