"""Applications: what one has let act for oneself, and those that one registered."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString

from packdex.accounts.models import Application, User
from packdex.accounts.oauth import applications as register
from packdex.accounts.tokens.words import IDENTITY, MEANING
from packdex.core.roles import Scope
from packdex.web.forms import form_page
from packdex.web.people.names import profile_link
from packdex.web.programs.chosen import chosen, offered
from packdex.web.programs.person import of_person, proven, wrong_fields
from packdex.web.render import Head, static_address
from packdex.web.show import day

PATH = "/accounts/applications/"
WORDS: dict[str, str] = IDENTITY | {str(scope): words for scope, words in MEANING.items()}
KINDS = (
    ("confidential", "On a server of its own", "It keeps a secret, and can also act as you."),
    ("public", "On people's devices", "An app, a command, or a page in the browser: no secret."),
)


class Line(NamedTuple):
    """An application that may act for the person."""

    id: str
    name: str
    by: SafeString
    may: tuple[str, ...]
    since: SafeString


class Own(NamedTuple):
    """An application that the person registered."""

    id: str
    name: str
    public: bool
    addresses: list[str]
    may: tuple[str, ...]


@of_person
def applications(request: HttpRequest, user: User) -> HttpResponse:
    """Both lists. POST `do`: "end", "renew" or "remove" the application with this `id`."""
    if request.method != "POST":
        return _page(request, user)
    key, do = request.POST.get("id", "").replace("\0", ""), request.POST.get("do")
    if do == "renew":
        return _renew(request, user)
    if do == "end" and register.end(user, key):
        messages.success(request, "It may not act for you any more.")
    elif do == "remove" and register.remove(user, key):
        messages.success(request, "The application is removed, with all that people allowed it.")
    return HttpResponseRedirect(PATH)


@proven
def _renew(request: HttpRequest, user: User) -> HttpResponse:
    renewed = register.renew_secret(user, request.POST.get("id", "").replace("\0", ""))
    if renewed is None:
        return HttpResponseRedirect(PATH)
    return _page(request, user, made=renewed[0], secret=renewed[1])


@of_person
def add(request: HttpRequest, user: User) -> HttpResponse:
    """Register an application: POST `name`, `kind`, `addresses` (one a line) and `scope`."""
    return _register(request, user) if request.method == "POST" else _form(request, user)


@proven
def _register(request: HttpRequest, user: User) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("name", "kind", "addresses")}
    addresses = [line.strip() for line in given["addresses"].splitlines() if line.strip()]
    scopes = chosen(request)
    if given["kind"] not in {kind for kind, *_ in KINDS}:
        wrong = {"kind": "Choose where it runs."}
        return _form(request, user, status=400, given=given, wrong=wrong, ticked=scopes)
    public = given["kind"] == "public"
    try:
        row, secret = register.register(user, given["name"], addresses, scopes, public=public)
    except ValidationError as error:
        wrong = wrong_fields(error)
        return _form(request, user, status=400, given=given, wrong=wrong, ticked=scopes)
    return _page(request, user, made=row, secret=secret)


def _page(request: HttpRequest, user: User, **content: Any) -> HttpResponse:
    return form_page(
        request,
        "programs/applications.html",
        Head(title="Applications", index=False),
        programs_style=static_address("web/programs.css"),
        allowed=[_line(one) for one in register.allowed(user, timezone.now())],
        owned=[_own(row) for row in register.owned(user)],
        **content,
    )


def _form(
    request: HttpRequest,
    user: User,
    *,
    status: int = 200,
    ticked: frozenset[Scope] = frozenset({Scope.READ}),
    **content: Any,
) -> HttpResponse:
    return form_page(
        request,
        "programs/application_add.html",
        Head(title="Register an application", index=False),
        status=status,
        programs_style=static_address("web/programs.css"),
        kinds=KINDS,
        offered=offered(user, ticked),
        **({"wrong": {}, "given": {"kind": "confidential"}} | content),
    )


def _line(one: register.Allowed) -> Line:
    may = tuple(WORDS[name] for name in one.scopes)
    row = one.application
    return Line(row.pk, row.name, profile_link(row.owner), may, day(one.since))


def _own(row: Application) -> Own:
    may = tuple(words for scope, words in MEANING.items() if scope in row.get_scopes())
    return Own(row.pk, row.name, row.is_public, row.get_redirect_uris(), may)
