"""Personal access tokens: made by people for their own programs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Q

from packdex.accounts.models import PersonalToken, User
from packdex.accounts.tokens import text
from packdex.core.roles import Scope, scopes_of

MOST = 50
"""Tokens that one person may have."""

LONGEST_NAME = 100
LONGEST_DAYS = 365
"""A token that somebody forgot about ends some day; none is for ever."""

USED_EVERY = timedelta(hours=1)
"""How exactly the last use is kept, so that a use is rarely a write."""

_GONE_AFTER = timedelta(days=30)
"""How long an expired token is still listed, for whoever wonders why a program fails."""


@transaction.atomic
def make(
    user: User, name: str, scopes: Collection[Scope], days: int, now: datetime
) -> tuple[PersonalToken, str]:
    """Make a token of `user` that ends after `days`; returns its row, and the token.

    It is in no row, so this is the only time that it can be shown. Raises ValidationError, with
    sentences for each field that is wrong: `name`, `scopes`, `days`, or none if there are too many.
    """
    name = " ".join(name.split())
    _check(user, name, scopes, days)
    # Whoever makes one holds the account's row, so that two at once are not more than MOST.
    User.objects.select_for_update().get(pk=user.pk)
    own = PersonalToken.objects.filter(user=user)
    own.filter(expires_at__lt=now - _GONE_AFTER).delete()
    if own.count() >= MOST:
        raise ValidationError(f"You have {MOST} tokens. Remove one that you do not use.")
    token = text.new(text.PERSONAL)
    row = PersonalToken.objects.create(
        user=user,
        name=name,
        digest=text.digest(token),
        start=token[: len(text.PERSONAL) + 4],
        scope=" ".join(scope for scope in Scope if scope in scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return row, token


def _check(user: User, name: str, scopes: Collection[Scope], days: int) -> None:
    wrong: dict[str, str] = {}
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = f"Give it a name of up to {LONGEST_NAME} characters."
    above = [scope for scope in Scope if scope in scopes and scope not in scopes_of(user.actor)]
    if above:
        wrong["scopes"] = f"Your role has nothing to do with {', '.join(above)}."
    elif not scopes:
        wrong["scopes"] = "Choose what it may be used for."
    if not 1 <= days <= LONGEST_DAYS:
        wrong["days"] = f"It may last from 1 to {LONGEST_DAYS} days."
    if wrong:
        raise ValidationError(wrong)


def find(token: str, now: datetime) -> PersonalToken | None:
    """The row of a token that may be used at `now`, with its user. One query.

    None: it is not one of ours, has ended, was taken back, or is of somebody who may not sign in.
    """
    if not text.is_whole(token):
        return None
    rows = PersonalToken.objects.select_related("user")
    row = rows.filter(digest=text.digest(token), expires_at__gt=now).first()
    return row if row and row.user.is_active else None


def note_use(row: PersonalToken, now: datetime) -> None:
    """Keep that the token is used, where it is not known of this hour."""
    if row.used_at is not None and row.used_at > now - USED_EVERY:
        return
    stale = Q(used_at=None) | Q(used_at__lte=now - USED_EVERY)
    try:
        with transaction.atomic():
            PersonalToken.objects.filter(stale, pk=row.pk).update(used_at=now)
    except DatabaseError:
        pass  # a read is answered where nothing can be written, too


def listed(user: User) -> list[PersonalToken]:
    """All tokens of `user`, the newest first, expired ones of the last month too."""
    return list(PersonalToken.objects.filter(user=user).order_by("-created_at", "-pk"))


def revoke(user: User, number: int) -> bool:
    """Take back the token of `user` whose row has this id; False where there is none."""
    gone, _ = PersonalToken.objects.filter(user=user, pk=number).delete()
    return bool(gone)
