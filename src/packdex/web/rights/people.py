"""Who may do what here: people with their roles, for admins."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from packdex.accounts import people as accounts
from packdex.accounts.models import User
from packdex.catalog.actions.people.renamed import person_renamed
from packdex.core.counts import counted
from packdex.core.roles import Act, RefusedError, Role, may
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.paging import Paging
from packdex.web.people.names import profile_link
from packdex.web.people.things import id_in
from packdex.web.render import Head
from packdex.web.show import day, one_line

PATH = "/accounts/people/"
LONGEST_SEARCH = 150
ROLES = {role.name.lower(): role for role in Role}


class Shown(NamedTuple):
    """An account in the list."""

    id: int
    name: SafeString
    username: str
    email: str
    since: SafeString
    role: str
    active: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def people(request: HttpRequest) -> HttpResponse:
    """The accounts, those that `q` finds; POST `do`: role (`id`, `role`), deactivate, activate."""
    if not may(actor_of(request), Act.MANAGE_PEOPLE):
        raise PermissionDenied("This page is for admins.")
    problem, status = "", 200
    if request.method == "POST":
        try:
            messages.success(request, _do(request))
        except RefusedError as error:
            problem, status = str(error), 409
        except ValidationError as error:
            problem, status = " ".join(error.messages), 400
        else:
            return HttpResponseRedirect(request.get_full_path())
    return _page(request, problem, status)


def _do(request: HttpRequest) -> str:
    """What is said when it is done. Raises RefusedError and ValidationError."""
    actor, id_ = actor_of(request), id_in(request.POST.get("id", ""))
    do = request.POST.get("do", "")
    if do == "role":
        role = ROLES.get(request.POST.get("role", ""))
        if role is None:
            raise ValidationError(f"A role is one of {', '.join(ROLES)}.")
        user = accounts.set_role(actor, id_, role)
        return f"{user.username} is {role.name.lower()} now."
    if do not in {"deactivate", "activate"}:
        raise BadRequest("no such step")
    user = accounts.set_active(actor, id_, active=do == "activate")
    person_renamed(user.pk)
    return f"{user.username} may {'sign in again' if user.is_active else 'not sign in any more'}."


def _page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:LONGEST_SEARCH].replace("\0", "")
    found = _found(wanted)
    size, query = settings.PACKDEX_PAGE_SIZE, {"q": wanted} if wanted else {}
    paging = Paging.at(request.GET.get("page", ""), size, found.count(), PATH, query)
    return form_page(
        request,
        "rights/people.html",
        Head(title="People", index=False),
        status=status,
        problem=problem,
        wanted=wanted,
        count=counted(paging.total, "account"),
        roles=list(ROLES),
        rows=[_shown(user) for user in found[paging.start : paging.stop]],
        paging=paging,
    )


def _found(wanted: str) -> QuerySet[User]:
    """Whose name or address has these letters; without any all, those who may most first."""
    users = User.objects.order_by("-role", "username")
    if not wanted:
        return users
    named = Q(username__icontains=wanted) | Q(github_account__icontains=wanted)
    return users.filter(named | Q(email__icontains=wanted))


def _shown(user: User) -> Shown:
    return Shown(
        user.pk,
        profile_link(user),
        one_line(user.username),
        one_line(user.email),
        day(user.date_joined),
        ("admin" if user.is_superuser else Role(user.role).name.lower()),
        user.is_active,
    )
