"""What allauth's provider of OAuth2 and OpenID Connect is told about this directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import PrivateKey
from django.conf import settings

from packdex.accounts.models import User
from packdex.accounts.oauth import keys
from packdex.accounts.tokens import text
from packdex.accounts.tokens.words import IDENTITY, MEANING


class Provider(DefaultOIDCAdapter):  # type: ignore[misc]
    """Our scopes in our words, our signing key, and the names of people that are public here."""

    scope_display = IDENTITY | {str(scope): words for scope, words in MEANING.items()}

    def generate_client_secret(self) -> str:
        """The secret of a new application."""
        return text.new(text.SECRET)

    def get_issuer(self) -> str:
        """Who says who somebody is: the origin of this directory."""
        host = self.request.get_host()
        return settings.PACKDEX_SITE_URL or f"{self.request.scheme}://{host}"

    def get_claims(self, purpose: Any, user: User, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What an application is told of `user`: never more than the profile shows, and e-mail."""
        claims: dict[str, Any] = super().get_claims(purpose, user, *args, **kwargs)
        for private in ("name", "given_name", "family_name"):
            claims.pop(private, None)
        if "preferred_username" in claims:
            claims["preferred_username"] = user.account
        return claims

    def list_private_keys(self, **_: Any) -> list[PrivateKey]:
        """The one key, which signs until somebody deletes its file."""
        return [PrivateKey(pem=keys.signing_key())]

    def validate_resource_uris(self, *, uris: Iterable[str], **_: Any) -> None:
        """Raise ValidationError for a token that is not for us: there is one service here."""
        from django.core.exceptions import ValidationError

        if any(uri.rstrip("/") != self.get_issuer() for uri in uris):
            raise ValidationError("The only resource here is this directory.")
