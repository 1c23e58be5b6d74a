"""One cell of a grid: a page, and the same in the table itself where htmx asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from packdex.catalog import editing
from packdex.catalog.actions.errors import ConflictError
from packdex.catalog.actions.grids.edit_cells import Cell, Said, set_cell
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from packdex.core.roles import Actor
from packdex.web.edit import table
from packdex.web.edit.feature import no_feature
from packdex.web.edit.form import Field, Form, plain, why
from packdex.web.edit.members import no_member
from packdex.web.edit.pages import crumbs_of, done, edit_page, of_grid
from packdex.web.edit.places import id_in
from packdex.web.edit.saving import attempt
from packdex.web.edit.shown import KINDS, kind_chosen, shown, shown_typed, understood
from packdex.web.forms import way_back
from packdex.web.show import escape, moment, one_line

MARKS = (
    "Short marks are understood: yes, + or ✓; no, - or ✗; ~ for partial; planned."
    " A version or a number is seen as one, and all else is shown as it is."
)
LONGEST_SHOWN = 600  # characters of what is typed that are looked at while it is typed


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, and who edits it. `stored` is what stands there."""

    actor: Actor
    grid: Grid
    feature: Feature
    member: GridPackage
    stored: Element | None

    @property
    def title(self) -> str:
        """What it is about."""
        return f"{one_line(self.feature.title)}: {one_line(self.member.package.title)}"


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What is made of the field `text`, or `text-` and an id, in a few words.

    Asks no database.
    """
    name = next((name for name in request.GET if name.startswith("text")), "text")
    text = plain(request.GET.get(name, ""))[:LONGEST_SHOWN]
    return HttpResponse(escape(understood(text)))


@of_grid
def cell(
    request: HttpRequest, grid: Grid, actor: Actor, feature: int, package: str
) -> HttpResponse:
    """Edit a cell. htmx gets the form alone, and `part=shown` the cell as the table has it."""
    row = editing.feature(grid, feature)
    if row is None:
        return no_feature(request, grid)
    member = editing.member(grid, package, actor)
    if member is None:
        return no_member(request, grid)
    stored = editing.cells([row.pk], [member.pk]).get((row.pk, member.pk))
    place = Place(actor, grid, row, member, stored)
    if request.method == "POST":
        return _save(request, place)
    if _in_table(request):
        name = "cell_shown" if request.GET.get("part") == "shown" else "cell_form"
        return _part(request, place, name, stored)
    return _page(request, place, _form(stored), version=stored.version if stored else 0)


def _in_table(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _part(request: HttpRequest, place: Place, name: str, row: Element | None) -> HttpResponse:
    back = way_back(request, reverse("edit-grid", args=[place.grid.slug])).partition("#")[0]
    link = table.cell(place.grid, place.feature, place.member, row, back)
    content = {"cell": link, "row": row, "focus": True, "understood": ""}
    if row is not None:
        content["understood"] = understood(row.text, row.kind)
    answer = render(request, f"web/edit/{name}.html", content)
    answer["Cache-Control"] = "no-store"
    answer["Vary"] = "HX-Request, Cookie"
    return answer


def _form(stored: Element | None) -> Form:
    form = Form(
        [
            Field("text", "Value", help=MARKS),
            Field("kind", "Understood as", kind="choice", options=KINDS),
            Field("note", "Note", help="Shown beside it."),
            Field("source_url", "Where it can be read", kind="address"),
            why(),
        ]
    )
    if stored is not None:
        form.show(
            {
                "text": stored.text,
                "kind": kind_chosen(stored),
                "note": stored.note,
                "source_url": stored.source_url,
            }
        )
    return form


def _save(request: HttpRequest, place: Place) -> HttpResponse:
    form = _form(None).take(request.POST, {})
    if request.POST.get("do") == "empty":
        for field in form.fields:
            field.value = "" if field.name != "why" else field.value
    stored = place.stored
    if "kind" not in request.POST and stored is not None and _same_text(form, stored):
        form["kind"].value = kind_chosen(stored)  # a form without that field leaves it as it is
    check_empty(form, stored)
    version = id_in(request.POST.get("version", ""))
    try:
        row = attempt(form, lambda: _write(place, form, version)) if not form.failed else None
    except ConflictError as conflict:
        return _conflict(request, place, form, conflict.theirs)
    if form.failed:
        return _page(request, place, form, version=version)
    if _in_table(request):
        return _part(request, place, "cell_shown", row)
    key = f"#c-{place.feature.pk}-{place.member.package_id}"
    return done(request, "Saved.", f"/grids/g/{place.grid.slug}/", anchor=key)


def _same_text(form: Form, stored: Element) -> bool:
    return form["text"].printed == plain(stored.text)


def check_empty(form: Form, stored: Element | None) -> None:
    """Note a problem where something new was typed beside an empty text: it would be lost."""
    if form["text"].value.strip() or form["kind"].value:
        return
    before = {"note": stored.note, "source_url": stored.source_url} if stored else {}
    typed = (form[name] for name in ("note", "source_url"))
    if any(f.value.strip() not in ("", before.get(f.name, "")) for f in typed):
        form["text"].problem = "A note or a link needs a value beside it."
        form.status = 422


def _write(place: Place, form: Form, version: int) -> Element | None:
    values = form.values
    reason = values.pop("why")
    which = Cell(place.grid.pk, place.feature.pk, place.member.package_id)
    return set_cell(
        place.actor,
        which,
        Said(**values),
        expected_version=version,
        at=timezone.now(),
        why=reason,
    )


def _page(request: HttpRequest, place: Place, form: Form, *, version: int) -> HttpResponse:
    values = form.values
    return _answer(
        request,
        place,
        "cell.html",
        form,
        version=version,
        understood=understood(values["text"][:LONGEST_SHOWN], values["kind"]),
        empty=place.stored is None,
        fill=[
            (
                reverse("edit-row", args=[place.grid.slug, place.feature.pk]),
                "Fill in this feature for all packages",
            ),
            (
                reverse("edit-column", args=[place.grid.slug, place.member.package.slug]),
                "Fill in all features of this package",
            ),
        ],
    )


def _conflict(
    request: HttpRequest, place: Place, form: Form, theirs: Element | None
) -> HttpResponse:
    """Both versions side by side. What is sent from here was decided in sight of theirs."""
    form.problem, form.status = str(ConflictError(theirs, None)), 409
    values = form.values
    mine = shown_typed(values["text"], values["note"], values["source_url"], values["kind"])
    change = editing.last_change_of_cell(theirs) if theirs else None
    return _answer(
        request,
        place,
        "conflict.html",
        form,
        version=theirs.version if theirs else 0,
        theirs=shown(theirs),
        theirs_text=plain(theirs.text) if theirs else "",
        by=one_line(change[0]) if change else "",
        at=moment(change[1]) if change else "",
        mine=mine,
        understood=understood(values["text"][:LONGEST_SHOWN], values["kind"]),
    )


def _answer(
    request: HttpRequest, place: Place, template: str, form: Form, **content: object
) -> HttpResponse:
    answer = edit_page(
        request,
        template,
        place.title,
        crumbs=crumbs_of(place.grid),
        status=form.status,
        form=form,
        feature=place.feature,
        back=way_back(request, f"/grids/g/{place.grid.slug}/"),
        here=request.path,
        **content,
    )
    if _in_table(request):
        # The form in the table could not be saved: the page of the cell takes its place.
        answer.status_code = 200
        answer["HX-Retarget"] = answer["HX-Reselect"] = "#content"
        answer["HX-Reswap"] = "outerHTML show:window:top"
        answer["HX-Push-Url"] = request.get_full_path()
    return answer
