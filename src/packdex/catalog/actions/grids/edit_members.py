"""Changing which packages are in a grid, and their order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from packdex.catalog.actions import many, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids.grid_rows import (
    MOST_MEMBERS,
    edited,
    open_grid,
    place_of,
    renumber,
)
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Element, Grid, GridPackage, Package
from packdex.core.roles import Actor, Role


@transaction.atomic
def add_member(
    actor: Actor, grid_id: int, package_id: int, at: datetime, *, why: str = ""
) -> GridPackage:
    """Put a package at the end of a grid; one that is in it stays where it is.

    Raises RefusedError and InvalidError.
    """
    grid = open_grid(actor, grid_id)
    package = Package.objects.filter(pk=package_id).first()
    if package is None or (package.hidden and actor.role < Role.MODERATOR):
        raise InvalidError("package", f"there is no package {package_id!r}.")
    there = GridPackage.objects.filter(grid=grid, package=package).first()
    if there is not None:
        return there
    count = GridPackage.objects.filter(grid=grid).count()
    if count >= MOST_MEMBERS:
        raise InvalidError("package", f"a grid has at most {MOST_MEMBERS:,} packages.")
    about = _about(grid, package)
    with revising(actor, verbs.ADD_MEMBER, about, at=at, why=typed.why(why)):
        renumber(GridPackage, grid.pk)
        last = package.grid_packages.aggregate(last=Max("sequence"))["last"]
        place = GridPackage.objects.create(
            grid=grid,
            package=package,
            position=count,
            sequence=0 if last is None else last + 1,
        )
    edited(grid, at, packages=(package.pk,))
    return place


@transaction.atomic
def move_member(
    actor: Actor, grid_id: int, package_id: int, to: int, at: datetime, *, why: str = ""
) -> GridPackage:
    """Put a package at the place `to` in a grid, counted from 0; the others stand around it.

    Raises RefusedError and InvalidError.
    """
    grid = open_grid(actor, grid_id)
    place = place_of(grid, package_id)
    to = typed.position(to, GridPackage.objects.filter(grid=grid).count() - 1)
    renumber(GridPackage, grid.pk)
    place.refresh_from_db(fields=["position"])
    if place.position == to:
        return place
    about = _about(grid, place.package)
    with revising(actor, verbs.MOVE_MEMBER, about, at=at, why=typed.why(why)):
        place.position = to
        place.save()
        renumber(GridPackage, grid.pk, {place.pk: to})
    edited(grid, at)
    return place


@transaction.atomic
def remove_member(
    actor: Actor, grid_id: int, package_id: int, at: datetime, *, why: str = ""
) -> None:
    """Take a package out of a grid, with its cells. Raises RefusedError and InvalidError."""
    grid = open_grid(actor, grid_id)
    place = place_of(grid, package_id)
    renumber(GridPackage, grid.pk)
    about = _about(grid, place.package)
    with revising(actor, verbs.REMOVE_MEMBER, about, at=at, why=typed.why(why)):
        many.delete(Element.objects.filter(grid_package=place))
        place.delete()
        renumber(GridPackage, grid.pk)
    edited(grid, at, packages=(package_id,))


def _about(grid: Grid, package: Package) -> About:
    return About(f"{package.title} ({grid.title})", package=package.pk, grid=grid.pk)
