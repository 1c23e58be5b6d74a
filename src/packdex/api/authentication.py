"""Who calls the API with a token in the `Authorization` header.

`request.user` is the token's account, and `request.auth` the Bearer, whose scopes limit what it may
do. A header that names no token of ours is answered 401 on whatever it is sent with: a client
whose token has ended is to notice it (RFC 6750, section 3.1).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from packdex.accounts import refusals
from packdex.accounts.models import User
from packdex.accounts.tokens.bearer import Bearer, bearer_of
from packdex.api.json import dumps
from packdex.core.roles import Scope

View = Callable[..., HttpResponse]

SCHEMES = ("bearer", "token")
"""What may stand before a token; many clients of REST framework say "Token"."""

SESSION_TOKEN = "HTTP_X_SESSION_TOKEN"  # noqa: S105 - the name of a header

CHALLENGE = 'Bearer realm="api"'
INVALID = (
    f'{CHALLENGE}, error="invalid_token",'
    ' error_description="The token is unknown, expired or revoked."'
)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`, with a personal access token or an access token of OAuth2.

    It has to be the first in the list: what it asks for is what an answer 401 says.
    """

    def authenticate(self, request: Request | HttpRequest) -> tuple[User, Bearer] | None:
        """The token's person and the token. None: the header holds none.

        Raises AuthenticationFailed for a token that is not, or no longer, one of ours.
        """
        token = _token_of(request)
        if token is None:
            return None
        bearer = bearer_of(token, timezone.now())
        if bearer is None:
            refusals.note(request, "a token that is none, or has ended")
            raise AuthenticationFailed("Invalid token.")
        return bearer.user, bearer

    def authenticate_header(self, request: Request | HttpRequest) -> str:
        """What an answer 401 says in `WWW-Authenticate`."""
        return CHALLENGE if _token_of(request) is None else INVALID


class SessionTokenAuthentication(BaseAuthentication):
    """`X-Session-Token: TOKEN`, of a program that signed in by REST (accounts/headless.py).

    It may all that its person may. Other sites' pages cannot send such a header, so no form's proof
    is needed.
    """

    def authenticate(self, request: Request | HttpRequest) -> tuple[User, None] | None:
        """The session's person. None: the header is not there. Raises AuthenticationFailed."""
        token = request.META.get(SESSION_TOKEN)
        if token is None:
            return None
        # Loaded by whoever needs it: with it comes all of allauth's REST.
        from allauth.headless.internal.sessionkit import authenticate_by_x_session_token

        found = authenticate_by_x_session_token(token) if token.isalnum() else None
        if found is None:
            refusals.note(request, "a session that is none, or has ended")
            raise AuthenticationFailed("Invalid session token.")
        return found[0], None


def refusing_wrong_tokens(view: View) -> View:
    """`view`, which is Django's own and knows nobody, with 401 for whoever sends a wrong token."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            for way in (TokenAuthentication(), SessionTokenAuthentication()):
                way.authenticate(request)
        except AuthenticationFailed as error:
            headers = {"WWW-Authenticate": TokenAuthentication().authenticate_header(request)}
            body = dumps({"detail": str(error.detail)})
            return HttpResponse(body, "application/json", 401, headers=headers)
        return view(request, *args, **kwargs)

    return checked


def insufficient_scope(scope: Scope) -> str:
    """What an answer 403 says in `WWW-Authenticate` to a token that lacks `scope`."""
    return f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'


def _token_of(request: Request | HttpRequest) -> str | None:
    """What the `Authorization` header holds as a token; "" where it is no token's form."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else None
