"""Who maintains a package or a grid: the list, inviting others, leaving, putting somebody out."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from packdex.accounts.invitations.making import Wish
from packdex.catalog import maintainers
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import maintaining
from packdex.catalog.models import Claim, Grid, Maintainer, Package
from packdex.core.roles import Act, Actor, RefusedError, may
from packdex.web.forms import actor_of, form_page, sign_in_first
from packdex.web.people.names import profile_link
from packdex.web.people.things import id_in, path_of, row_or_404
from packdex.web.render import Head
from packdex.web.rights import inviting
from packdex.web.rights.invitations import Told, said
from packdex.web.rights.inviting import Made
from packdex.web.show import day, one_line

CLAIMS = 20


class Shown(NamedTuple):
    """A maintainer in the list; `own` is who looks at it."""

    id: int
    name: SafeString
    since: SafeString
    how: str
    evidence: str
    own: bool


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """The maintainers of a package."""
    return _maintainers(request, row_or_404(request, Package, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The maintainers of a grid."""
    return _maintainers(request, row_or_404(request, Grid, slug))


def _maintainers(request: HttpRequest, row: Package | Grid) -> HttpResponse:
    """The page; POST `do`: invite (`email`), leave or remove (`id`, `why`)."""
    actor = actor_of(request)
    if request.method != "POST":
        return _page(request, row, actor)
    if actor.id is None:
        return sign_in_first(request)
    made, told, status = None, Told({}, ""), 400
    try:
        made = _do(request, row, actor)
    except RefusedError as error:
        told, status = Told({}, str(error)), 403
    except InvalidError as error:
        told = Told({}, f"The reason {error.message}")
    except ValidationError as error:
        told = said(error)
    if made is None and told == Told({}, ""):
        messages.success(request, "Done.")
        return HttpResponseRedirect(f"{path_of(row)}maintainers/")
    return _page(request, row, actor, made=made, told=told, status=200 if made else status)


def _do(request: HttpRequest, row: Package | Grid, actor: Actor) -> Made | None:
    """Do what was asked for; an invitation that was made is to be shown."""
    do, now = request.POST.get("do", ""), timezone.now()
    if do == "invite":
        wish = Wish(
            request.POST.get("email", ""),
            package_id=row.pk if isinstance(row, Package) else None,
            grid_id=row.pk if isinstance(row, Grid) else None,
        )
        return inviting.make(request, actor, wish, now)
    if do not in {"leave", "remove"}:
        raise BadRequest("no such step")
    _end(row, actor, request)
    return None


def _end(row: Package | Grid, actor: Actor, request: HttpRequest) -> None:
    """Have somebody be no maintainer of this very thing any more. Raises as `stop` does."""
    id_, why = id_in(request.POST.get("id", "")), request.POST.get("why", "")
    if not row.maintainers.filter(pk=id_).exists():
        raise InvalidError("maintainer", "is none: somebody took this person out already.")
    maintaining.stop(actor, id_, timezone.now(), why=why)


def _page(
    request: HttpRequest,
    row: Package | Grid,
    actor: Actor,
    *,
    made: Made | None = None,
    told: Told = Told({}, ""),  # noqa: B008 - a value that nobody changes
    status: int = 200,
) -> HttpResponse:
    title = one_line(row.title)
    people = maintainers.maintainers_of(row)
    own = any(one.person_id == actor.id for one in people)
    moderates = may(actor, Act.REMOVE_MAINTAINER)
    content: dict[str, Any] = {}
    if isinstance(row, Package):
        content = {
            "claims": list(map(_claim, maintainers.claims_of(row, CLAIMS))) if moderates else [],
            "claimable": (not own and may(actor, Act.CLAIM)) or actor.id is None,
            "declares": maintainers.may_for(actor, Act.DECLARE, row),
        }
    return form_page(
        request,
        "rights/maintainers.html",
        Head(title=f"Maintainers of {title}", index=False),
        status=status,
        path=path_of(row),
        title=title,
        what="package" if isinstance(row, Package) else "grid",
        people=[_shown(one, actor) for one in people],
        own=own,
        moderates=moderates,
        invites=may(actor, Act.INVITE_MAINTAINER, owns=own),
        given=request.POST.get("email", "") if told.wrong else "",
        made=made,
        wrong=told.wrong,
        problem=told.problem,
        **content,
    )


def _shown(row: Maintainer, actor: Actor) -> Shown:
    return Shown(
        row.pk,
        profile_link(row.person),
        day(row.since),
        row.get_how_display(),
        one_line(row.evidence),
        row.person_id == actor.id,
    )


def _claim(row: Claim) -> tuple[SafeString, SafeString, str, str, str]:
    reason = one_line(row.reason)
    return day(row.created), profile_link(row.by), row.get_how_display(), row.outcome, reason
