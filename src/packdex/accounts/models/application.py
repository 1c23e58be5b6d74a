"""An application that people may let act for them, or that acts for its owner."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from allauth.idp.oidc.models import Client

from packdex.accounts.tokens import text

if TYPE_CHECKING:
    from packdex.accounts.models.user import User

_KIND = "sha256$"


class Application(Client):  # type: ignore[misc]
    """allauth's client of OAuth2, whose secret is random and so needs no slow hash.

    allauth's takes half a second of CPU to compare, and whoever sends wrong secrets could have as
    many compared as they like.
    """

    class Meta:
        proxy = True

    def __str__(self) -> str:
        name: str = self.name
        return name

    def set_secret(self, secret: str) -> None:
        """Keep the hash of `secret`, which text.new made."""
        self.secret = _KIND + text.digest(secret)

    def check_secret(self, secret: str) -> bool:
        """Whether it is the application's."""
        return hmac.compare_digest(self.secret, _KIND + text.digest(secret))

    @property
    def is_public(self) -> bool:
        """Whether it runs on people's devices, where it can keep no secret."""
        return bool(self.type == Client.Type.PUBLIC)

    def owned_by(self) -> User | None:
        """Whoever registered it. None: nobody who may still sign in."""
        owner: User | None = self.owner
        return owner if owner and owner.is_active else None
