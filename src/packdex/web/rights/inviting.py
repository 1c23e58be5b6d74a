"""Making and sending invitations from pages: what they share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from packdex.accounts.invitations import letter, making
from packdex.accounts.invitations.arriving import path_of
from packdex.accounts.mail import MailError
from packdex.accounts.models import Invitation
from packdex.catalog.maintainers import maintains
from packdex.catalog.models import Grid, Package
from packdex.catalog.origin import origin_of
from packdex.core.roles import Actor

UNSENT = "The mail could not be sent. Try again in some minutes, or make a link instead."

Things = dict[tuple[str, int], Package | Grid]


class Made(NamedTuple):
    """What was made: the address it was sent to, or the link to pass on, which is shown once."""

    email: str
    link: str


def make(request: HttpRequest, actor: Actor, wish: making.Wish, now: datetime) -> Made:
    """Make an invitation, and send it where it is for an address.

    Raises RefusedError and ValidationError, also where the mail cannot be sent: then there is none.
    """
    thing = thing_of(wish.package_id, wish.grid_id)
    owns = thing is not None and maintains(actor, thing)
    row, secret = making.invite(actor, wish, now, owns=owns)
    try:
        return _sent(request, row, secret, thing)
    except MailError:
        row.delete()
        raise ValidationError({"email": UNSENT}) from None


def again(request: HttpRequest, actor: Actor, id_: int, now: datetime) -> Made:
    """Send an invitation again, or make another link of it. Raises as `make` does."""
    thing = _thing_of_row(id_)
    owns = thing is not None and maintains(actor, thing)
    row, secret = making.renew(actor, id_, now, owns=owns)
    try:
        return _sent(request, row, secret, thing)
    except MailError:
        raise ValidationError(UNSENT) from None


def revoke(actor: Actor, id_: int, now: datetime) -> None:
    """Take an invitation back. Raises RefusedError and ValidationError."""
    thing = _thing_of_row(id_)
    owns = thing is not None and maintains(actor, thing)
    making.revoke(actor, id_, now, owns=owns)


def thing_of(package_id: int | None, grid_id: int | None) -> Package | Grid | None:
    """What somebody is to look after; None: nothing, or it is not there any more. One query."""
    if package_id:
        return Package.objects.filter(pk=package_id).first()
    return Grid.objects.filter(pk=grid_id).first() if grid_id else None


def things_of(rows: Iterable[Invitation]) -> Things:
    """The things that these invitations are for, by table and id; none that is hidden.

    Two queries at most.
    """
    rows = list(rows)
    packages = Package.shown.in_bulk([row.package_id for row in rows if row.package_id])
    grids = Grid.shown.in_bulk([row.grid_id for row in rows if row.grid_id])
    found: Things = {("package", id_): row for id_, row in packages.items()}
    return found | {("grid", id_): row for id_, row in grids.items()}


def _thing_of_row(id_: int) -> Package | Grid | None:
    row = Invitation.objects.filter(pk=id_).first()
    return thing_of(row.package_id, row.grid_id) if row else None


def _sent(request: HttpRequest, row: Invitation, secret: str, thing: Package | Grid | None) -> Made:
    origin = origin_of(request)
    if not row.email:
        return Made("", origin + path_of(secret))
    letter.send(row, secret, origin, thing.title if thing else "")
    return Made(row.email, "")
