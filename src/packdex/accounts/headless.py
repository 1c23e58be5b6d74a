"""Accounts by REST, for programs without a browser: allauth's headless views, and what they lack.

They do all that the pages do, with the same forms, limits and letters. A program gets a session
token where a browser gets a cookie, and sends it as `X-Session-Token`. Only the kind for programs
is here: pages of ours need none, and other sites' scripts are not let at people's cookies.
"""

from __future__ import annotations

import json
from functools import cache, wraps
from typing import Any

from allauth.headless import urls
from allauth.headless.spec.internal.schema import get_schema
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from packdex.accounts.passkeys import NO_PASSKEY, SHAPELESS
from packdex.accounts.patterns import around
from packdex.core.roles import Role

LARGEST = 64 * 1024  # bytes; a passkey, the largest thing sent, has a few thousand
DEEPEST = 200
"""Brackets that a body may open: to read them nested, each takes a part of Python's stack."""

_CHANGED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "github_account": {"type": "string", "maxLength": 39},
        "gitlab_url": {"type": "string", "format": "uri", "maxLength": 100},
        "bitbucket_url": {"type": "string", "format": "uri", "maxLength": 100},
        "shows_favorites": {"type": "boolean"},
    },
    "additionalProperties": False,
}
_SHOWN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "username": {"type": "string"},
        "account": {"type": "string"},
        "role": {"enum": [role.name.lower() for role in Role]},
    }
    | _CHANGED["properties"],
}
_ANSWERS = {
    "200": {
        "description": "The profile as it is now, in `data`.",
        "content": {"application/json": {"schema": {"properties": {"data": _SHOWN}}}},
    },
    "400": {"description": "A field cannot be taken; nothing was changed."},
    "401": {"description": "Nobody is signed in."},
}
PROFILE = {
    "get": {"tags": ["Account: Profile"], "summary": "Get the profile", "responses": _ANSWERS},
    "patch": {
        "tags": ["Account: Profile"],
        "summary": "Change the profile",
        "requestBody": {"content": {"application/json": {"schema": _CHANGED}}},
        "responses": _ANSWERS,
    },
}
"""The one address below that is not allauth's, as OpenAPI describes it (api/profile.py)."""


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of all these addresses."""
    return HttpResponse(_document(), "application/vnd.oai.openapi+json")


@cache
def _document() -> bytes:
    told = get_schema()
    told["info"] |= {"title": "Accounts by REST", "description": __doc__}
    root = reverse("headless:openapi_yaml").removesuffix("openapi.json")
    told["paths"][f"{root}app/v1/account/profile"] = PROFILE
    return json.dumps(told).encode()


def _with_check(view: Any) -> Any:
    """A view that sees only bodies that can be what they should be."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wrong = _wrong(request.body) if request.method not in {"GET", "HEAD"} else None
        if wrong is not None:
            status, why = wrong
            told = {"status": status, "errors": [{"code": "invalid", "message": why}]}
            return JsonResponse(told, status=status)
        try:
            answer: HttpResponseBase = view(request, *args, **kwargs)
        except SHAPELESS:
            if "/webauthn" not in request.path:
                raise
            error = {"code": "incorrect_code", "param": "credential", "message": NO_PASSKEY}
            return JsonResponse({"status": 400, "errors": [error]}, status=400)
        return answer

    return checked


def _wrong(body: bytes) -> tuple[int, str] | None:
    """What is wrong with a body, and the status that says so. None: it is an object, or nothing."""
    if not body:
        return None
    if len(body) > LARGEST:
        return 413, f"At most {LARGEST} bytes are taken."
    if body.count(b"[") + body.count(b"{") > DEEPEST:
        return 400, "This is nested too deeply."
    try:
        told = json.loads(body)
        # A half of a pair, as in "\\ud800", is no text that could be stored.
        json.dumps(told, ensure_ascii=False).encode()
    except ValueError:
        return 400, "This is not JSON."
    return None if isinstance(told, dict) else (400, "Send an object.")


app_name = urls.app_name
# By this name the document's own code finds out where all of it is.
urlpatterns = [
    path("openapi.json", document, name="openapi_yaml"),
    *around(urls.urlpatterns, _with_check),
]
