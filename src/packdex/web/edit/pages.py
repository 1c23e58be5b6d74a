"""What all pages of editing share: who gets in, what is said when it cannot be, the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from packdex.catalog import editing, queries
from packdex.catalog.maintainers import require_for
from packdex.catalog.models import Grid, Package
from packdex.core.roles import Act, Actor, RefusedError
from packdex.web.forms import actor_of, form_page, signed_in, way_back
from packdex.web.render import Head, static_address
from packdex.web.show import one_line

SCRIPT = "django_htmx/htmx-2.min.js"
STYLE, KEYS = "web/edit/edit.css", "web/edit/edit.js"

Crumbs = Sequence[tuple[str, str]]
View = Callable[..., HttpResponse]

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def edit_page(
    request: HttpRequest,
    template: str,
    heading: str,
    *,
    crumbs: Crumbs,
    status: int = 200,
    **content: Any,
) -> HttpResponse:
    """The page that `template` (below templates/web/edit/) makes, under a heading and its path."""
    title = f"Not saved: {heading}" if status in {409, 422} else heading
    head = Head(title=title, index=False)
    frame = {
        "heading": heading,
        "crumbs": crumbs,
        "asked": way_back(request, ""),
        "edit_style": static_address(STYLE),
        "scripts": [static_address(SCRIPT), static_address(KEYS)],
    }
    return form_page(request, f"edit/{template}", head, status=status, **frame | content)


def sheet(
    request: HttpRequest, heading: str, *, crumbs: Crumbs, form: Any, back: str, **content: Any
) -> HttpResponse:
    """The page of one form, from top to bottom."""
    return edit_page(
        request,
        "form.html",
        heading,
        crumbs=crumbs,
        status=form.status if form.failed else 200,
        form=form,
        back=way_back(request, back),
        **{"button": "Save"} | content,
    )


def done(request: HttpRequest, said: str, otherwise: str, *, anchor: str = "") -> HttpResponse:
    """Back to where the person was (`next`), or to `otherwise`, where `said` is said."""
    messages.success(request, said)
    back = way_back(request, otherwise)
    return HttpResponseRedirect(back if "#" in back else back + anchor)


def refused(
    request: HttpRequest, reason: str, *, crumbs: Crumbs, back: str, status: int = 403
) -> HttpResponse:
    """A page without any form that says why there is none."""
    heading = "There is no such thing" if status == 404 else "You may not edit this"
    body = {"reason": reason, "back": back}
    return edit_page(request, "refused.html", heading, crumbs=crumbs, status=status, **body)


def of_grid(view: View) -> View:
    """A page on which a grid is edited: `view` gets the request, the grid and who edits it.

    Strangers are led to sign in; who may not edit the grid is told why.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **ids: Any) -> HttpResponse:
        actor = actor_of(request)
        grid = editing.grid_to_edit(slug, actor)
        if grid is None:
            raise Http404("no such grid")
        return _let_in(request, view, Act.EDIT_GRID, grid, actor, **ids)

    return read_or_send(signed_in(guarded))


def of_package(act: Act) -> Callable[[View], View]:
    """A page on which a package is edited by those who may do `act`, as `of_grid`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str) -> HttpResponse:
            actor = actor_of(request)
            package = editing.package_to_edit(slug, actor)
            if package is None and (kept := queries.merged_into(slug=slug)):
                return HttpResponseRedirect(request.path.replace(f"/{slug}/", f"/{kept.slug}/", 1))
            if package is None:
                raise Http404("no such package")
            return _let_in(request, view, act, package, actor)

        return read_or_send(signed_in(guarded))

    return guard


def _let_in(
    request: HttpRequest, view: View, act: Act, row: Grid | Package, actor: Actor, **ids: Any
) -> HttpResponse:
    try:
        require_for(actor, act, row)
    except RefusedError as error:
        crumbs = crumbs_of(row)
        return refused(request, str(error), crumbs=crumbs, back=crumbs[-1][0])
    return view(request, row, actor, **ids)


def crumbs_of(row: Grid | Package) -> list[tuple[str, str]]:
    """The way to the page of a grid or a package."""
    if isinstance(row, Grid):
        return [("/grids/", "Grids"), (f"/grids/g/{row.slug}/", one_line(row.title))]
    return [("/packages/", "Packages"), (f"/packages/p/{row.slug}/", one_line(row.title))]
