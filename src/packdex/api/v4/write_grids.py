"""v4's writes of grids, by the actions that the pages call."""

from __future__ import annotations

from typing import Any

from packdex.api.v4.write_members import set_members
from packdex.api.writing.caller import Caller
from packdex.api.writing.fields import Problems, Wanted
from packdex.api.writing.references import ids_of
from packdex.catalog.actions import typed
from packdex.catalog.actions.grids import edit_grid
from packdex.catalog.actions.grids.grid_rows import MOST_MEMBERS
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.models import Grid, Package
from packdex.core.roles import Act, require


def add(caller: Caller, told: Wanted) -> int:
    """Make a grid; returns its id. Raises as the actions do, and ValidationError."""
    require(caller.actor, Act.ADD_GRID)
    slug = told.pop("slug", "")
    values, locked, packages = _read(caller, Grid(), told)
    grid = edit_grid.add_grid(caller.actor, values, caller.at, slug=slug, why=caller.why)
    set_members(caller, add=[(grid.pk, package) for package in packages or ()], field="packages")
    if locked:
        moderate.lock(caller.actor, Grid, grid.pk, caller.at, why=caller.why)
    return grid.pk


def change(caller: Caller, row: Grid, told: Wanted) -> None:
    """Give a grid other values. Raises as the actions do, and ValidationError."""
    values, locked, packages = _read(caller, row, told)
    edit_grid.edit_grid(caller.actor, row.pk, values, caller.at, why=caller.why)
    if packages is not None:
        here = [place.package_id for place in row.grid_packages.all()]
        stay, come = set(packages), set(packages).difference(here)
        set_members(
            caller,
            add=[(row.pk, package) for package in packages if package in come],
            remove=[(row.pk, package) for package in here if package not in stay],
            field="packages",
        )
    if locked is not None:
        act = moderate.lock if locked else moderate.unlock
        act(caller.actor, Grid, row.pk, caller.at, why=caller.why)


def remove(caller: Caller, row: Grid) -> None:
    """Delete a grid. Raises as the action does."""
    edit_grid.delete_grid(caller.actor, row.pk, caller.at, why=caller.why)


def _read(
    caller: Caller, row: Grid, told: Wanted
) -> tuple[edit_grid.GridChanges, bool | None, list[int] | None]:
    """What is to be set; whether it is to be locked, and the ids of its packages (None: stays)."""
    problems = Problems()
    values: Any = {}
    locked = packages = None
    for name, value in told.items():
        if name == "packages":
            packages = problems.reading(
                name,
                lambda all_: ids_of(
                    "packages", all_, Package.shown.all(), caller.origin, most=MOST_MEMBERS
                ),
                value,
            )
        elif name == "is_locked":
            locked = problems.reading(name, lambda one: typed.flag("is_locked", one), value)
        else:
            one = {name: value}
            problems.reading(name, lambda one: typed.changed(row, one, edit_grid.READERS), one)
            values[name] = value
    problems.end()
    return values, locked, packages
