"""What changes of a grid have in common: finding its rows, their order, and who shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from packdex.catalog import editions
from packdex.catalog.actions import rows
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.maintainers import require_for
from packdex.catalog.models import Feature, Grid, GridPackage
from packdex.core.roles import Act, Actor, RefusedError, Role, require

MOST_FEATURES = 300
MOST_MEMBERS = 5_000


def open_grid(actor: Actor, grid_id: int, act: Act = Act.EDIT_GRID) -> Grid:
    """The grid, for `actor` to change; nobody else changes anything until the transaction ends.

    Raises RefusedError where `actor` may not, InvalidError where there is none.
    """
    require(actor, act)  # who may not edit at all learns nothing about ids
    rows.one_importer()
    grid = Grid.objects.filter(pk=grid_id).first()
    if grid is None:
        raise InvalidError("grid", f"there is no grid {grid_id!r}.")
    if grid.hidden and actor.role < Role.MODERATOR:
        raise RefusedError("This grid is hidden: only moderators may change it.")
    require_for(actor, act, grid)
    return grid


def feature_of(grid: Grid, feature_id: int) -> Feature:
    """The feature of this very grid. Raises InvalidError."""
    feature = Feature.objects.filter(grid=grid, pk=feature_id).first()
    if feature is None:
        raise InvalidError("feature", f"{feature_id!r} is no feature of this grid.")
    return feature


def place_of(grid: Grid, package_id: int) -> GridPackage:
    """The place of a package in this very grid, with the package. Raises InvalidError."""
    places = GridPackage.objects.select_related("package")
    place = places.filter(grid=grid, package=package_id).first()
    if place is None:
        raise InvalidError("package", f"{package_id!r} is no package of this grid.")
    return place


def renumber(
    model: type[Feature] | type[GridPackage], grid_id: int, fixed: Mapping[int, int] | None = None
) -> None:
    """Number the grid's features, or its packages, from 0 without gaps, in their order.

    `fixed` are ids and the places that they are to have; the others stand around them. What moves
    up or down because something else moved was not changed by anybody: it gets no history.
    """
    fixed = fixed or {}
    found = model._default_manager.filter(grid=grid_id).order_by("position", "pk")
    stored = cast("list[Feature | GridPackage]", list(found))
    order = [row for row in stored if row.pk not in fixed]
    for row in sorted((r for r in stored if r.pk in fixed), key=lambda r: fixed[r.pk]):
        order.insert(fixed[row.pk], row)
    moved = []
    for number, row in enumerate(order):
        if row.position != number:
            row.position = number
            moved.append(row)
    rows.update(moved, ["position"])


def edited(grid: Grid, at: datetime, *, packages: tuple[int, ...] = ()) -> None:
    """Date the grid, and make stale what shows it; `packages` are those that came or went.

    The grid's own date is no change of anybody's: it gets no history.
    """
    Grid.objects.filter(pk=grid.pk).update(modified=at)
    editions.touch(packages=packages, grids=[grid.pk])
