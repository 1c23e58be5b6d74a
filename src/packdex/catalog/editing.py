"""Reads for the pages on which people edit: rows as they stand, in parts, for who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from packdex.catalog.models import (
    Category,
    Element,
    Feature,
    Grid,
    GridPackage,
    Package,
    Revision,
)
from packdex.core.roles import Actor, Role

JUST_NOW = timedelta(minutes=10)
"""How long after a form was sent the same form counts as sent twice."""


def sees_hidden(actor: Actor) -> bool:
    """Whether `actor` is shown what moderators hid."""
    return actor.role >= Role.MODERATOR


def grid_to_edit(slug: str, actor: Actor) -> Grid | None:
    """The grid with that slug, unless it is hidden from `actor`. One query."""
    return (Grid.objects if sees_hidden(actor) else Grid.shown).filter(slug=slug).first()


def package_to_edit(slug: str, actor: Actor) -> Package | None:
    """The package with that slug, its category and replacement, unless hidden. One query."""
    packages = Package.objects if sees_hidden(actor) else Package.shown
    return packages.select_related("category", "replaced_by").filter(slug=slug).first()


def category_to_edit(slug: str) -> Category | None:
    """The category with that slug. One query."""
    return Category.objects.filter(slug=slug).first()


def count_features(grid: Grid) -> int:
    """How many features the grid has. One query."""
    return Feature.objects.filter(grid=grid).count()


def features(grid: Grid, start: int, stop: int) -> list[Feature]:
    """The grid's features from `start` up to `stop`, in their order. One query."""
    return list(Feature.objects.filter(grid=grid).order_by("position", "id")[start:stop])


def feature(grid: Grid, id_: int) -> Feature | None:
    """The feature with that id, if it is one of this grid. One query."""
    return Feature.objects.filter(grid=grid, pk=id_).first()


def count_members(grid: Grid) -> int:
    """How many packages are in the grid, hidden ones too. One query."""
    return GridPackage.objects.filter(grid=grid).count()


def members(grid: Grid, start: int, stop: int) -> list[GridPackage]:
    """The places from `start` up to `stop` in their order, with packages, hidden too. One query."""
    places = GridPackage.objects.filter(grid=grid).select_related("package")
    return list(places.order_by("position", "id")[start:stop])


def member(grid: Grid, slug: str, actor: Actor) -> GridPackage | None:
    """The place of the package with that slug, unless it is hidden from `actor`. One query."""
    places = GridPackage.objects.select_related("package").filter(grid=grid, package__slug=slug)
    if not sees_hidden(actor):
        places = places.filter(package__hidden=False)
    return places.first()


def features_named(grid: Grid, ids: Sequence[int]) -> list[Feature]:
    """Those of the grid's features whose ids these are, in their order. One query."""
    return list(Feature.objects.filter(grid=grid, pk__in=ids).order_by("position", "id"))


def members_of_packages(grid: Grid, ids: Sequence[int]) -> list[GridPackage]:
    """The places of the packages with these ids in the grid, in their order. One query."""
    places = GridPackage.objects.filter(grid=grid, package__in=ids).select_related("package")
    return list(places.order_by("position", "id"))


def cells(features: Sequence[int], places: Sequence[int]) -> dict[tuple[int, int], Element]:
    """What stands where these features and places (ids of both) meet, by both ids. One query."""
    found = Element.objects.filter(feature__in=features, grid_package__in=places)
    return {(element.feature_id, element.grid_package_id): element for element in found}


def count_cells(*, feature: int | None = None, place: int | None = None) -> int:
    """In how many cells of a feature, or of a place (ids), something stands. One query."""
    where = Q(feature=feature) if place is None else Q(grid_package=place)
    return Element.objects.filter(where).count()


def was_there(model: type[Feature] | type[GridPackage], grid: Grid, **values: object) -> bool:
    """Whether the grid once had such a row, as its history says. One query."""
    return bool(model.revisions.filter(grid_id=grid.pk, **values).exists())


def just_made(actor: Actor, verb: str, now: datetime, **about: object) -> Revision | None:
    """The last revision of this kind that `actor` made a moment ago, if any. One query.

    It tells a form that was sent twice from one that names what somebody else made.
    """
    found = Revision.objects.filter(by=actor.id, verb=verb, at__gt=now - JUST_NOW, **about)
    return found.order_by("-id").first()


def last_change_of_cell(element: Element) -> tuple[str, datetime] | None:
    """Who (an account's name, "" where it is gone) changed the cell last, and when. One query."""
    found = (
        Element.revisions.filter(id=element.pk, revision__isnull=False)
        .select_related("revision__by")
        .order_by("-history_id")
        .first()
    )
    if found is None:
        return None
    by = found.revision.by
    return (by.account if by else ""), found.revision.at
