"""What moderators do to one package or grid: lock it, hide it, merge it with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog import moderation
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.models import Grid, Package
from packdex.core.roles import RefusedError
from packdex.web.forms import actor_of, form_page
from packdex.web.people.moderators import for_moderators
from packdex.web.people.names import profile_link
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import day, one_line

# What a form may ask for, and what is said when it is done.
STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "lock": (moderate.lock, "It is locked: only editors change it."),
    "unlock": (moderate.unlock, "Everybody may change it again."),
    "hide": (moderate.hide, "It is hidden: only moderators see it."),
    "unhide": (moderate.unhide, "It is shown to everybody again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """What a moderator may do to a package; POST `do` and `why`."""
    return _moderate(request, Package, row_or_404(request, Package, slug))


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """What a moderator may do to a grid; POST `do` and `why`."""
    return _moderate(request, Grid, row_or_404(request, Grid, slug))


def _moderate(request: HttpRequest, table: Any, row: Package | Grid) -> HttpResponse:
    problem, status, do = "", 200, request.POST.get("do", "")
    why = request.POST.get("why", "")
    if request.method == "POST":
        if do not in STEPS:
            raise BadRequest("no such step")
        act, done = STEPS[do]
        try:
            act(actor_of(request), table, row.pk, timezone.now(), why=why)
        except InvalidError as error:
            problem, status = f"The reason {error.message}", 400
        except RefusedError as error:
            problem, status = str(error), 403
        else:
            messages.success(request, done)
            return HttpResponseRedirect(path_of(row))
    change = moderation.why_hidden(row) if row.hidden else None
    title = one_line(row.title)
    return form_page(
        request,
        "people/moderate.html",
        Head(title=f"Moderate {title}", index=False),
        status=status,
        row=row,
        what="package" if table is Package else "grid",
        path=path_of(row),
        title=title,
        problem=problem,
        wrong=do if problem else "",
        why=why,
        hidden_why=one_line(change.why) if change else "",
        hidden_by=profile_link(change.by) if change else "",
        hidden_on=day(change.at) if change else "",
    )
