"""Sending the bytes of a page: origin filled in, conditional requests answered with 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from packdex.catalog import documents, editions
from packdex.catalog.origin import origin_of
from packdex.web import visitor

_kept: dict[str, tuple[tuple[object, ...], bytes]] = {}


def send(
    request: HttpRequest, body: bytes, content_type: str = "text/html; charset=utf-8"
) -> HttpResponse:
    """The answer with `body`, as render.page made it. Clients may keep it but ask before use."""
    body = body.replace(documents.ORIGIN.encode(), origin_of(request).encode())
    return send_placed(request, body, content_type)


def send_placed(
    request: HttpRequest, body: bytes, content_type: str = "text/html; charset=utf-8"
) -> HttpResponse:
    """The answer with `body`, whose links are complete already; 304 when the client has it."""
    personal = content_type.startswith("text/html")
    if personal:
        body = visitor.place(request, body)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    if personal:
        response["Vary"] = "Cookie"
    answer = get_conditional_response(request, etag=etag, response=response)
    return response if answer is None else answer


def kept(name: str, make: Callable[[], bytes], *more: object) -> bytes:
    """What `make` gives, made anew after any change of the catalogue. `name` is unique to it.

    Also made anew where `more`, what else it depends on, is not what it was. One small query when
    nothing changed. Each process keeps its own.
    """
    state = (editions.marks()[editions.CATALOGUE], documents.current_format(), *more)
    found = _kept.get(name)
    if found is None or found[0] != state:
        # Made after the mark was read: what is kept is never older than the mark it stands under.
        found = _kept[name] = (state, make())
    return found[1]
