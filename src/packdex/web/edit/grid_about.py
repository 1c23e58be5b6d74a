"""Adding a grid, and editing what it is called and what it is for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.actions import verbs
from packdex.catalog.actions.grids import edit_grid as actions
from packdex.catalog.models import Grid
from packdex.core.roles import Act, Actor, RefusedError, may, require
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import (
    crumbs_of,
    done,
    edit_page,
    of_grid,
    read_or_send,
    refused,
    sheet,
)
from packdex.web.edit.saving import Thing, attempt, save
from packdex.web.edit.tabs import tabs
from packdex.web.forms import actor_of, signed_in, way_back

LIST = [("/grids/", "Grids")]


@read_or_send
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Make a grid; its features and packages come after."""
    actor = actor_of(request)
    try:
        require(actor, Act.ADD_GRID)
    except RefusedError as error:
        return refused(request, str(error), crumbs=LIST, back="/grids/")
    form = _form()
    if request.method == "POST":
        form.take(request.POST, {})
        grid = _added(form, actor)
        if grid is not None:
            place = reverse("edit-grid", args=[grid.slug])
            return done(request, "The grid is there. Now give it features and packages.", place)
    lead = "Packages that do one job, compared feature by feature."
    return sheet(
        request, "Add a grid", crumbs=LIST, form=form, back="/grids/", lead=lead, button="Add"
    )


def _added(form: Form, actor: Actor) -> Grid | None:
    """The grid that `form` makes, or made a moment ago when it was sent twice."""
    now = timezone.now()
    values = form.values
    reason = values.pop("why")
    form.check(values, actions.READERS)
    if form.failed:
        return None
    grid: Grid | None = attempt(
        form, lambda: actions.add_grid(actor, _typed(values), now, why=reason)
    )
    if grid is None and form["title"].problem:
        title = " ".join(values["title"].split())
        before = editing.just_made(actor, verbs.ADD_GRID, now, about=title)
        made = Grid.objects.filter(pk=before.grid_id) if before and before.grid_id else None
        grid = made.first() if made else None
    return grid


@of_grid
def edit(request: HttpRequest, grid: Grid, actor: Actor) -> HttpResponse:
    """Title and description; for moderators also whether it stands in the header."""
    form = _form(header=may(actor, Act.LOCK))
    here = reverse("edit-grid-about", args=[grid.slug])
    if request.method == "POST":

        def write(changes: actions.GridChanges, reason: str) -> None:
            actions.edit_grid(actor, grid.pk, changes, timezone.now(), why=reason)

        thing = Thing(lambda: _values(Grid.objects.get(pk=grid.pk)), _typed, write, actions.READERS)
        if save(form, request.POST, thing):
            return done(request, "Saved.", f"/grids/g/{grid.slug}/")
    else:
        form.show(_values(grid))
    return edit_page(
        request,
        "grid_about.html",
        f"Edit {grid.title}",
        crumbs=crumbs_of(grid),
        status=form.status,
        tabs=tabs(grid, here),
        grid=grid,
        form=form,
        back=way_back(request, f"/grids/g/{grid.slug}/"),
        moderates=may(actor, Act.LOCK),
    )


def _form(*, header: bool = False) -> Form:
    fields = [
        Field("title", "Title", needed=True),
        Field("description", "Description", kind="lines", help="What the packages are for."),
    ]
    if header:
        fields.append(Field("header", "In the site's header", kind="tick"))
    return Form([*fields, why()])


def _values(grid: Grid) -> dict[str, str]:
    return {
        "title": grid.title,
        "description": grid.description,
        "header": "yes" if grid.header else "",
    }


def _typed(values: dict[str, str]) -> actions.GridChanges:
    changes: actions.GridChanges = {}
    if "title" in values:
        changes["title"] = values["title"]
    if "description" in values:
        changes["description"] = values["description"]
    if "header" in values:
        changes["header"] = values["header"] == "yes"
    return changes
