"""The API for scripts of other sites: open to all, and closed to their visitors' cookies.

Any page may read what anybody may read, and write with a token that it was given. Credentials are
never allowed, so a browser shows another site nothing that a session would.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

ROOT = "/api/"

HEADERS = {"Access-Control-Allow-Origin": "*"}
"""What every answer of the API says, prepared ones too."""

_EXPOSED = {
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, Allow, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate"
    ),
}
"""What a script may read besides the body. It needs nothing of it to read without a token, where
another header would make a prepared answer a tenth dearer: its browser keeps the ETag itself."""

_PREFLIGHT = HEADERS | {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": (
        "Accept, Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
    ),
    "Access-Control-Max-Age": "86400",
}


class Cors:
    """The middleware that says so, and answers what browsers ask before a write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as whatever stands behind does."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        meta = request.META
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in meta:
            return HttpResponse(status=204, headers=_PREFLIGHT)
        response = self.get_response(request)
        plain = request.method in {"GET", "HEAD"} and response.status_code == 200
        told = HEADERS if plain and "HTTP_AUTHORIZATION" not in meta else HEADERS | _EXPOSED
        for name, value in told.items():
            response.headers.setdefault(name, value)
        return response
