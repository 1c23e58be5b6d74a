"""The sign of the directory, at the addresses where browsers look for it."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.web.render import STATIC


@require_safe
def ico(request: HttpRequest) -> HttpResponse:
    """The sign as an icon of 32 by 32 dots."""
    return _send("favicon.ico", "image/x-icon")


@require_safe
def svg(request: HttpRequest) -> HttpResponse:
    """The sign as a drawing."""
    return _send("favicon.svg", "image/svg+xml")


def _send(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(_read(name), content_type=content_type)
    response["Cache-Control"] = "public, max-age=86400"
    return response


@cache
def _read(name: str) -> bytes:
    return (STATIC / name).read_bytes()
