"""The rules by which tokens are given out: allauth's, and the stricter ones of RFC 9700."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc import app_settings
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.internal.oauthlib.utils import get_validator_context
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc8628.grant_types import DeviceCodeGrant
from oauthlib.openid import Server

from packdex.accounts.models import Application
from packdex.accounts.oauth import families
from packdex.accounts.oauth.redirects import is_same
from packdex.accounts.tokens import text
from packdex.core.roles import Scope

LONGEST_ID = 100


def server(**options: Any) -> Server:
    """What answers the requests of applications; `options` are oauthlib's."""
    made = Server(
        Rules(),
        token_expires_in=app_settings.ACCESS_TOKEN_EXPIRES_IN,
        token_generator=lambda _: text.new(text.ACCESS),
        refresh_token_generator=lambda _: text.new(text.REFRESH),
        **options,
    )
    for grant in (made.auth_grant, made.openid_connect_auth):
        grant.custom_validators.pre_auth.append(_hashed_challenge)
    return made


def _hashed_challenge(request: Request) -> dict[str, Any]:
    """PKCE with a challenge that is not the secret itself (RFC 7636, 4.2)."""
    if request.code_challenge is not None and request.code_challenge_method != "S256":
        raise errors.UnsupportedCodeChallengeMethodError(request=request)
    return {}


class Rules(OAuthLibRequestValidator):  # type: ignore[misc]
    """Who may have which token."""

    def _lookup_client(self, request: Request, client_id: Any) -> Application | None:
        """The application of that id, unless its owner may not sign in any more."""
        cache = get_validator_context().clients
        if client_id not in cache:
            cache[client_id] = find(client_id)
        found: Application | None = cache[client_id]
        return found

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Exactly one of those that its owner wrote down."""
        return any(is_same(redirect_uri, own) for own in request.client.get_redirect_uris())

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: Client,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Of those of the application; by itself it is nobody whose name could be told."""
        ours = set(request.client.get_scopes())
        if request.grant_type == Client.GrantType.CLIENT_CREDENTIALS:
            ours &= set(Scope)
        return bool(scopes) and ours.issuperset(scopes)

    def validate_code(
        self, client_id: str, code: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """A code of this application that was not used before."""
        if families.end_if_spent(request.client.pk, code):
            return False
        return bool(super().validate_code(client_id, code, client, request, *args, **kwargs))

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """A refresh token of this application that was not used before."""
        if families.end_if_spent(request.client.pk, refresh_token):
            return False
        return bool(super().validate_refresh_token(refresh_token, client, request, *args, **kwargs))

    def validate_device_code(self, client_id: str, device_code: str, request: Request) -> Any:
        """Allowed, if it is somebody's: allauth looked at the code before, and set whose it is."""
        if request.user is None:
            return None
        if request.scope is None:
            request.scope = " ".join(request.client.get_default_scopes())
        return DeviceCodeGrant.DEVICE_CODE_AUTHORIZED

    def save_bearer_token(
        self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Keep what is given out, and that what it was given for is used."""
        now = timezone.now()
        client_id = request.client.pk
        mark = families.of(get_validator_context().refresh_token)
        used = {
            Client.GrantType.AUTHORIZATION_CODE: request.code,
            Client.GrantType.REFRESH_TOKEN: request.refresh_token,
        }.get(request.grant_type)
        families.forget_expired(client_id, now)
        if used is not None and not families.spend(client_id, used, mark, now):
            families.end_if_spent(client_id, used)
            raise errors.InvalidGrantError(request=request)
        super().save_bearer_token(token, request, *args, **kwargs)
        values = [token[name] for name in ("access_token", "refresh_token") if name in token]
        families.note(client_id, values, mark)

    def revoke_token(
        self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """End one's own token, and with a refresh token all of its consent (RFC 7009, 2.1)."""
        kinds = [Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN]
        rows = Token.objects.by_value(token).filter(client_id=request.client.pk, type__in=kinds)
        for row in rows:
            if row.type == Token.Type.REFRESH_TOKEN:
                families.end(request.client.pk, families.of(row))
            Token.objects.filter(pk=row.pk).delete()


def find(client_id: Any) -> Application | None:
    """The application of that id. None: there is none, or its owner may not sign in any more."""
    if not isinstance(client_id, str) or not client_id.isalnum() or len(client_id) > LONGEST_ID:
        return None
    found = Application.objects.select_related("owner").filter(pk=client_id).first()
    return found if found and found.owned_by() else None
