"""The gate: answers the plain reads of anonymous callers from prepared bytes.

Most calls to the APIs are GETs of a package, a grid, a category or a list. Their answers are
stored (catalog.documents); the gate puts the origin into them and is done, in one or two small
queries. Whatever it does not know for certain passes on to REST framework, which answers the same
bytes: other methods, `?format=`, `?q=`, other `Accept` headers, signed-in callers, errors.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from hashlib import md5

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from packdex.api.links import origin_of
from packdex.api.paging import Page, read_limit, read_offset
from packdex.catalog import documents, editions, order

LARGEST_ID = 2**63 - 1

_KINDS = {
    editions.PACKAGES: documents.PACKAGE,
    editions.GRIDS: documents.GRID,
    editions.CATEGORIES: documents.CATEGORY,
}
_PATH = re.compile(r"/api/(v[34])/(packages|grids|categories)/(?:([-a-z0-9_]{1,50})/)?")
_PAGE = re.compile(r"(?:limit=([0-9]{1,9}))?(?:(?:^|(?<=[0-9])&)offset=([0-9]{1,9}))?")
_ACCEPTED = {None, "*/*", "application/json"}

_VARY = {"v4": "Accept, Cookie", "v3": "Cookie"}

# What the middleware that is passed by would have added to an answer of the API.
_HEADERS = {
    "Allow": "GET, HEAD, OPTIONS",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}


class Gate:
    """The first middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request` from prepared bytes, or pass it on."""
        return self._answer(request) or self.get_response(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase | None:
        path = _PATH.fullmatch(request.path_info)
        if path is None or request.method not in {"GET", "HEAD"} or _is_personal(request):
            return None
        version, table, key = path.groups()
        if version == "v4" and request.META.get("HTTP_ACCEPT") not in _ACCEPTED:
            return None
        query = request.META.get("QUERY_STRING", "")
        if key is not None:
            return None if query else _one(request, version, table, key)
        page = _PAGE.fullmatch(query)
        return _list(request, version, table, *page.groups()) if page else None


def _is_personal(request: HttpRequest) -> bool:
    """Whether the answer may depend on who asks."""
    meta = request.META
    return "HTTP_AUTHORIZATION" in meta or settings.SESSION_COOKIE_NAME in meta.get(
        "HTTP_COOKIE", ""
    )


def _one(request: HttpRequest, version: str, table: str, key: str) -> HttpResponseBase | None:
    kind = _KINDS[table]
    if version == "v3" or not key.isdigit():
        answer = documents.read(kind, version, slug=key)
    elif int(key) <= LARGEST_ID:
        answer = documents.read(kind, version, id=int(key))
    else:
        answer = None
    if answer is None:
        return None
    return _respond(request, version, answer.at(origin_of(request)), answer.made_at)


def _list(
    request: HttpRequest, version: str, table: str, limit: str | None, offset: str | None
) -> HttpResponseBase:
    mark = editions.marks()[table]
    origin = origin_of(request)
    first = read_offset(offset)
    if version == "v4":
        ids = order.newest(table, mark)
        page = Page(read_limit(limit), first, len(ids))
        address = origin + request.get_full_path()
    else:
        ids = order.by_title(table, mark)
        page = Page(read_limit(limit, least=0), first, len(ids))
        address = request.get_full_path()
    shown = ids[page.offset : page.offset + page.limit]
    rows = b",".join(documents.read_many(_KINDS[table], version, shown))
    write = _v4_list if version == "v4" else _v3_list
    return _respond(request, version, write(page, address, table, documents.place(rows, origin)))


def _v4_list(page: Page, address: str, table: str, rows: bytes) -> bytes:
    following, before = json.dumps(page.next(address)), json.dumps(page.previous(address))
    head = f'{{"count":{page.count},"next":{following},"previous":{before},"results":['
    return head.encode() + rows + b"]}"


def _v3_list(page: Page, address: str, table: str, rows: bytes) -> bytes:
    following, before = json.dumps(page.next(address)), json.dumps(page.previous(address))
    between = '"category":null,' if table == editions.PACKAGES else ""
    head = (
        f'{{"meta":{{"limit":{page.limit},"next":{following},"offset":{page.offset},'
        f'"previous":{before},"total_count":{page.count}}},{between}"objects":['
    )
    return head.encode() + rows + b"]}"


def _respond(
    request: HttpRequest, version: str, body: bytes, made_at: int | None = None
) -> HttpResponseBase:
    response = HttpResponse(body, content_type="application/json", headers=_HEADERS)
    response.headers["Vary"] = _VARY[version]
    etag = f'"{md5(body, usedforsecurity=False).hexdigest()}"'
    response.headers["ETag"] = etag
    # Within its own second a time cannot tell two answers apart, so it is not given out yet.
    modified = made_at if made_at is not None and time.time() >= made_at + 1 else None
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
        conditional = get_conditional_response(
            request, etag=etag, last_modified=modified, response=response
        )
        if conditional is not None and conditional.status_code == 304:
            return conditional
    response.headers["Content-Length"] = str(len(body))
    return response
