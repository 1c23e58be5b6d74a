"""What an application may send to our endpoints: a form with each field once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from allauth.idp.oidc.internal.resources import get_resources
from allauth.idp.oidc.models import Client
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from packdex.accounts import refusals

FIELDS = frozenset(
    {
        *("grant_type", "client_id", "client_secret", "scope", "resource"),
        *("code", "code_verifier", "redirect_uri", "refresh_token", "device_code"),
        *("token", "token_type_hint"),
        *("subject_token", "subject_token_type", "subject_issuer"),
        *("requested_token_type", "audience", "actor_token", "actor_token_type"),
    }
)
"""All others are not looked at; the library would take some for its own notes."""

GIVEN_OUT = frozenset({"client_id", "code", "device_code", "refresh_token"})
"""What we made ourselves, and look up under what is sent."""

_GIVEN_OUT = re.compile(r"[-.\w]{1,100}", re.ASCII)

LONGEST = 10_000  # characters; an ID token of another service has a few thousand

_ERROR = re.compile(rb'"error": "([a-z_]{1,40})"')
_USUAL = {"authorization_pending", "slow_down"}
"""What a device is told until its person has answered."""

LIMIT = "60/m/ip"
WAIT_S = 60

View = Callable[[HttpRequest], HttpResponse]


def endpoint(view: View) -> View:
    """Have `view` see only requests that are well formed, and not too many of one address.

    What it answers is kept by nobody. No cookie is looked at, so that no page of others can use it.
    """

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        answer = _refusal(request) or view(request)
        _note(request, answer)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Pragma"] = "no-cache"
        return answer

    return guarded


def _is_none_of_ours(name: str, value: str) -> bool:
    if name in GIVEN_OUT:
        return bool(value) and not _GIVEN_OUT.fullmatch(value)
    return len(value) > LONGEST or "\0" in value


def _note(request: HttpRequest, answer: HttpResponse) -> None:
    if answer.status_code < 400:
        return
    found = _ERROR.search(answer.content)
    name = found[1].decode() if found else str(answer.status_code)
    if name not in _USUAL:
        id_ = request.POST.get("client_id", "")
        refusals.note(request, f"{name} to the application {id_ if id_.isalnum() else '?'}"[:200])


def error(name: str, why: str, status: int = 400) -> JsonResponse:
    """An error as OAuth2 has them (RFC 6749, 5.2)."""
    return JsonResponse({"error": name, "error_description": why}, status=status)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    try:
        limits = {"oauth": LIMIT}
        ratelimit.consume(
            request, app="packdex", action="oauth", config=limits, raise_exception=True
        )
    except RateLimited:
        answer = error("temporarily_unavailable", f"At most {LIMIT[:2]} requests a minute.", 429)
        answer.headers["Retry-After"] = str(WAIT_S)
        return answer
    if request.content_type != "application/x-www-form-urlencoded":
        return error("invalid_request", "Send the fields as application/x-www-form-urlencoded.")
    if request.GET:
        return error("invalid_request", "Send the fields in the body, not in the address.")
    return _refusal_of_fields(request)


def _refusal_of_fields(request: HttpRequest) -> HttpResponse | None:
    kept = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in FIELDS:
            continue
        if len(values) > 1 and name not in {"resource", "audience"}:
            return error("invalid_request", f"Send {name} once.")
        if name == "client_id" and _is_none_of_ours(name, values[0]):
            return error("invalid_client", "No application has this id.", 401)
        if any(_is_none_of_ours(name, value) for value in values):
            return error("invalid_request", f"{name} is not one that we gave out.")
        kept.setlist(name, values)
    if kept.get("grant_type") == Client.GrantType.DEVICE_CODE:
        # What the person saw is kept with the code. oauthlib would prefer what is sent here.
        kept.pop("scope", None)
    request.POST = kept  # type: ignore[assignment]
    try:
        get_resources(request)
    except (ValidationError, ValueError):
        return error("invalid_target", "The only resource here is this directory.")
    return None
