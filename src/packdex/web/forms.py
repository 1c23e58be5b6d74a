"""Pages with a form: made for one person, so they are never kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from packdex.catalog import documents
from packdex.catalog.origin import origin_of
from packdex.core.roles import NOBODY, Actor
from packdex.web import visitor
from packdex.web.render import Head, page

View = Callable[..., HttpResponse]


def form_page(
    request: HttpRequest, template: str, head: Head, *, status: int = 200, **content: Any
) -> HttpResponse:
    """The page that `template` makes of `content`, for this visitor alone.

    `csrf` is the field that every form of it has to hold.
    """
    csrf = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
    body = page(template, head, csrf=csrf, **content)
    body = body.replace(documents.ORIGIN.encode(), origin_of(request).encode())
    response = HttpResponse(visitor.place(request, body), status=status)
    add_never_cache_headers(response)
    return response


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as those know them who change the catalogue."""
    user = visitor.user_of(request)
    return user.actor if user else NOBODY


def signed_in(view: View) -> View:
    """Lead strangers to the page for signing in, and from there back to where they were."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if visitor.user_of(request) is None:
            return sign_in_first(request)
        return view(request, *args, **kwargs)

    return guarded


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the page for signing in. After a form was sent the way back leads to the form."""
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address in `next`, if it is one of ours; else `otherwise`. No other host is followed."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else otherwise
