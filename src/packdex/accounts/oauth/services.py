"""Whose a token of another service is: GitHub's, GitLab's, or an ID token of OpenID Connect.

Each is asked, or looked at, for whom it was made: a token that some other site was given must not
sign anybody in here. That is what tells an exchange from a hole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest

from packdex.accounts.models import User
from packdex.accounts.outbound import session

ACCESS = "urn:ietf:params:oauth:token-type:access_token"
IDENTITY = "urn:ietf:params:oauth:token-type:id_token"

_SIGNATURES = {"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "EdDSA"}
"""Those with a public key. With others, whoever knows the public key could sign."""

_log = logging.getLogger(__name__)


class UnknownServiceError(Exception):
    """A service that this directory has not, or no such token of it. The message is for readers."""


class _Told(NamedTuple):
    """What a service told of a token: the id of its person there, and the client it is for."""

    uid: str
    client: str


def user_of(request: HttpRequest, service: str, kind: str, token: str) -> User | None:
    """The account here of whoever a service gave `token` to. None: no good token, or no account.

    `service` is the name in the settings, such as "github"; `kind` a token type of RFC 8693. Raises
    UnknownServiceError.
    """
    provider = _provider(request, service)
    look = _LOOKS.get((provider.id, kind))
    if look is None:
        wanted = [known for id_, known in _LOOKS if id_ == provider.id]
        raise UnknownServiceError(
            f"Of {service} a token of the type {' or '.join(wanted)} is taken."
        )
    try:
        told = look(request, provider, token)
    except (
        requests.RequestException,
        OAuth2Error,
        ValidationError,
        ImproperlyConfigured,
        ArithmeticError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # Whatever a service answers, or somebody sends, that is not what it should be.
        _log.warning("a token of %s was not taken: %s: %s", service, type(error).__name__, error)
        return None
    if told.client != provider.app.client_id:
        _log.warning("a token of %s was not taken: it is for another client", service)
        return None
    name = provider.app.provider_id or provider.id
    found = SocialAccount.objects.select_related("user").filter(provider=name, uid=told.uid).first()
    return found.user if found and found.user.is_active else None


def _provider(request: HttpRequest, service: str) -> Any:
    try:
        provider = get_adapter().get_provider(request, service)
    except (SocialApp.DoesNotExist, SocialApp.MultipleObjectsReturned, ImproperlyConfigured):
        provider = None
    if provider is None or provider.app is None or not any(id_ == provider.id for id_, _ in _LOOKS):
        raise UnknownServiceError("subject_issuer is none of the services to sign in with here.")
    return provider


def _github(request: HttpRequest, provider: Any, token: str) -> _Told:
    """GitHub says whose a token of ours is, and knows none of others (REST, "check a token")."""
    api = provider.get_oauth2_adapter(request).profile_url.removesuffix("/user")
    app = provider.app
    with session() as asked:
        answer = asked.post(
            f"{api}/applications/{app.client_id}/token",
            json={"access_token": token},
            auth=(app.client_id, app.secret),
            headers={"Accept": "application/vnd.github+json"},
            allow_redirects=False,
        )
    answer.raise_for_status()
    told = answer.json()
    return _Told(str(told["user"]["id"]), told["app"]["client_id"])


def _gitlab(request: HttpRequest, provider: Any, token: str) -> _Told:
    """GitLab says of any token whose and for whom it is (OAuth2, "token info")."""
    address = provider.get_oauth2_adapter(request).access_token_url
    bearer = {"Authorization": f"Bearer {token}"}
    with session() as asked:
        answer = asked.get(f"{address}/info", headers=bearer, allow_redirects=False)
    answer.raise_for_status()
    told = answer.json()
    return _Told(str(told["resource_owner_id"]), told["application"]["uid"])


def _openid(request: HttpRequest, provider: Any, token: str) -> _Told:
    """An ID token names its client, and its signature is the service's (allauth verifies it)."""
    if _signature(token) not in _SIGNATURES:
        raise ValueError("it is signed in no way that is taken")
    claims = provider.verify_token(request, {"id_token": token}).account.extra_data
    audience = claims["aud"]
    # Of several audiences the one that it was made for is the authorized party.
    client = audience if isinstance(audience, str) else claims.get("azp") or audience[0]
    return _Told(str(claims["sub"]), client)


def _signature(token: str) -> str:
    import jwt  # comes with cryptography, which no other request needs

    try:
        return str(jwt.get_unverified_header(token).get("alg"))
    except jwt.PyJWTError as error:
        raise ValueError("it is no signed token") from error


_LOOKS: dict[tuple[str, str], Callable[[HttpRequest, Any, str], _Told]] = {
    ("github", ACCESS): _github,
    ("gitlab", ACCESS): _gitlab,
    ("openid_connect", IDENTITY): _openid,
}
