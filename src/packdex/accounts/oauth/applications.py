"""Registering applications, and what people have allowed them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.models import Client, Token
from django.core.exceptions import ValidationError
from django.db import transaction

from packdex.accounts.models import Application, User
from packdex.accounts.oauth import redirects
from packdex.accounts.tokens import text
from packdex.accounts.tokens.words import IDENTITY
from packdex.core.roles import Scope, scopes_of

MOST = 20
"""Applications that one person may register."""

MOST_ADDRESSES = 10
LONGEST_NAME = 60

_GRANTS = {
    Client.Type.CONFIDENTIAL: (
        Client.GrantType.AUTHORIZATION_CODE,
        Client.GrantType.REFRESH_TOKEN,
        Client.GrantType.CLIENT_CREDENTIALS,
    ),
    Client.Type.PUBLIC: (
        Client.GrantType.AUTHORIZATION_CODE,
        Client.GrantType.REFRESH_TOKEN,
        Client.GrantType.DEVICE_CODE,
    ),
}
_LIVE = (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN)


@transaction.atomic
def register(
    owner: User, name: str, addresses: Collection[str], scopes: Collection[Scope], *, public: bool
) -> tuple[Application, str]:
    """Register an application; returns it, and its secret, which is in no row. "" if it has none.

    `public`: it runs on people's devices, where it can keep no secret. Raises ValidationError, with
    a sentence for each field that is wrong: `name`, `addresses`, `scopes`, or none if `owner` has
    too many.
    """
    name = " ".join(name.split())
    _check(owner, name, addresses, scopes, public=public)
    User.objects.select_for_update().get(pk=owner.pk)
    if Application.objects.filter(owner=owner).count() >= MOST:
        raise ValidationError(f"You have {MOST} applications. Remove one that is not used.")
    kind = Client.Type.PUBLIC if public else Client.Type.CONFIDENTIAL
    made = Application(name=name, owner=owner, type=kind)
    made.set_redirect_uris(list(addresses))
    made.set_scopes([*IDENTITY, *(scope for scope in Scope if scope in scopes)])
    made.set_default_scopes([Scope.READ if Scope.READ in scopes else "openid"])
    made.set_grant_types(list(_GRANTS[kind]))
    secret = text.new(text.SECRET)
    made.set_secret(secret)
    made.save()
    return made, "" if public else secret


def _check(
    owner: User, name: str, addresses: Collection[str], scopes: Collection[Scope], *, public: bool
) -> None:
    wrong: dict[str, str] = {}
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = f"Give it a name of up to {LONGEST_NAME} characters."
    if len(addresses) > MOST_ADDRESSES:
        wrong["addresses"] = f"At most {MOST_ADDRESSES} addresses are taken."
    problems = ((it, redirects.problem(it, installed=public)) for it in addresses)
    if problem := next((f"{it}: {why}" for it, why in problems if why), None):
        wrong["addresses"] = problem
    above = [scope for scope in Scope if scope in scopes and scope not in scopes_of(owner.actor)]
    if above:
        wrong["scopes"] = f"Your role has nothing to do with {', '.join(above)}."
    if wrong:
        raise ValidationError(wrong)


def owned(owner: User) -> list[Application]:
    """The applications that `owner` registered, by name."""
    return list(Application.objects.filter(owner=owner).order_by("name", "created_at"))


def renew_secret(owner: User, client_id: str) -> tuple[Application, str] | None:
    """A new secret for an application of `owner`, whose old one ends.

    None: there is no such application, or it has no secret.
    """
    own = Application.objects.filter(owner=owner, type=Client.Type.CONFIDENTIAL)
    found = own.filter(pk=client_id).first()
    if found is None:
        return None
    secret = text.new(text.SECRET)
    found.set_secret(secret)
    found.save(update_fields=["secret"])
    return found, secret


def remove(owner: User, client_id: str) -> bool:
    """Remove an application of `owner` with all its tokens; False where there is none."""
    gone, _ = Application.objects.filter(owner=owner, pk=client_id).delete()
    return bool(gone)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person let an application do, and since when (with a time zone)."""

    application: Application
    scopes: tuple[str, ...]
    since: datetime


def allowed(user: User, now: datetime) -> list[Allowed]:
    """The applications with tokens of `user` that are good at `now`, by name."""
    rows = Token.objects.filter(user=user, type__in=_LIVE, expires_at__gt=now)
    by_application: dict[str, list[Token]] = {}
    for row in rows.order_by("created_at"):
        by_application.setdefault(row.client_id, []).append(row)
    found = Application.objects.select_related("owner").in_bulk(by_application)
    listed = [_allowed(found[key], tokens) for key, tokens in by_application.items()]
    return sorted(listed, key=lambda one: (one.application.name, one.application.pk))


def _allowed(application: Application, tokens: list[Token]) -> Allowed:
    scopes = {name for token in tokens for name in token.get_scopes()}
    ordered = tuple(name for name in [*IDENTITY, *Scope] if name in scopes)
    return Allowed(application, ordered, tokens[0].created_at)


def end(user: User, client_id: str) -> bool:
    """End all that `user` let that application do; False where that is nothing."""
    gone, _ = Token.objects.filter(user=user, client_id=client_id, type__in=_LIVE).delete()
    return bool(gone)
