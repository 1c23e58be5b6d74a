"""Accepting an invitation, or declining it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.accounts import people
from packdex.accounts.invitations import secret
from packdex.accounts.invitations.standing import UNKNOWN, is_for, masked, problem
from packdex.accounts.models import Invitation, User
from packdex.core.roles import Role


class NotForYouError(Exception):
    """An invitation that this person cannot take. The message says why, for the reader."""


def find(text: str) -> Invitation | None:
    """The invitation with this secret, with who made it. One query."""
    if not secret.could_be_one(text):
        return None
    rows = Invitation.objects.select_related("by")
    return rows.filter(digest=secret.digest(text)).first()


@transaction.atomic
def accept(user: User, text: str, now: datetime) -> Invitation:
    """Make `user` what the invitation says, where that is more than they are; it ends with that.

    What it says of a package or a grid is for the caller to do, in the same transaction. Raises
    NotForYouError, and changes nothing.
    """
    row = _held(text)
    if why := problem(row, user, now):
        raise NotForYouError(why)
    if row is None or not is_for(row, user):
        address = masked(row.email) if row else ""
        raise NotForYouError(f"This invitation is for {address}, and no address of yours.")
    role = Role(row.role)
    if role > user.actor.role:
        people.give_role(user, role)
    row.taken_by, row.accepted_at = user, now
    row.save(update_fields=["taken_by", "accepted_at"])
    return row


@transaction.atomic
def decline(text: str, now: datetime) -> None:
    """End the invitation; whoever has its link may. Raises NotForYouError where it has ended."""
    row = _held(text)
    if row is None or (why := problem(row, row.taken_by, now)):
        raise NotForYouError(UNKNOWN if row is None else why)
    row.declined_at = now
    row.save(update_fields=["declined_at"])


@transaction.atomic
def reserve(user: User, text: str, now: datetime) -> Invitation:
    """Keep the invitation for an account that was just made with it.

    Raises NotForYouError where somebody else was quicker, or where the account has another address
    than the one invited.
    """
    row = _held(text)
    if row is None or (why := problem(row, user, now)):
        raise NotForYouError(UNKNOWN if row is None else why)
    if row.email and row.email != user.email.lower():
        raise NotForYouError(f"This invitation is for {masked(row.email)}. Use that address.")
    row.taken_by = user
    row.save(update_fields=["taken_by"])
    return row


def _held(text: str) -> Invitation | None:
    """The invitation, locked until the transaction ends: of two at once, one comes second."""
    if not secret.could_be_one(text):
        return None
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("by", "taken_by")
    return rows.filter(digest=secret.digest(text)).first()
