"""What of a page depends on who looks at it: one entry of the menu, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html

from packdex.accounts.models import User

MARK = b"<!--visitor-->"
"""Where base.html wants the entry. No text can hold it: what people write is escaped."""

STRANGER = '<li><a href="/accounts/login/">Sign in</a></li>'


def place(request: HttpRequest, body: bytes) -> bytes:
    """`body` with the menu's entry for whoever asks."""
    return body.replace(MARK, entry(request).encode(), 1)


def place_for_stranger(body: bytes) -> bytes:
    """`body` as somebody sees it who is not signed in. Asks no database."""
    return body.replace(MARK, STRANGER.encode(), 1)


def entry(request: HttpRequest) -> str:
    """The menu's entry: the person's name with what leads to the account, or a way to sign in."""
    user = user_of(request)
    if user is None:
        return STRANGER
    return format_html(
        '<li><a href="/profiles/{0}/">{0}</a></li>'
        '<li><a href="/accounts/logout/">Sign out</a></li>',
        user.account,
    )


def user_of(request: HttpRequest) -> User | None:
    """Who is signed in. None: nobody. Without a session's cookie nothing is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_active else None
