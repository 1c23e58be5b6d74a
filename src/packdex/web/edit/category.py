"""Adding a category, and editing one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.actions import verbs
from packdex.catalog.actions.packages import edit_category as actions
from packdex.catalog.models import Category
from packdex.core.roles import Act, Actor, RefusedError, require
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import done, read_or_send, refused, sheet
from packdex.web.edit.saving import Thing, attempt, save
from packdex.web.forms import actor_of, signed_in
from packdex.web.show import one_line

LIST = [("/categories/", "Categories")]


@read_or_send
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Make a category; for moderators.

    Its address is not below /categories/, where any word may be a category's.
    """
    actor = actor_of(request)
    try:
        require(actor, Act.EDIT_CATEGORY)
    except RefusedError as error:
        return refused(request, str(error), crumbs=LIST, back="/categories/")
    form = _form()
    if request.method == "POST":
        form.take(request.POST, {})
        row = _added(form, actor)
        if row is not None:
            return done(request, "The category is there.", f"/categories/{row.slug}/")
    else:
        form.show(_values(Category()))
    lead = (
        "Each package is in exactly one, so one that overlaps with another makes a choice harder."
    )
    return sheet(
        request,
        "Add a category",
        crumbs=LIST,
        form=form,
        back="/categories/",
        lead=lead,
        button="Add",
    )


def _added(form: Form, actor: Actor) -> Category | None:
    """The category that `form` makes, or made a moment ago when it was sent twice."""
    now = timezone.now()
    values = form.values
    reason = values.pop("why")
    form.check(_typed(values), actions.READERS)
    if form.failed:
        return None
    row: Category | None = attempt(
        form, lambda: actions.add_category(actor, _typed(values), now, why=reason)
    )
    if row is None and form["title"].problem:
        title = " ".join(values["title"].split())
        before = editing.just_made(actor, verbs.ADD_CATEGORY, now, about=title)
        if before is not None and before.category_id is not None:
            row = Category.objects.filter(pk=before.category_id).first()
    return row


@read_or_send
@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Titles, description, and whether its packages are on the registry; for moderators."""
    actor = actor_of(request)
    row = editing.category_to_edit(slug)
    if row is None:
        raise Http404("no such category")
    page = f"/categories/{row.slug}/"
    crumbs = [*LIST, (page, one_line(row.title))]
    try:
        require(actor, Act.EDIT_CATEGORY)
    except RefusedError as error:
        return refused(request, str(error), crumbs=crumbs, back=page)
    form = _form()
    if request.method == "POST":

        def write(changes: actions.CategoryChanges, reason: str) -> None:
            actions.edit_category(actor, row.pk, changes, timezone.now(), why=reason)

        def stands() -> dict[str, str]:
            return _values(Category.objects.get(pk=row.pk))

        if save(form, request.POST, Thing(stands, _typed, write, actions.READERS)):
            return done(request, "Saved.", page)
    else:
        form.show(_values(row))
    return sheet(request, f"Edit {one_line(row.title)}", crumbs=crumbs, form=form, back=page)


def _form() -> Form:
    return Form(
        [
            Field("title", "Title", needed=True, help="Of one package: App."),
            Field("title_plural", "Title of the list", help="Of many: Apps."),
            Field("description", "Description", kind="lines"),
            Field("show_pypi", "Its packages are on the registry", kind="tick"),
            why(),
        ]
    )


def _values(row: Category) -> dict[str, str]:
    return {
        "title": row.title,
        "title_plural": row.title_plural,
        "description": row.description,
        "show_pypi": "yes" if row.show_pypi else "",
    }


def _typed(values: dict[str, str]) -> actions.CategoryChanges:
    changes: actions.CategoryChanges = {}
    if "title" in values:
        changes["title"] = values["title"]
    if "title_plural" in values:
        changes["title_plural"] = values["title_plural"]
    if "description" in values:
        changes["description"] = values["description"]
    if "show_pypi" in values:
        changes["show_pypi"] = values["show_pypi"] == "yes"
    return changes
