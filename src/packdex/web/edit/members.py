"""The packages of a grid: the list of them, with adding, moving and removing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.actions.grids import edit_members as actions
from packdex.catalog.models import Grid, GridPackage, Package
from packdex.core.counts import counted
from packdex.core.roles import Actor
from packdex.web.edit.candidates import Candidates, candidates, meant
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import crumbs_of, done, edit_page, of_grid, refused, sheet
from packdex.web.edit.places import NoPlaceError, Place, wanted_place
from packdex.web.edit.saving import attempt
from packdex.web.edit.tabs import tabs
from packdex.web.paging import Paging
from packdex.web.show import one_line

PAGE = 50
FOUND = "found"
"""The part of the page that htmx asks for while somebody types."""


@of_grid
def members(request: HttpRequest, grid: Grid, actor: Actor) -> HttpResponse:
    """Fifty packages a page; `find` looks for one, `do` says whether one is added or moved."""
    form = Form([Field("package", "Package")])
    found = candidates(request.GET.get("find", ""), grid.pk)
    answer = None
    if request.method == "POST" and request.POST.get("do") == "move":
        answer = _move(request, grid, actor, form)
    elif request.method == "POST":
        form.take(request.POST, {})
        answer = _add(request, grid, actor, form)
        if form.failed:
            found = candidates(form["package"].value, grid.pk)
    return answer or _page(request, grid, actor, form, found)


def _page(
    request: HttpRequest, grid: Grid, actor: Actor, form: Form, found: Candidates
) -> HttpResponse:
    here = reverse("edit-members", args=[grid.slug])
    count = editing.count_members(grid)
    paging = Paging.at(request.GET.get("page", ""), PAGE, count, here, {})
    rows = editing.members(grid, paging.start, paging.stop)
    return edit_page(
        request,
        "places.html",
        f"Packages of {grid.title}",
        crumbs=crumbs_of(grid),
        status=form.status,
        tabs=tabs(grid, here),
        places=[_place(grid, row, at, count, actor) for at, row in enumerate(rows, paging.start)],
        count=counted(count, "package"),
        most=count,
        paging=paging,
        what="package",
        form=form,
        found=found,
        here=here,
    )


def _place(grid: Grid, row: GridPackage, at: int, count: int, actor: Actor) -> Place:
    package = row.package
    if package.hidden and not editing.sees_hidden(actor):
        return Place("", "A hidden package", "", at)
    return Place(
        package.slug,
        one_line(package.title),
        package.slug if package.slug != package.title.lower() else "",
        at,
        fill=reverse("edit-column", args=[grid.slug, package.slug]),
        remove=reverse("remove-member", args=[grid.slug, package.slug]),
        last=at == count - 1,
    )


def _add(request: HttpRequest, grid: Grid, actor: Actor, form: Form) -> HttpResponse | None:
    field = form["package"]
    package = meant(field.value, actor)
    if package is None:
        form.status = 422
        short = one_line(field.printed)[:60]
        field.problem = (
            f"No package is called {short!r} here." if short else "Type the name of a package."
        )
        return None
    place = attempt(form, lambda: actions.add_member(actor, grid.pk, package.pk, timezone.now()))
    if place is None:
        return None
    said = f"{one_line(package.title)} is in the grid, as number {place.position + 1}."
    here = reverse("edit-members", args=[grid.slug])
    return done(request, said, here, anchor="#id_package")


def _move(request: HttpRequest, grid: Grid, actor: Actor, form: Form) -> HttpResponse | None:
    slug = request.POST.get("key", "").replace("\x00", "")
    row = editing.member(grid, slug, actor)
    if row is None:
        form.problem, form.status = "There is no such package in this grid.", 404
        return None
    try:
        to = wanted_place(request.POST, editing.count_members(grid))
    except NoPlaceError as error:
        form.problem, form.status = str(error), 422
        return None
    now = timezone.now()
    attempt(form, lambda: actions.move_member(actor, grid.pk, row.package_id, to, now))
    if form.failed:
        return None
    here = reverse("edit-members", args=[grid.slug])
    page = to // PAGE + 1
    said = f"{one_line(row.package.title)} is number {to + 1} now."
    return done(request, said, f"{here}?page={page}" if page > 1 else here, anchor=f"#p-{slug}")


@of_grid
def remove(request: HttpRequest, grid: Grid, actor: Actor, package: str) -> HttpResponse:
    """Ask, and then take the package with its cells out of the grid."""
    row = editing.member(grid, package, actor)
    place = reverse("edit-members", args=[grid.slug])
    if row is None:
        if request.method == "POST" and _was_there(grid, package):
            return done(request, "That package is not in the grid any more.", place)
        return no_member(request, grid)
    form = Form([why()])
    if request.method == "POST":
        reason = form.take(request.POST, {})["why"].value
        now = timezone.now()
        attempt(
            form, lambda: actions.remove_member(actor, grid.pk, row.package_id, now, why=reason)
        )
        if not form.failed:
            said = f"{one_line(row.package.title)} is not in the grid any more."
            return done(request, said, place)
    cells = editing.count_cells(place=row.pk)
    lead = "The package itself stays in the directory."
    if cells:
        lead = f"With it goes what stands in {counted(cells, 'cell')} of this grid. {lead}"
    return sheet(
        request,
        f"Take {one_line(row.package.title)} out of this grid?",
        crumbs=[*crumbs_of(grid), (place, "Edit packages")],
        form=form,
        back=place,
        lead=lead,
        button="Take it out",
    )


def no_member(request: HttpRequest, grid: Grid) -> HttpResponse:
    """The answer to a slug that is no package of the grid."""
    reason = f"{one_line(grid.title)} has no such package. Nothing was changed."
    place = reverse("edit-members", args=[grid.slug])
    return refused(request, reason, crumbs=crumbs_of(grid), back=place, status=404)


def _was_there(grid: Grid, slug: str) -> bool:
    package = Package.shown.filter(slug=slug).first()
    return package is not None and editing.was_there(GridPackage, grid, package_id=package.pk)
