"""One's own access tokens: making one, seeing them, taking one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString

from packdex.accounts.models import PersonalToken, User
from packdex.accounts.tokens import personal
from packdex.accounts.tokens.words import MEANING
from packdex.core.roles import Scope
from packdex.web.forms import form_page
from packdex.web.people.things import id_in
from packdex.web.programs.chosen import chosen, offered
from packdex.web.programs.person import of_person, proven, wrong_fields
from packdex.web.render import Head, static_address
from packdex.web.show import day

PATH = "/accounts/tokens/"
DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"))


class Line(NamedTuple):
    """A token in the list."""

    id: int
    name: str
    start: str
    may: tuple[str, ...]
    used: SafeString | None
    ends: SafeString
    ended: bool


@of_person
def tokens(request: HttpRequest, user: User) -> HttpResponse:
    """The tokens of who asks. POST `do`: "make" with `name`, `scope` and `days`; "revoke" `id`."""
    if request.method != "POST":
        return _page(request, user)
    if request.POST.get("do") == "revoke":
        if personal.revoke(user, id_in(request.POST.get("id", ""))):
            messages.success(request, "The token is of no use any more.")
        return HttpResponseRedirect(PATH)
    return _make(request, user)


@proven
def _make(request: HttpRequest, user: User) -> HttpResponse:
    name, days = request.POST.get("name", ""), request.POST.get("days", "")
    scopes = chosen(request)
    try:
        row, token = personal.make(
            user, name, scopes, int(days) if days in dict(DAYS) else 0, timezone.now()
        )
    except ValidationError as error:
        wrong = wrong_fields(error)
        given = {"name": name, "days": days}
        return _page(request, user, status=400, wrong=wrong, given=given, ticked=scopes)
    return _page(request, user, made=row, token=token)


def _page(
    request: HttpRequest,
    user: User,
    *,
    status: int = 200,
    ticked: frozenset[Scope] = frozenset({Scope.READ}),
    **content: Any,
) -> HttpResponse:
    now = timezone.now()
    return form_page(
        request,
        "programs/tokens.html",
        Head(title="Tokens", index=False),
        status=status,
        programs_style=static_address("web/programs.css"),
        lines=[_line(row, now) for row in personal.listed(user)],
        offered=offered(user, ticked),
        lasting=DAYS,
        **({"wrong": {}, "given": {"days": "90"}} | content),
    )


def _line(row: PersonalToken, now: datetime) -> Line:
    may = tuple(words for scope, words in MEANING.items() if scope in row.scopes)
    used = day(row.used_at) if row.used_at else None
    return Line(row.pk, row.name, row.start, may, used, day(row.expires_at), row.expires_at <= now)
