"""One feature of a grid: what it is called, and removing it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.actions.grids import edit_features as actions
from packdex.catalog.models import Feature, Grid
from packdex.core.counts import counted
from packdex.core.roles import Actor
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import crumbs_of, done, of_grid, refused, sheet
from packdex.web.edit.saving import Thing, attempt, save
from packdex.web.show import one_line


@of_grid
def edit(request: HttpRequest, grid: Grid, actor: Actor, feature: int) -> HttpResponse:
    """Title and description of a feature."""
    row = editing.feature(grid, feature)
    if row is None:
        return no_feature(request, grid)
    form = Form(
        [
            Field("title", "Feature", needed=True),
            Field("description", "What is meant", kind="lines"),
            why(),
        ]
    )
    place = reverse("edit-features", args=[grid.slug])
    if request.method == "POST":

        def write(changes: actions.FeatureChanges, reason: str) -> None:
            actions.edit_feature(actor, grid.pk, row.pk, changes, timezone.now(), why=reason)

        def stands() -> dict[str, str]:
            return _values(Feature.objects.filter(pk=row.pk).first() or row)

        if save(form, request.POST, Thing(stands, _typed, write, actions.READERS)):
            return done(request, "Saved.", place, anchor=f"#p-{row.pk}")
    else:
        form.show(_values(row))
    return sheet(
        request,
        f"Feature: {one_line(row.title)}",
        crumbs=_crumbs(grid),
        form=form,
        back=place,
        more=[
            (reverse("edit-row", args=[grid.slug, row.pk]), "Fill in its cells"),
            (reverse("remove-feature", args=[grid.slug, row.pk]), "Remove this feature"),
        ],
    )


@of_grid
def remove(request: HttpRequest, grid: Grid, actor: Actor, feature: int) -> HttpResponse:
    """Ask, and then remove the feature with its cells."""
    row = editing.feature(grid, feature)
    place = reverse("edit-features", args=[grid.slug])
    if row is None:
        if request.method == "POST" and editing.was_there(Feature, grid, id=feature):
            return done(request, "That feature is gone already.", place)
        return no_feature(request, grid)
    form = Form([why()])
    if request.method == "POST":
        reason = form.take(request.POST, {})["why"].value
        attempt(
            form,
            lambda: actions.remove_feature(actor, grid.pk, row.pk, timezone.now(), why=reason),
        )
        if not form.failed:
            return done(request, f"{one_line(row.title)} is removed.", place)
    cells = editing.count_cells(feature=row.pk)
    lead = f"With it goes what stands in {counted(cells, 'cell')}." if cells else "It has no cells."
    return sheet(
        request,
        f"Remove the feature {one_line(row.title)}?",
        crumbs=_crumbs(grid),
        form=form,
        back=place,
        lead=lead,
        button="Remove",
    )


def no_feature(request: HttpRequest, grid: Grid) -> HttpResponse:
    """The answer to an id that is no feature of the grid."""
    reason = f"{one_line(grid.title)} has no such feature. Nothing was changed."
    place = reverse("edit-features", args=[grid.slug])
    return refused(request, reason, crumbs=crumbs_of(grid), back=place, status=404)


def _crumbs(grid: Grid) -> list[tuple[str, str]]:
    return [*crumbs_of(grid), (reverse("edit-features", args=[grid.slug]), "Edit features")]


def _values(row: Feature) -> dict[str, str]:
    return {"title": row.title, "description": row.description}


def _typed(values: dict[str, str]) -> actions.FeatureChanges:
    changes: actions.FeatureChanges = {}
    if "title" in values:
        changes["title"] = values["title"]
    if "description" in values:
        changes["description"] = values["description"]
    return changes
