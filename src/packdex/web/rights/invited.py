"""The page of one invitation: what it is to, who invites, and to accept it or decline."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.accounts.invitations import arriving, taking
from packdex.accounts.invitations.letter import to_what
from packdex.accounts.invitations.standing import is_for, masked, problem
from packdex.accounts.models import Invitation, User
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import maintaining
from packdex.catalog.models import Grid, Package
from packdex.core.roles import RefusedError
from packdex.web.forms import form_page
from packdex.web.people.names import profile_link
from packdex.web.people.things import path_of
from packdex.web.render import Head
from packdex.web.rights.inviting import thing_of
from packdex.web.show import day, one_line
from packdex.web.visitor import user_of


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """The invitation; POST `do`: accept, decline, or join and sign-in for who is a stranger yet."""
    row, user = taking.find(secret), user_of(request)
    if request.method != "POST":
        return _page(request, row, user, problem(row, user, timezone.now()))
    do = request.POST.get("do", "")
    try:
        if do == "accept" and user is not None:
            return HttpResponseRedirect(_accept(request, user, secret))
        if do == "decline":
            taking.decline(secret, timezone.now())
            messages.success(request, "The invitation is declined.")
            return HttpResponseRedirect("/")
    except (taking.NotForYouError, RefusedError, InvalidError) as error:
        why = "It is not there any more." if isinstance(error, InvalidError) else str(error)
        return _page(request, taking.find(secret), user, why, 409)
    if do in {"join", "sign-in"} and user is None and row is not None:
        return _go(request, secret, row.email if do == "join" else None)
    raise BadRequest("no such step")


def _accept(request: HttpRequest, user: User, secret: str) -> str:
    """Where to go after accepting. Raises what `accept` and `be_invited` raise."""
    now, to = timezone.now(), "/"
    with transaction.atomic():
        row = taking.accept(user, secret, now)
        inviter = row.by.actor if row.by else None
        if row.package_id:
            to = path_of(maintaining.be_invited(inviter, user.actor, Package, row.package_id, now))
        elif row.grid_id:
            to = path_of(maintaining.be_invited(inviter, user.actor, Grid, row.grid_id, now))
    arriving.leave(request)
    messages.success(request, "The invitation is accepted. Thank you.")
    return to


def _go(request: HttpRequest, secret: str, email: str | None) -> HttpResponse:
    """To the page for signing up (None: in), and from there back to here."""
    arriving.come_with(request, secret)
    query = {"next": arriving.path_of(secret)} | ({"email": email} if email else {})
    page = settings.LOGIN_URL if email is None else "/accounts/signup/"
    return HttpResponseRedirect(f"{page}?{urlencode(query)}")


def _page(
    request: HttpRequest, row: Invitation | None, user: User | None, why: str, status: int = 0
) -> HttpResponse:
    thing = thing_of(row.package_id, row.grid_id) if row and not why else None
    if row and not why and (row.package_id or row.grid_id) and (thing is None or thing.hidden):
        why = "What it invites to look after is not there any more."
    foreign = bool(row and user and not why and not is_for(row, user))
    return form_page(
        request,
        "rights/invited.html",
        Head(title="Invitation", index=False),
        status=status or (404 if row is None else 410 if why else 200),
        why=why,
        by=profile_link(row.by) if row and not why else "",
        what=to_what(row, one_line(thing.title) if thing else "") if row and not why else "",
        path=path_of(thing) if thing and not why else "",
        until=day(row.expires_at) if row else "",
        address=masked(row.email) if row and row.email else "",
        foreign=foreign,
        account=user.account if user else "",
        joins=settings.PACKDEX_SIGN_UP != "closed",
    )
