"""Changing grids themselves: adding, editing, locking and deleting them."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from packdex.catalog import documents, editions
from packdex.catalog.actions import chosen_slugs, many, rows, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids.grid_rows import open_grid
from packdex.catalog.actions.imports.entries import SORT_TITLE_LENGTH
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from packdex.core.roles import Act, Actor, RefusedError, Role, require
from packdex.core.titles import sort_key

LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 5_000


class GridChanges(TypedDict, total=False):
    """What of a grid is to be set. `header` (moderators): it stands in the site's header."""

    title: str
    description: str
    header: bool


READERS = {
    "title": typed.reader(typed.line, "title", longest=LONGEST_TITLE, needed=True),
    "description": typed.reader(typed.lines, "description", longest=LONGEST_DESCRIPTION),
    "header": typed.reader(typed.flag, "header"),
}


@transaction.atomic
def add_grid(
    actor: Actor, values: GridChanges, at: datetime, *, slug: object = "", why: str = ""
) -> Grid:
    """Make a grid. Its slug is `slug`, or made of its title.

    Raises RefusedError, and InvalidError, also where there is a grid of that title already.
    """
    require(actor, Act.ADD_GRID)
    rows.one_importer()
    wanted = {"title": ""} | values
    new = Grid(created=at, modified=at)
    given = typed.changed(new, wanted, READERS)
    READERS["title"](wanted["title"])
    _check_header(actor, given.get("header", False))
    for name, value in given.items():
        setattr(new, name, value)
    _name(new)
    new.slug = chosen_slugs.first(Grid, slug, new.title)
    with revising(actor, verbs.ADD_GRID, About(new.title), at=at, why=typed.why(why)) as revision:
        new.save()
        revision.grid_id = new.pk
        revision.save()
    editions.touch(grids=[new.pk], orders=[editions.GRIDS])
    documents.prepare(documents.GRID, [new.pk])
    return new


@transaction.atomic
def edit_grid(
    actor: Actor, grid_id: int, changes: GridChanges, at: datetime, *, why: str = ""
) -> Grid:
    """Set what `changes` names; the slug stays. Raises RefusedError and InvalidError."""
    grid = open_grid(actor, grid_id)
    before = grid.title
    changed = typed.changed(grid, changes, READERS)
    if "header" in changed:
        _check_header(actor, wanted=True)
    if not changed:
        return grid
    with revising(actor, verbs.EDIT_GRID, About(before, grid=grid.pk), at=at, why=typed.why(why)):
        for name, value in changed.items():
            setattr(grid, name, value)
        if "title" in changed:
            _name(grid)
        grid.placeholder = False
        grid.modified = at
        grid.save()
    _show(grid, renamed="title" in changed)
    return grid


@transaction.atomic
def delete_grid(actor: Actor, grid_id: int, at: datetime, *, why: str = "") -> None:
    """Delete a grid with its features and cells; all of it is in the revision.

    Raises RefusedError and InvalidError.
    """
    grid = open_grid(actor, grid_id, Act.DELETE)
    packages = _packages(grid)
    about = About(grid.title, grid=grid.pk)
    with revising(actor, verbs.DELETE_GRID, about, at=at, why=typed.why(why)):
        many.delete(Element.objects.filter(feature__grid=grid))
        many.delete(Feature.objects.filter(grid=grid))
        many.delete(GridPackage.objects.filter(grid=grid))
        grid.delete()
    editions.touch(packages=packages, orders=[editions.GRIDS])


def _check_header(actor: Actor, wanted: bool) -> None:  # noqa: FBT001
    if wanted and actor.role < Role.MODERATOR:
        raise RefusedError("Only moderators choose the grids of the header.")


def _name(grid: Grid) -> None:
    """Set what follows from the title. Raises InvalidError where another grid has that title."""
    grid.sort_title = sort_key(grid.title)[:SORT_TITLE_LENGTH]
    same = Grid.objects.filter(sort_title=grid.sort_title).exclude(pk=grid.pk).first()
    if same is not None:
        raise InvalidError(
            "title",
            f"{grid.title!r} is the title of a grid already ({same.slug});"
            " take one that says how this grid differs.",
        )


def _packages(grid: Grid) -> list[int]:
    return list(GridPackage.objects.filter(grid=grid).values_list("package", flat=True))


def _show(grid: Grid, *, renamed: bool) -> None:
    """Have what shows the grid be made anew: itself and, for a new name, pages of its packages."""
    editions.touch(
        packages=_packages(grid) if renamed else (),
        grids=[grid.pk],
        orders=[editions.GRIDS] if renamed else (),
    )
    documents.prepare(documents.GRID, [grid.pk])
