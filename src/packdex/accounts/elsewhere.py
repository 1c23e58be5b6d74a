"""The views that lead to other services to sign in, and back: what allauth's leave open."""

from __future__ import annotations

import logging
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

_BROKEN = (OSError, KeyError, TypeError, ValueError)
"""What comes of a service that is away (requests raises OSErrors), or answers without sense."""

_log = logging.getLogger(__name__)


def guarded(view: Any) -> Any:
    """A view of a provider that leads on by a page, and answers its failures."""

    @wraps(view)
    def leading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = view(request, *args, **kwargs)
        except _BROKEN:
            _log.warning("nobody could sign in with %s", request.path, exc_info=True)
            return render(request, "socialaccount/authentication_error.html", status=401)
        return _by_a_page(request, answer)

    return leading


def _by_a_page(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """A redirect to another host as a page: forms may lead to our own pages only.

    Browsers hold where a form's answer redirects to `form-action` of the content security policy.
    """
    address = answer.headers.get("Location", "")
    host = urlsplit(address).netloc
    if not host or host == request.get_host():
        return answer
    page: HttpResponse = render(
        request, "socialaccount/leaving.html", {"address": address, "host": host}
    )
    page.headers["Refresh"] = f"0; url={address}"
    page.headers["Cache-Control"] = "no-store"
    return page
