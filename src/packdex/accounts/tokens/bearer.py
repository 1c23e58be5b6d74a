"""Whom a bearer token stands for (RFC 6750): a personal access token, or one given by OAuth2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.models import Token

from packdex.accounts.models import User
from packdex.accounts.tokens import personal, text
from packdex.core.roles import Scope


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who came with a token: for whom it acts, what it may be used for, and a name of its own.

    `key` tells tokens apart, such as "personal:7": who is limited, is limited by it.
    """

    user: User
    scopes: frozenset[Scope]
    key: str


def bearer_of(token: str, now: datetime) -> Bearer | None:
    """Whom `token` stands for at `now`. None: for nobody; it is made up, expired or taken back.

    One query, and one more once an hour.
    """
    if not text.is_whole(token):
        return None
    return _personal(token, now) if token.startswith(text.PERSONAL) else _of_application(token, now)


def _personal(token: str, now: datetime) -> Bearer | None:
    row = personal.find(token, now)
    if row is None:
        return None
    personal.note_use(row, now)
    return Bearer(row.user, row.scopes, f"personal:{row.pk}")


def _of_application(token: str, now: datetime) -> Bearer | None:
    """One that an application was given: for a person, or for itself, that is, for its owner."""
    rows = Token.objects.select_related("user", "client__owner").by_value(token)
    row = rows.filter(type=Token.Type.ACCESS_TOKEN, expires_at__gt=now).first()
    if row is None or row.client is None:
        return None
    owner = row.client.owner
    user = row.user or owner
    if user is None or not user.is_active or (owner and not owner.is_active):
        return None
    names = {str(scope): scope for scope in Scope}
    scopes = frozenset(names[name] for name in row.get_scopes() if name in names)
    return Bearer(user, scopes, f"application:{row.client_id}:{user.pk}")
