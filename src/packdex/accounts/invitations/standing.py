"""How an invitation stands, and what to tell somebody who cannot accept it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from packdex.accounts.models import Invitation, User
from packdex.core.roles import Act, Role, may

OPEN: Final = "open"
RESERVED: Final = "reserved"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
REVOKED: Final = "revoked"
EXPIRED: Final = "expired"

SAID = {
    RESERVED: "Somebody made an account with this invitation. It is good for one person.",
    ACCEPTED: "This invitation was accepted already. It is good for one person.",
    DECLINED: "This invitation was declined. Ask for a new one if that was a mistake.",
    REVOKED: "This invitation was taken back.",
    EXPIRED: "This invitation has expired. Ask for a new one.",
}
"""What is said of an invitation that is not open any more."""

UNKNOWN = "There is no such invitation. The link may be cut off, or a newer mail has another one."


def act_of(role: Role, thing: int | None) -> Act:
    """What it takes to invite somebody to that."""
    if thing is not None:
        return Act.INVITE_MAINTAINER
    return Act.INVITE if role <= Role.MEMBER else Act.MANAGE_PEOPLE


def standing(row: Invitation, now: datetime) -> str:
    """Which of the words above it is at `now`.

    One with which somebody made an account is theirs until they accepted it or it expires; one to
    an account alone has ended with that. Should that account go at once, as its mail could not be
    sent, the invitation is as it was.
    """
    if row.revoked_at:
        return REVOKED
    if row.accepted_at or (row.taken_by_id and not gives_more(row)):
        return ACCEPTED
    if row.declined_at:
        return DECLINED
    if row.expires_at <= now:
        return EXPIRED
    return RESERVED if row.taken_by_id else OPEN


def problem(row: Invitation | None, user: User | None, now: datetime) -> str:
    """Why `user` (None: whoever holds the link) cannot have it, as a sentence; "" where they can.

    Whether it is meant for their address is asked apart, by `is_for`.
    """
    if row is None:
        return UNKNOWN
    stands = standing(row, now)
    if stands == RESERVED and user is not None and row.taken_by_id == user.pk:
        stands = OPEN
    return SAID.get(stands, "") or ("" if _still_given(row) else SAID[REVOKED])


def gives_more(row: Invitation) -> bool:
    """Whether it is to more than an account."""
    return bool(row.role > Role.MEMBER or row.package_id or row.grid_id)


def _still_given(row: Invitation) -> bool:
    """Whether who made it may still give that, as far as accounts know.

    Whether they still maintain the package or grid is for the catalogue to say.
    """
    if row.by is None:
        return True
    owns = bool(row.package_id or row.grid_id)
    act = act_of(Role(row.role), row.package_id or row.grid_id)
    return may(row.by.actor, act, owns=owns)


def is_for(row: Invitation, user: User) -> bool:
    """Whether `user` may accept it: anybody, or who has shown that its address is theirs."""
    from allauth.account.models import EmailAddress

    if not row.email:
        return True
    own = EmailAddress.objects.filter(user=user, verified=True)
    return any(address.lower() == row.email for address in own.values_list("email", flat=True))


def masked(email: str) -> str:
    """An address as somebody may see it who need not be its owner: "a…@example.org"."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
