"""Saying that a package should not be chosen any more, and what to take instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from packdex.catalog.actions.packages import deprecate as actions
from packdex.catalog.models import Package
from packdex.core.roles import Act, Actor
from packdex.web.edit.candidates import meant
from packdex.web.edit.form import Field, Form, why
from packdex.web.edit.pages import crumbs_of, done, edit_page, of_package
from packdex.web.edit.saving import attempt
from packdex.web.forms import way_back
from packdex.web.show import one_line


@of_package(Act.DEPRECATE_PACKAGE)
def edit(request: HttpRequest, package: Package, actor: Actor) -> HttpResponse:
    """Deprecate, change the reason or the replacement, or (`do=undo`) take it back."""
    page = f"/packages/p/{package.slug}/"
    form = Form(
        [
            Field("reason", "Why it should not be chosen any more", help="Shown on its page."),
            Field("replaced_by", "Take instead", help="Name of a package here. May be empty."),
            why(),
        ]
    )
    if request.method == "POST":
        form.take(request.POST, {})
        said = _save(request, package, actor, form)
        if not form.failed:
            return done(request, said, page)
    else:
        instead = package.replaced_by
        form.show(
            {"reason": package.deprecated_why, "replaced_by": instead.slug if instead else ""}
        )
    title = one_line(package.title)
    return edit_page(
        request,
        "deprecation.html",
        f"Deprecation of {title}" if package.deprecated_at else f"Deprecate {title}",
        crumbs=crumbs_of(package),
        status=form.status,
        lead="It stays in the directory, marked, and behind the others in grids.",
        form=form,
        back=way_back(request, page),
        deprecated=package.deprecated_at is not None,
    )


def _save(request: HttpRequest, package: Package, actor: Actor, form: Form) -> str:
    """What is said of it; the form tells what is wrong."""
    now = timezone.now()
    values = form.values
    if request.POST.get("do") == "undo":
        attempt(form, lambda: actions.undeprecate(actor, package.pk, now, why=values["why"]))
        return "The deprecation is taken back."
    instead = None
    if values["replaced_by"].strip():
        instead = meant(values["replaced_by"], actor)
        if instead is None:
            short = one_line(form["replaced_by"].printed)[:60]
            form["replaced_by"].problem = f"No package is called {short!r} here."
            form.status = 422
            return ""
    attempt(
        form,
        lambda: actions.deprecate(
            actor,
            package.pk,
            values["reason"],
            now,
            replaced_by=instead.pk if instead else None,
            why=values["why"],
        ),
    )
    return "It is deprecated."
