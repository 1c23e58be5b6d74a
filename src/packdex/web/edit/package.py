"""Editing what people wrote about a package."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import browse
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.packages import edit_package as actions
from packdex.catalog.maintainers import may_for
from packdex.catalog.models import Package
from packdex.core.roles import Act, Actor, Role
from packdex.refresh.context import open_context
from packdex.refresh.planning import plan_packages
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import crumbs_of, done, of_package, sheet
from packdex.web.edit.places import id_in
from packdex.web.edit.saving import Thing, save
from packdex.web.show import one_line

THERE_IS, NONE, UNKNOWN = "url", "none", "unknown"
DOCUMENTATION = [
    (THERE_IS, "At the address below"),
    (NONE, "There is none"),
    (UNKNOWN, "Nobody said"),
]


@of_package(Act.EDIT_PACKAGE)
def edit(request: HttpRequest, package: Package, actor: Actor) -> HttpResponse:
    """Title, category, addresses; for moderators the slug, too."""
    form = _form(moderator=actor.role >= Role.MODERATOR)
    if request.method == "POST":
        before = (package.repo_url, package.pypi_url)

        def write(changes: actions.PackageChanges, reason: str) -> None:
            now = timezone.now()
            actions.edit_package(actor, package.pk, changes, expected=None, at=now, why=reason)

        def stands() -> dict[str, str]:
            return _values(Package.objects.get(pk=package.pk))

        thing = Thing(stands, lambda changes: _typed(changes, form), write, actions.READERS)
        if save(form, request.POST, thing):
            now = Package.objects.get(pk=package.pk)
            if (now.repo_url, now.pypi_url) != before:
                _ask_there(now)
            return done(request, "Saved.", f"/packages/p/{now.slug}/")
    else:
        form.show(_values(package))
    more = []
    if may_for(actor, Act.DEPRECATE_PACKAGE, package):
        label = "Change its deprecation" if package.deprecated_at else "Deprecate it"
        more.append((reverse("deprecate-package", args=[package.slug]), label))
    return sheet(
        request,
        f"Edit {one_line(package.title)}",
        crumbs=crumbs_of(package),
        form=form,
        back=f"/packages/p/{package.slug}/",
        lead="Facts are reported by sources. Here is what people write.",
        more=more,
    )


def _form(*, moderator: bool) -> Form:
    categories = [(str(row.pk), one_line(row.title)) for row in browse.categories_by_title()]
    address = Field("slug", "Slug", help="Its address here. The old one will lead to the new one.")
    return Form(
        [
            Field("title", "Title", needed=True),
            *([address] if moderator else []),
            Field("category_id", "Category", kind="choice", options=categories),
            Field("repo_url", "Repository", kind="address"),
            Field("pypi_url", "Page on the registry", kind="address"),
            Field("documentation", "Documentation", kind="radio", options=DOCUMENTATION),
            Field("documentation_url", "Address of the documentation", kind="address"),
            why(),
        ]
    )


def _values(row: Package) -> dict[str, str]:
    told = UNKNOWN if row.documentation_url is None else NONE
    return {
        "title": row.title,
        "slug": row.slug,
        "category_id": str(row.category_id),
        "repo_url": row.repo_url,
        "pypi_url": row.pypi_url,
        "documentation": THERE_IS if row.documentation_url else told,
        "documentation_url": row.documentation_url or "",
    }


def _typed(changes: dict[str, str], form: Form) -> actions.PackageChanges:
    """Raises InvalidError where the two fields about the documentation contradict each other."""
    typed: Any = {name: value for name, value in changes.items() if name in actions.READERS}
    if "category_id" in typed:
        typed["category_id"] = id_in(typed["category_id"])
    if changes.keys() & {"documentation", "documentation_url"}:
        typed["documentation_url"] = _documentation(changes, form)
    told: actions.PackageChanges = typed
    return told


def _documentation(changes: dict[str, str], form: Form) -> str | None:
    address = form["documentation_url"].value.strip()
    chosen = form["documentation"].value
    if address and "documentation_url" in changes and "documentation" not in changes:
        chosen = THERE_IS  # who types an address says that there is one
    if chosen != THERE_IS:
        return "" if chosen == NONE else None
    if not address:
        raise InvalidError("documentation_url", "type the address, or choose that there is none.")
    return address


def _ask_there(package: Package) -> None:
    """Have the sources at the new addresses be asked from now on."""
    context = open_context()
    with context.door:
        plan_packages([package], context)
