"""v4's writes of packages, by the actions that the pages call."""

from __future__ import annotations

from typing import Any

from packdex.api.v4.write_members import set_members
from packdex.api.writing.caller import Caller
from packdex.api.writing.fields import Problems, Wanted
from packdex.api.writing.references import id_of, ids_of
from packdex.catalog.actions import typed
from packdex.catalog.actions.packages import delete, edit_package
from packdex.catalog.models import Category, Grid, Package
from packdex.core.roles import Act, require
from packdex.refresh.adding import add_untold
from packdex.refresh.context import open_context
from packdex.refresh.planning import plan_packages

MOST_GRIDS = 1_000
ADDRESSES = ("repo_url", "pypi_url")


def add(caller: Caller, told: Wanted) -> int:
    """Make a package; returns its id. Raises as the actions do, and ValidationError."""
    require(caller.actor, Act.ADD_PACKAGE)
    values, grids = _read(caller, Package(), told)
    context = open_context()
    with context.door:
        package = add_untold(caller.actor, values, context, caller.at, why=caller.why)
    if grids:
        set_members(caller, add=[(grid, package.pk) for grid in grids], field="grids")
    return package.pk


def change(caller: Caller, row: Package, told: Wanted) -> None:
    """Give a package other values. Raises as the actions do, and ValidationError."""
    values, grids = _read(caller, row, told)
    edit_package.edit_package(
        caller.actor, row.pk, values, expected=None, at=caller.at, why=caller.why
    )
    if values.keys() & set(ADDRESSES):
        context = open_context()
        with context.door:
            plan_packages([Package.objects.get(pk=row.pk)], context)
    if grids is not None:
        here = [place.grid_id for place in row.grid_packages.all()]
        set_members(
            caller,
            add=[(grid, row.pk) for grid in grids if grid not in here],
            remove=[(grid, row.pk) for grid in here if grid not in grids],
            field="grids",
        )


def remove(caller: Caller, row: Package) -> None:
    """Delete a package. Raises as the action does."""
    delete.delete_package(caller.actor, row.pk, caller.at, why=caller.why)


def _read(
    caller: Caller, row: Package, told: Wanted
) -> tuple[edit_package.PackageChanges, list[int] | None]:
    """What is to be set, and the ids of the grids (None: they stay). Raises ValidationError."""
    problems = Problems()
    values: Any = {}
    grids = None
    for name, value in told.items():
        if name == "category":
            values["category_id"] = problems.reading(
                name,
                lambda one: id_of("category", one, Category.objects.all(), caller.origin),
                value,
            )
        elif name == "grids":
            grids = problems.reading(
                name,
                lambda all_: ids_of(
                    "grids", all_, Grid.shown.all(), caller.origin, most=MOST_GRIDS
                ),
                value,
            )
        else:
            one = {name: value}
            problems.reading(name, lambda one: typed.changed(row, one, edit_package.READERS), one)
            values[name] = value
    problems.end()
    return values, grids
