"""Making invitations, sending them again, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction

from packdex.accounts.invitations import secret
from packdex.accounts.invitations.standing import OPEN, act_of, standing
from packdex.accounts.models import Invitation, User
from packdex.core.roles import (
    INVITATIONS_AN_HOUR,
    Actor,
    RefusedError,
    Role,
    may,
    require,
)

VALID_FOR = timedelta(days=14)
LONGEST_DAYS = 90

TO_ONE_ADDRESS = 3
"""Mails that one address gets within an hour, whoever sends them: inviting is not for pestering."""

LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, section 4.5.3.1.3)."""

ROLES = (Role.MEMBER, Role.EDITOR, Role.MODERATOR)
"""What somebody can be invited to be. Admins are made of people whom one knows already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to invite to what: `email` "" for whoever has the link; one thing, or a role, or none.

    `package_id` and `grid_id` are what somebody is to look after.
    """

    email: str = ""
    role: Role = Role.MEMBER
    package_id: int | None = None
    grid_id: int | None = None
    days: int = VALID_FOR.days


def invite(
    actor: Actor, wish: Wish, now: datetime, *, owns: bool = False
) -> tuple[Invitation, str]:
    """Make an invitation; returns its row, and the secret of its link, which is in no row.

    `owns`: `actor` looks after the thing that it is for. Raises RefusedError, and ValidationError
    with sentences for the field that is wrong.
    """
    require(actor, act_of(wish.role, wish.package_id or wish.grid_id), owns=owns)
    email = address(wish.email)
    _check(wish)
    with transaction.atomic():
        _keep_pace(actor, now)
        _spare(email, now)
        same = Invitation.objects.filter(
            email=email,
            role=wish.role.value,
            package_id=wish.package_id,
            grid_id=wish.grid_id,
        )
        if email and any(standing(row, now) == OPEN for row in same):
            raise ValidationError(
                {"email": f"{email} is invited to this already. It can be sent again."}
            )
        text = secret.new()
        row = Invitation.objects.create(
            digest=secret.digest(text),
            email=email,
            role=wish.role.value,
            package_id=wish.package_id,
            grid_id=wish.grid_id,
            by_id=actor.id,
            created=now,
            sent_at=now,
            expires_at=now + timedelta(days=wish.days),
        )
    return row, text


@transaction.atomic
def renew(actor: Actor, id_: int, now: datetime, *, owns: bool = False) -> tuple[Invitation, str]:
    """Give an invitation that nobody took a new link, and days anew: the old link ends.

    Raises RefusedError, and ValidationError where it was taken, declined or revoked.
    """
    row = _held(id_)
    require(actor, act_of(Role(row.role), row.package_id or row.grid_id), owns=owns)
    if row.taken_by_id or row.accepted_at or row.declined_at or row.revoked_at:
        raise ValidationError("This one has ended. Make a new one.")
    _spare(row.email, now)
    text = secret.new()
    row.digest, row.sent_at = secret.digest(text), now
    row.expires_at = now + VALID_FOR
    row.save(update_fields=["digest", "sent_at", "expires_at"])
    return row, text


@transaction.atomic
def revoke(actor: Actor, id_: int, now: datetime, *, owns: bool = False) -> Invitation:
    """Have an invitation be good for nothing any more. Who made it may, too.

    Raises RefusedError, and ValidationError where it was accepted already.
    """
    row = _held(id_)
    if actor.id is None or row.by_id != actor.id:
        require(actor, act_of(Role(row.role), row.package_id or row.grid_id), owns=owns)
    if row.accepted_at:
        raise ValidationError("It was accepted already.")
    row.revoked_at = row.revoked_at or now
    row.save(update_fields=["revoked_at"])
    return row


def roles_for(actor: Actor) -> tuple[Role, ...]:
    """The roles that `actor` may invite people to."""
    return tuple(role for role in ROLES if may(actor, act_of(role, None)))


def address(text: str) -> str:
    """An e-mail address as it is kept and compared: in small letters. "" stays so.

    Only ASCII is taken: two addresses that look alike are never taken for each other. Raises
    ValidationError.
    """
    text = text.strip()
    if not text:
        return ""
    wrong = "That is no address that mail can be sent to, such as ada@example.org."
    if not text.isascii() or len(text) > LONGEST_ADDRESS:
        raise ValidationError({"email": wrong})
    try:
        EmailValidator()(text)
    except ValidationError:
        raise ValidationError({"email": wrong}) from None
    return text.lower()


def _check(wish: Wish) -> None:
    if wish.role not in ROLES:
        raise ValidationError({"role": "People are invited as members, editors or moderators."})
    if (wish.package_id or wish.grid_id) and wish.role != Role.MEMBER:
        raise ValidationError({"role": "Who looks after something needs no other role."})
    if not 1 <= wish.days <= LONGEST_DAYS:
        raise ValidationError({"days": f"It may be good for 1 to {LONGEST_DAYS} days."})


def _keep_pace(actor: Actor, now: datetime) -> None:
    if actor.id is None:
        return
    # Whoever invites holds the account's row, so that what is counted here holds.
    User.objects.select_for_update(of=("self",)).get(pk=actor.id)
    most = INVITATIONS_AN_HOUR[actor.is_new(now)]
    since = now - timedelta(hours=1)
    if Invitation.objects.filter(by_id=actor.id, created__gt=since).count() >= most:
        raise RefusedError(f"You invited {most} people within an hour. Go on a little later.")


def _spare(email: str, now: datetime) -> None:
    """Raise ValidationError where the address was sent enough of late."""
    since = now - timedelta(hours=1)
    sent = Invitation.objects.filter(email=email, sent_at__gt=since)
    if email and sent.count() >= TO_ONE_ADDRESS:
        raise ValidationError({"email": f"{email} was sent enough for now. Try again in an hour."})


def _held(id_: int) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).filter(pk=id_).first()
    if row is None:
        raise ValidationError("There is no such invitation.")
    return row
