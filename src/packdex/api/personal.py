"""Answers of the API to somebody who is known are kept by nobody between us and them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from packdex.api.authentication import SESSION_TOKEN

ROOT = "/api/"


class Personal:
    """The middleware that says so where an answer may be about its reader, who has a token.

    Caches know it of `Authorization` by themselves (RFC 9111, 3.5), and of cookies by `Vary`; of
    the header of our own they know nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as whatever stands behind does."""
        response = self.get_response(request)
        meta = request.META
        known = (
            "HTTP_AUTHORIZATION" in meta
            or SESSION_TOKEN in meta
            or settings.SESSION_COOKIE_NAME in request.COOKIES
        )
        if known and request.path_info.startswith(ROOT):
            patch_cache_control(response, private=True)
        return response
