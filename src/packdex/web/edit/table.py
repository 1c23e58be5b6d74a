"""The cells of a grid as a table to edit: a part of its features, and a part of its packages."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from packdex.catalog import editing
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from packdex.core.roles import Actor
from packdex.web.edit.pages import crumbs_of, edit_page, of_grid
from packdex.web.edit.shown import Shown, shown
from packdex.web.edit.tabs import tabs
from packdex.web.edit.windows import window
from packdex.web.show import one_line

FEATURES, PACKAGES = 25, 10
"""How many rows and columns a page has."""


class Cell(NamedTuple):
    """A cell as a link. `key` names it within the grid, for the way back to it."""

    address: str
    key: str
    about: str
    shown: Shown


class Row(NamedTuple):
    """A feature with its cells; `fill` is where all of its cells are filled in."""

    title: str
    fill: str
    cells: list[Cell]


@of_grid
def table(request: HttpRequest, grid: Grid, actor: Actor) -> HttpResponse:
    """Parts of the table: `features` and `packages` are the numbers of the parts."""
    here = reverse("edit-grid", args=[grid.slug])
    given = request.GET
    down = window(
        "features", "Features", given.get("features", ""), FEATURES, editing.count_features(grid)
    )
    across = window(
        "packages", "Packages", given.get("packages", ""), PACKAGES, editing.count_members(grid)
    )
    down, across = (
        replace(down, path=here, others=tuple(across.parameters())),
        replace(across, path=here, others=tuple(down.parameters())),
    )
    features = editing.features(grid, down.start, down.stop)
    places = editing.members(grid, across.start, across.stop)
    if not editing.sees_hidden(actor):
        places = [place for place in places if not place.package.hidden]
    return edit_page(
        request,
        "table.html",
        f"Edit {grid.title}",
        crumbs=crumbs_of(grid),
        tabs=tabs(grid, here),
        heads=[_head(grid, place) for place in places],
        rows=_rows(grid, features, places, back=down.address(down.number)),
        windows=[part for part in (across, down) if part.last > 1],
        grid=grid,
        empty=not down.total or not across.total,
        no_features=not down.total,
        no_packages=not across.total,
    )


def cell(grid: Grid, feature: Feature, place: GridPackage, row: Element | None, back: str) -> Cell:
    """The cell where `feature` and `place` meet; its page leads back to `back`, and there to it."""
    key = f"c-{feature.pk}-{place.package_id}"
    address = reverse("edit-cell", args=[grid.slug, feature.pk, place.package.slug])
    about = f"{one_line(feature.title)}, {one_line(place.package.title)}"
    return Cell(f"{address}?next={quote(f'{back}#{key}', safe='/')}", key, about, shown(row))


def _rows(grid: Grid, features: list[Feature], places: list[GridPackage], back: str) -> list[Row]:
    stored = editing.cells([row.pk for row in features], [place.pk for place in places])
    return [
        Row(
            one_line(feature.title),
            reverse("edit-row", args=[grid.slug, feature.pk]),
            [
                cell(grid, feature, place, stored.get((feature.pk, place.pk)), back)
                for place in places
            ],
        )
        for feature in features
    ]


def _head(grid: Grid, place: GridPackage) -> tuple[str, str]:
    return (
        one_line(place.package.title),
        reverse("edit-column", args=[grid.slug, place.package.slug]),
    )
