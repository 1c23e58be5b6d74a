"""What of a page depends on who looks at it: an entry of the menu, and a word on what was done."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from packdex.accounts.models import User
from packdex.core.roles import Act, may

MARK = b"<!--visitor-->"
"""Where base.html wants the entry. No text can hold it: what people write is escaped."""

SAID = b"<!--said-->"
"""Where it wants to say what came of the visitor's last step; for most there is nothing to say."""

MESSAGES = "messages"
"""The cookie in which Django keeps what there is to say."""

MODERATORS = SafeString('<li><a href="/moderation/">Moderation</a></li>')
STRANGER = '<li><a href="/accounts/login/">Sign in</a></li>'


def place(request: HttpRequest, body: bytes) -> bytes:
    """`body` with the menu's entry, and what there is to say, for whoever asks."""
    body = body.replace(MARK, entry(request).encode(), 1)
    return body.replace(SAID, said(request).encode(), 1)


def place_for_stranger(body: bytes) -> bytes:
    """`body` as somebody sees it who is not signed in. Asks no database."""
    return body.replace(MARK, STRANGER.encode(), 1).replace(SAID, b"", 1)


def entry(request: HttpRequest) -> str:
    """The menu's entry: the person's name with what leads to the account, or a way to sign in."""
    user = user_of(request)
    if user is None:
        return STRANGER
    queue = MODERATORS if may(user.actor, Act.MODERATE) else SafeString("")
    return format_html(
        '<li><a href="/profiles/{0}/">{0}</a></li>{1}'
        '<li><a href="/accounts/logout/">Sign out</a></li>',
        user.account,
        queue,
    )


def said(request: HttpRequest) -> SafeString:
    """What came of the visitor's last step, said once: "Saved." Nothing without its cookie."""
    if MESSAGES not in request.COOKIES:
        return SafeString("")
    return format_html_join(
        "", '<p class="said" role="status">{}</p>', ((m.message,) for m in get_messages(request))
    )


def user_of(request: HttpRequest) -> User | None:
    """Who is signed in. None: nobody. Without a session's cookie nothing is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_active else None
