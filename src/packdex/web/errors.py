"""What is answered when something is wrong with a request or with us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return HttpResponse("This request cannot be understood.\n", "text/plain", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return HttpResponse("You may not do this.\n", "text/plain", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return HttpResponse("There is no such page.\n", "text/plain", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return HttpResponse("Something went wrong here.\n", "text/plain", 500)
