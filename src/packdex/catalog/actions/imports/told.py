"""Histories of rows that an import writes in bulk: only of those that have one already.

Nobody decides what an import brings, so it begins no history. But where people changed a row, its
history must say what came between their changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from packdex.catalog.actions import rows, verbs
from packdex.catalog.actions.many import write_history
from packdex.catalog.changes import DATING
from packdex.catalog.models import Category, Element, Grid, GridPackage, Package, Revision

_PAGES: dict[type[Model], str] = {
    Package: "package_id",
    Grid: "grid_id",
    Category: "category_id",
}


def tell_changed(
    model: type[Category] | type[Grid] | type[Package],
    changed: Mapping[int, set[str]],
    stored: Mapping[int, Any],
    now: datetime,
) -> None:
    """Write the changed rows into their histories, each as a revision by nobody.

    `changed` names the fields that are not what they were, `stored` has the rows as they are. A
    query for each 500 changed rows, unless some have a history.
    """
    ids = {id_ for id_, fields in changed.items() if fields - DATING}
    told = [stored[id_] for id_ in sorted(_with_history(model, ids))]
    made = Revision.objects.bulk_create(
        Revision(at=now, verb=verbs.IMPORT, about=row.title, **{_PAGES[model]: row.pk})
        for row in told
    )
    write_history(model, zip(told, made, strict=True), "~", now)


def tell_taken_out(places: Collection[GridPackage], now: datetime) -> None:
    """Write places in grids that are about to be deleted, and their cells, into their histories.

    Two queries for each 500 places, unless some of them have a history.
    """
    by_id = {place.pk: place for place in places}
    known = _with_history(GridPackage, by_id)
    cells: list[Element] = []
    for part in rows.parts(by_id):
        cells += Element.objects.filter(grid_package__in=part)
    with_history = _with_history(Element, {cell.pk for cell in cells})
    cells = [cell for cell in cells if cell.pk in with_history]
    wanted = known | {cell.grid_package_id for cell in cells}
    made = {
        id_: Revision.objects.create(
            at=now,
            verb=verbs.IMPORT,
            about=f"{by_id[id_].package.title} ({by_id[id_].grid.title})"[:300],
            package_id=by_id[id_].package_id,
            grid_id=by_id[id_].grid_id,
        )
        for id_ in sorted(wanted)
    }
    write_history(Element, ((cell, made[cell.grid_package_id]) for cell in cells), "-", now)
    write_history(GridPackage, ((by_id[id_], revision) for id_, revision in made.items()), "-", now)


def _with_history(model: Any, ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in rows.parts(ids):
        found.update(model.revisions.filter(id__in=part).values_list("id", flat=True).distinct())
    return found
