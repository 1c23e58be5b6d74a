"""The invitations of this directory: to make them, to send them again, to take them back."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from packdex.accounts.invitations.letter import to_what
from packdex.accounts.invitations.making import Wish, roles_for
from packdex.accounts.invitations.standing import OPEN, RESERVED, standing
from packdex.accounts.models import Invitation
from packdex.catalog.models import Maintainer
from packdex.core.roles import Act, Actor, RefusedError, Role, may
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.paging import Paging
from packdex.web.people.names import profile_link
from packdex.web.people.things import id_in, path_of
from packdex.web.render import Head
from packdex.web.rights import inviting
from packdex.web.rights.inviting import Made, Things
from packdex.web.show import day, one_line

PATH = "/accounts/invitations/"


class Shown(NamedTuple):
    """An invitation in the list. `open` says that it can be sent again or taken back."""

    id: int
    to: str
    what: str
    path: str
    by: SafeString
    on: SafeString
    until: SafeString
    stands: str
    taken_by: SafeString
    open: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitations(request: HttpRequest) -> HttpResponse:
    """Those that this person may see.

    POST makes one (`do=invite`, `email`, `role`), sends it again (`again`, `id`) or takes it back
    (`revoke`, `id`).
    """
    actor = actor_of(request)
    makes = may(actor, Act.INVITE) or Maintainer.objects.filter(person=actor.id).exists()
    if not makes and not _seen_by(actor).exists():
        raise PermissionDenied(
            "Invitations are made by moderators, and by who maintains a package."
        )
    given = {"email": request.POST.get("email", ""), "role": request.POST.get("role", "member")}
    made, told, status = None, Told({}, ""), 200
    if request.method == "POST":
        try:
            made = _do(request, actor, given)
        except RefusedError as error:
            told, status = Told({}, str(error)), 403
        except ValidationError as error:
            told, status = said(error), 400
        else:
            given = {"email": "", "role": "member"}
    return _page(request, actor, given, made, told, status)


class Told(NamedTuple):
    """What a form says of what is wrong: by field, and else."""

    wrong: dict[str, str]
    problem: str


def said(error: ValidationError) -> Told:
    """What is wrong, as a form says it."""
    if hasattr(error, "error_dict"):
        return Told({field: " ".join(told) for field, told in error.message_dict.items()}, "")
    return Told({}, " ".join(error.messages))


def _do(request: HttpRequest, actor: Actor, given: dict[str, str]) -> Made | None:
    now, do = timezone.now(), request.POST.get("do", "invite")
    if do == "again":
        return inviting.again(request, actor, id_in(request.POST.get("id", "")), now)
    if do == "revoke":
        inviting.revoke(actor, id_in(request.POST.get("id", "")), now)
        return Made("", "")
    role = {role.name.lower(): role for role in Role}.get(given["role"])
    if role is None:
        raise ValidationError({"role": "There is no such role."})
    return inviting.make(request, actor, Wish(given["email"], role), now)


def _page(
    request: HttpRequest,
    actor: Actor,
    given: dict[str, str],
    made: Made | None,
    told: Told,
    status: int,
) -> HttpResponse:
    seen = _seen_by(actor)
    size = settings.PACKDEX_PAGE_SIZE
    paging = Paging.at(request.GET.get("page", ""), size, seen.count(), PATH, {})
    rows = list(seen.order_by("-created", "-id")[paging.start : paging.stop])
    things = inviting.things_of(rows)
    return form_page(
        request,
        "rights/invitations.html",
        Head(title="Invitations", index=False),
        status=status,
        invites=may(actor, Act.INVITE),
        closed=settings.PACKDEX_SIGN_UP == "closed",
        roles=[role.name.lower() for role in roles_for(actor)],
        given=given,
        made=made,
        wrong=told.wrong,
        problem=told.problem,
        rows=[_shown(row, things) for row in rows],
        paging=paging,
    )


def _seen_by(actor: Actor) -> QuerySet[Invitation]:
    """One's own; moderators see those to accounts and things, who gives roles all."""
    rows = Invitation.objects.select_related("by", "taken_by")
    if may(actor, Act.MANAGE_PEOPLE):
        return rows
    others = Q(role__lte=Role.MEMBER.value) if may(actor, Act.INVITE) else Q()
    return rows.filter(Q(by=actor.id) | others)


def _shown(row: Invitation, things: Things) -> Shown:
    thing = things.get(("package", row.package_id or 0)) or things.get(("grid", row.grid_id or 0))
    stands = standing(row, timezone.now())
    return Shown(
        row.pk,
        row.email or "whoever has the link",
        to_what(row, one_line(thing.title) if thing else ""),
        path_of(thing) if thing else "",
        profile_link(row.by),
        day(row.created),
        day(row.expires_at),
        stands,
        profile_link(row.taken_by),
        stands in {OPEN, RESERVED},
    )
