"""Changing the features of a grid, the rows that people fill in."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from packdex.catalog.actions import many, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids.grid_rows import (
    MOST_FEATURES,
    edited,
    feature_of,
    open_grid,
    renumber,
)
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Element, Feature, Grid
from packdex.core.roles import Actor
from packdex.core.titles import sort_key

LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 2_000


class FeatureChanges(TypedDict, total=False):
    """What of a feature is to be set."""

    title: str
    description: str


READERS = {
    "title": typed.reader(typed.line, "title", longest=LONGEST_TITLE, needed=True),
    "description": typed.reader(typed.lines, "description", longest=LONGEST_DESCRIPTION),
}


@transaction.atomic
def add_feature(
    actor: Actor, grid_id: int, values: FeatureChanges, at: datetime, *, why: str = ""
) -> Feature:
    """Add a feature at the end of the grid.

    Raises RefusedError, and InvalidError, also where the grid has one of that title already.
    """
    grid = open_grid(actor, grid_id)
    count = Feature.objects.filter(grid=grid).count()
    if count >= MOST_FEATURES:
        raise InvalidError("feature", f"a grid has at most {MOST_FEATURES} features.")
    title = READERS["title"](values.get("title", ""))
    description = READERS["description"](values.get("description", ""))
    _check_title(grid, title)
    with revising(actor, verbs.ADD_FEATURE, _about(grid, title), at=at, why=typed.why(why)):
        renumber(Feature, grid.pk)
        feature = Feature.objects.create(
            grid=grid, title=title, description=description, position=count
        )
    edited(grid, at)
    return feature


@transaction.atomic
def edit_feature(
    actor: Actor,
    grid_id: int,
    feature_id: int,
    changes: FeatureChanges,
    at: datetime,
    *,
    why: str = "",
) -> Feature:
    """Set what `changes` names. Raises RefusedError and InvalidError."""
    grid = open_grid(actor, grid_id)
    feature = feature_of(grid, feature_id)
    before = feature.title
    changed = typed.changed(feature, changes, READERS)
    if not changed:
        return feature
    if "title" in changed:
        _check_title(grid, changed["title"], but=feature.pk)
    with revising(actor, verbs.EDIT_FEATURE, _about(grid, before), at=at, why=typed.why(why)):
        for name, value in changed.items():
            setattr(feature, name, value)
        feature.save()
    edited(grid, at)
    return feature


@transaction.atomic
def move_feature(
    actor: Actor, grid_id: int, feature_id: int, to: int, at: datetime, *, why: str = ""
) -> Feature:
    """Put a feature at the place `to`, counted from 0; the others stand around it.

    Raises RefusedError and InvalidError.
    """
    grid = open_grid(actor, grid_id)
    feature = feature_of(grid, feature_id)
    to = typed.position(to, Feature.objects.filter(grid=grid).count() - 1)
    renumber(Feature, grid.pk)
    feature.refresh_from_db(fields=["position"])
    if feature.position == to:
        return feature
    about = _about(grid, feature.title)
    with revising(actor, verbs.MOVE_FEATURE, about, at=at, why=typed.why(why)):
        feature.position = to
        feature.save()
        renumber(Feature, grid.pk, {feature.pk: to})
    edited(grid, at)
    return feature


@transaction.atomic
def remove_feature(
    actor: Actor, grid_id: int, feature_id: int, at: datetime, *, why: str = ""
) -> None:
    """Remove a feature with its cells. Raises RefusedError and InvalidError."""
    grid = open_grid(actor, grid_id)
    feature = feature_of(grid, feature_id)
    renumber(Feature, grid.pk)
    about = _about(grid, feature.title)
    with revising(actor, verbs.REMOVE_FEATURE, about, at=at, why=typed.why(why)):
        many.delete(Element.objects.filter(feature=feature))
        feature.delete()
        renumber(Feature, grid.pk)
    edited(grid, at)


def _about(grid: Grid, title: str) -> About:
    return About(f"{title} ({grid.title})", grid=grid.pk)


def _check_title(grid: Grid, title: str, but: int = 0) -> None:
    """Two rows of one name could not be told apart; it also stops a form that was sent twice."""
    others = Feature.objects.filter(grid=grid).exclude(pk=but).values_list("title", flat=True)
    if sort_key(title) in {sort_key(other) for other in others}:
        raise InvalidError("title", f"{title!r} is a feature of this grid already; take another.")
