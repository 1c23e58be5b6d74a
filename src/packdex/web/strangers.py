"""What gates share that answer visitors who are not signed in before Django's handler."""

from __future__ import annotations

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponseBase

from packdex.web import visitor

# What the middleware that is passed by would have added.
_HEADERS = {
    "Content-Security-Policy": build_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}


def asks(method: str | None, meta: dict[str, str]) -> bool:
    """Whether it is a plain read by somebody on whom the answer cannot depend."""
    cookies = meta.get("HTTP_COOKIE", "")
    return method in {"GET", "HEAD"} and not (
        settings.SESSION_COOKIE_NAME in cookies or visitor.MESSAGES in cookies
    )


def finished(response: HttpResponseBase) -> HttpResponseBase:
    """`response` with the headers that the middleware would have added."""
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(getattr(response, "content", b"")))
    return response
