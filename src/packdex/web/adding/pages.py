"""Adding a package: paste what names it, look at what its sources say, decide, and save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.models import Category
from packdex.core.pasted import LONGEST, NotUnderstoodError
from packdex.core.roles import Act, RefusedError, may, require
from packdex.refresh.preview import Preview
from packdex.web.adding.shown import Shown
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.render import Head

if TYPE_CHECKING:
    from packdex.refresh.adding import Wish

PATIENCE_S = 8
"""Seconds that one source may take while somebody waits."""

FIELDS = ("title", "slug", "category", "documentation_url")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """One field for whatever names the package; `what` in the address fills it. POST looks."""
    given = request.POST if request.method == "POST" else request.GET
    what = given.get("what", "")
    if request.method != "POST":
        allowed = may(actor_of(request), Act.ADD_PACKAGE)
        return _start(request, what, "" if allowed else _refusal(request))
    # Loaded here, as few requests need the libraries that ask.
    from packdex.refresh.context import open_context
    from packdex.refresh.looks import TooManyError, have_look

    context = open_context(PATIENCE_S)
    try:
        with context.door:
            key = have_look(actor_of(request), what, context)
    except NotUnderstoodError as error:
        return _start(request, what, str(error), 422)
    except TooManyError as error:
        return _start(request, what, str(error), 429)
    except RefusedError as error:
        return _start(request, what, str(error), 403)
    return _see_other(reverse("add-preview", args=[key]))


def _start(request: HttpRequest, what: str, problem: str, status: int = 200) -> HttpResponse:
    head = Head(title="Add a package", here="packages", index=False)
    return form_page(
        request,
        "adding/start.html",
        head,
        status=status,
        what=what[:LONGEST].replace("\0", ""),
        problem=problem,
        longest=LONGEST,
    )


def _refusal(request: HttpRequest) -> str:
    try:
        require(actor_of(request), Act.ADD_PACKAGE)
    except RefusedError as error:
        return str(error)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """What the sources told, and the entry to decide on. POST saves it."""
    from packdex.refresh.looks import preview_of

    found = preview_of(actor_of(request), key, timezone.now())
    if found is None:
        if request.method == "POST":
            problem = "That was looked up more than an hour ago. Look it up once more."
            return _start(request, "", problem, 409)
        raise Http404("no such look")
    if request.method == "POST":
        return _save(request, found)
    return _preview(request, Shown.of(found))


def _save(request: HttpRequest, found: Preview) -> HttpResponse:
    from packdex.refresh.adding import AlreadyHereError, add
    from packdex.refresh.context import open_context

    given = {name: request.POST.get(name, "") for name in FIELDS}
    actor = actor_of(request)
    context = open_context(PATIENCE_S)
    try:
        with context.door:
            package = add(actor, found, _wish(given), context)
    except AlreadyHereError as error:
        mine = [here for here in error.here if here.created_by == actor.id and not here.hidden]
        if mine:  # the form was sent twice
            return _see_other(reverse("package", args=[mine[0].slug]))
        return _preview(request, Shown.of(found), given, status=409)
    except InvalidError as error:
        wrong = {_FIELD_OF.get(error.field, error.field): error.message}
        return _preview(request, Shown.of(found), given, wrong, status=422)
    except RefusedError as error:
        return _preview(request, Shown.of(found), given, {"all": str(error)}, status=403)
    messages.success(request, "Added. Thank you.")
    return _see_other(reverse("package", args=[package.slug]))


_FIELD_OF = {"category_id": "category"}


def _wish(given: Mapping[str, str]) -> Wish:
    from packdex.refresh.adding import Wish

    category = Category.objects.filter(slug=given["category"], placeholder=False).first()
    if category is None:
        raise InvalidError("category", "Choose one.")
    return Wish(
        given["title"], category.pk, given["slug"].strip(), given["documentation_url"].strip()
    )


def _preview(
    request: HttpRequest,
    shown: Shown,
    given: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of a look; `given` is what was typed, `wrong` what is wrong with it by field."""
    title = f"Add {shown.title}" if shown.is_known else "Not found"
    head = Head(title=title, here="packages", index=False)
    return form_page(
        request,
        "adding/preview.html",
        head,
        status=status,
        shown=shown,
        given=given or shown.proposed,
        wrong=wrong or {},
    )


def _see_other(address: str) -> HttpResponse:
    """Go there by GET, so that a page that is loaded again sends no form again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
