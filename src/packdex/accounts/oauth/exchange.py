"""A token of another service for one of ours (RFC 8693): how a program signs in with GitHub.

The person agreed to that service and not to the application that asks here. So only an application
of an administrator's may exchange tokens of everybody; all others those of their owner alone.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.idp.oidc import app_settings
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.oauthlib.utils import extract_params
from allauth.idp.oidc.models import Token
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from oauthlib.common import Request

from packdex.accounts.models import Application, User
from packdex.accounts.oauth import families, services
from packdex.accounts.oauth.asked import error
from packdex.accounts.oauth.server import Rules
from packdex.accounts.tokens import text
from packdex.core.roles import Role

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"


class _RefusedError(Exception):
    """What OAuth2 calls the error, and what it says.

    A subject token that is no good is an invalid request, by RFC 8693, 2.2.2.
    """

    def __init__(self, name: str, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.name, self.why, self.status = name, why, status


def exchange(request: HttpRequest) -> HttpResponse:
    """An access token of ours for `subject_token`, which `subject_issuer` gave the person.

    There is no refresh token: the service's token is there to be exchanged once more.
    """
    try:
        application = _application(request)
        _check_wishes(request)
        scopes = _scopes(request, application)
        user = _person(request)
        _check_may_act(application, user)
    except _RefusedError as refused:
        return error(refused.name, refused.why, refused.status)
    token = _give(application, user, scopes)
    return JsonResponse(
        {
            "access_token": token,
            "issued_token_type": services.ACCESS,
            "token_type": "Bearer",
            "expires_in": app_settings.ACCESS_TOKEN_EXPIRES_IN,
            "scope": " ".join(scopes),
        }
    )


def _application(request: HttpRequest) -> Application:
    asked = Request(*extract_params(request))
    rules = Rules()
    known = (
        rules.authenticate_client(asked)
        if rules.client_authentication_required(asked)
        else rules.authenticate_client_id(asked.client_id, asked)
    )
    if not known:
        raise _RefusedError("invalid_client", "No application has this id and secret.", 401)
    found: Application = asked.client
    return found


def _check_wishes(request: HttpRequest) -> None:
    fields = request.POST
    if "actor_token" in fields or "actor_token_type" in fields:
        raise _RefusedError("invalid_request", "No actor_token is taken.")
    if fields.get("requested_token_type", services.ACCESS) != services.ACCESS:
        raise _RefusedError("invalid_request", f"Only {services.ACCESS} is given.")
    if any(one.rstrip("/") != get_adapter().get_issuer() for one in fields.getlist("audience")):
        raise _RefusedError("invalid_target", "The only audience here is this directory.")
    for name in ("subject_token", "subject_token_type", "subject_issuer"):
        if not fields.get(name):
            raise _RefusedError("invalid_request", f"Send {name}.")


def _scopes(request: HttpRequest, application: Application) -> list[str]:
    able: list[str] = application.get_scopes()
    asked = request.POST.get("scope", "").split() or application.get_default_scopes()
    if not set(asked) <= set(able):
        raise _RefusedError("invalid_scope", f"This application may ask for: {' '.join(able)}.")
    return [scope for scope in able if scope in asked]


def _person(request: HttpRequest) -> User:
    fields = request.POST
    try:
        user = services.user_of(
            request,
            fields["subject_issuer"],
            fields["subject_token_type"],
            fields["subject_token"],
        )
    except services.UnknownServiceError as unknown:
        raise _RefusedError("invalid_request", str(unknown)) from unknown
    if user is None:
        why = (
            "subject_token is expired, not for this directory, or of somebody who has not connected"
            " that service with an account here."
        )
        raise _RefusedError("invalid_request", why)
    if is_mfa_enabled(user):
        why = "This account has a second step of signing in; let its person sign in by page."
        raise _RefusedError("invalid_request", why)
    return user


def _check_may_act(application: Application, user: User) -> None:
    owner = application.owned_by()
    if owner is not None and (owner == user or owner.actor.role >= Role.ADMIN):
        return
    why = "Only an application of an administrator's may exchange tokens of others than its owner."
    raise _RefusedError("unauthorized_client", why)


def _give(application: Application, user: User, scopes: list[str]) -> str:
    now = timezone.now()
    families.forget_expired(application.pk, now)
    token = text.new(text.ACCESS)
    row = Token(
        type=Token.Type.ACCESS_TOKEN,
        client=application,
        user=user,
        expires_at=now + timedelta(seconds=app_settings.ACCESS_TOKEN_EXPIRES_IN),
    )
    row.set_value(token)
    row.set_scopes(scopes)
    row.save()
    return token
