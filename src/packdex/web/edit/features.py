"""The features of a grid: the list of them, with adding and moving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.actions import verbs
from packdex.catalog.actions.grids import edit_features as actions
from packdex.catalog.models import Feature, Grid
from packdex.core.counts import counted
from packdex.core.roles import Actor
from packdex.web.edit.form import Field, Form
from packdex.web.edit.pages import crumbs_of, done, edit_page, of_grid
from packdex.web.edit.places import NoPlaceError, Place, id_in, wanted_place
from packdex.web.edit.saving import attempt
from packdex.web.edit.tabs import tabs
from packdex.web.paging import Paging
from packdex.web.show import one_line, shortened

PAGE = 50


@of_grid
def features(request: HttpRequest, grid: Grid, actor: Actor) -> HttpResponse:
    """Fifty features a page; `do` says whether one is added or moved."""
    adding = Form(
        [
            Field("title", "Feature", needed=True),
            Field("description", "What is meant", kind="lines", help="You may leave it empty."),
        ]
    )
    moving = Form([])
    answer = None
    if request.method == "POST" and request.POST.get("do") == "move":
        answer = _move(request, grid, actor, moving)
    elif request.method == "POST":
        answer = _add(request, grid, actor, adding)
    return answer or _page(request, grid, adding, moving)


def _page(request: HttpRequest, grid: Grid, adding: Form, moving: Form) -> HttpResponse:
    here = reverse("edit-features", args=[grid.slug])
    count = editing.count_features(grid)
    paging = Paging.at(request.GET.get("page", ""), PAGE, count, here, {})
    rows = editing.features(grid, paging.start, paging.stop)
    return edit_page(
        request,
        "places.html",
        f"Features of {grid.title}",
        crumbs=crumbs_of(grid),
        status=max(adding.status, moving.status),
        tabs=tabs(grid, here),
        places=[_place(grid, row, at, count) for at, row in enumerate(rows, paging.start)],
        count=counted(count, "feature"),
        most=count,
        paging=paging,
        what="feature",
        form=moving if moving.failed else adding,
        adding=adding,
    )


def _place(grid: Grid, row: Feature, at: int, count: int) -> Place:
    return Place(
        str(row.pk),
        one_line(row.title),
        shortened(row.description),
        at,
        edit=reverse("edit-feature", args=[grid.slug, row.pk]),
        fill=reverse("edit-row", args=[grid.slug, row.pk]),
        remove=reverse("remove-feature", args=[grid.slug, row.pk]),
        last=at == count - 1,
    )


def _add(request: HttpRequest, grid: Grid, actor: Actor, form: Form) -> HttpResponse | None:
    values = form.take(request.POST, {}).values
    form.check(values, actions.READERS)
    now = timezone.now()
    if not form.failed:
        wanted = actions.FeatureChanges(title=values["title"], description=values["description"])
        attempt(form, lambda: actions.add_feature(actor, grid.pk, wanted, now))
    if form.failed and not _sent_twice(form, grid, actor):
        return None
    last = -(-editing.count_features(grid) // PAGE)
    here = reverse("edit-features", args=[grid.slug])
    place = f"{here}?page={last}" if last > 1 else here
    # At a field the browser goes on typing: the next feature follows at once.
    return done(request, "The feature is added, at the end.", place, anchor="#id_title")


def _sent_twice(form: Form, grid: Grid, actor: Actor) -> bool:
    """Whether the person made this very feature a moment ago."""
    title = " ".join(form["title"].value.split())
    about = {"grid_id": grid.pk, "about__startswith": f"{title} ("}
    return (
        form.problem == ""
        and [field.name for field in form.wrong] == ["title"]
        and editing.just_made(actor, verbs.ADD_FEATURE, timezone.now(), **about) is not None
    )


def _move(request: HttpRequest, grid: Grid, actor: Actor, form: Form) -> HttpResponse | None:
    id_ = id_in(request.POST.get("key", ""))
    row = editing.feature(grid, id_)
    if row is None:
        form.problem, form.status = "There is no such feature in this grid.", 404
        return None
    try:
        to = wanted_place(request.POST, editing.count_features(grid))
    except NoPlaceError as error:
        form.problem, form.status = str(error), 422
        return None
    attempt(form, lambda: actions.move_feature(actor, grid.pk, id_, to, timezone.now()))
    if form.failed:
        return None
    here = reverse("edit-features", args=[grid.slug])
    page = to // PAGE + 1
    said = f"{one_line(row.title)} is number {to + 1} now."
    return done(request, said, f"{here}?page={page}" if page > 1 else here, anchor=f"#p-{id_}")
