"""Somebody who comes with an invitation, and makes an account with it.

The secret of the invitation is kept in their session, from its page until the account is made.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone

from packdex.accounts.invitations import taking
from packdex.accounts.invitations.standing import problem
from packdex.accounts.models import Invitation, User

KEY = "invitation"
"""Of the session."""

HEADER = "X-Invitation"
"""What programs send with the request that makes an account: the last part of the link."""

INVITED = "invited"
"""PACKDEX_SIGN_UP where an account takes an invitation."""

logger = logging.getLogger(__name__)


def path_of(text: str) -> str:
    """The address of an invitation's page."""
    return f"/accounts/invited/{text}/"


def come_with(request: HttpRequest, text: str) -> None:
    """Remember that this visitor has the invitation with this secret."""
    request.session[KEY] = text


def leave(request: HttpRequest) -> None:
    """Forget the invitation that this visitor came with."""
    if KEY in getattr(request, "session", {}):
        del request.session[KEY]


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor came with, if it can still be taken. One query, or none."""
    text = _text_of(request)
    row = taking.find(text) if text else None
    return row if row is not None and not problem(row, None, timezone.now()) else None


def is_invited(request: HttpRequest) -> bool:
    """Whether this visitor may make an account where that takes an invitation."""
    return invitation_of(request) is not None


def signed_up(request: HttpRequest, user: User, **_: object) -> None:
    """What comes of an invitation when its holder has made an account: allauth's `user_signed_up`.

    Where an account takes an invitation and somebody else was quicker with it, there is no account.
    """
    from allauth.core.exceptions import ImmediateHttpResponse

    text = _text_of(request)
    why = _reserve(user, text) if text else "there is none"
    if why and settings.PACKDEX_SIGN_UP == INVITED:
        logger.warning("an account was made without a good invitation, and removed: %s", why)
        user.delete()
        raise ImmediateHttpResponse(HttpResponseRedirect(path_of(text or "-")))
    leave(request)


def _text_of(request: HttpRequest) -> str:
    """The secret that a visitor came with; programs have no session and send it in a header."""
    session = getattr(request, "session", {})
    return str(session.get(KEY) or request.headers.get(HEADER, ""))


def _reserve(user: User, text: str) -> str:
    """Why the invitation cannot be kept for `user`; "" where it is."""
    try:
        taking.reserve(user, text, timezone.now())
    except taking.NotForYouError as error:
        return str(error)
    return ""
