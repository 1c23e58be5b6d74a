"""The gate: answers the plain reads of anonymous callers from prepared bytes.

Most calls to the APIs are GETs of a package, a grid, a category or a list. Their answers are
stored (catalog.documents); the gate puts the origin into them and is done, in one or two small
queries. Whatever it does not know for certain passes on to REST framework, which answers the same
bytes: other methods, `?format=`, `?q=`, other `Accept` headers, signed-in callers, errors.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable
from hashlib import md5

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from packdex.api import cors
from packdex.api.paging import Page, read_limit, read_offset
from packdex.catalog import documents, editions, order, viewed
from packdex.catalog.origin import origin_of

LARGEST_ID = 2**63 - 1
ROOT = "/api/"
"""What every path begins with that the gate may answer."""

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
    **cors.HEADERS,
}


class Gate:
    """The first middleware.

    Under a WSGI server the application has asked the gate already (config/application.py) and comes
    here only with what it passed on; then it is asked once more, which costs little.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request` from prepared bytes, or pass it on."""
        return answer(request) or self.get_response(request)


def answer(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to `request` from prepared bytes. None: it is for others to answer.

    Raises DisallowedHost (a SuspiciousOperation) for a host that is not ours, and DatabaseError.
    """
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
    if "HTTP_AUTHORIZATION" in meta or "HTTP_X_SESSION_TOKEN" in meta:
        return True
    return settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", "")


def _one(request: HttpRequest, version: str, table: str, key: str) -> HttpResponseBase | None:
    kind = _KINDS[table]
    if version == "v3" or not key.isdigit():
        found = documents.read(kind, version, slug=key)
    elif int(key) <= LARGEST_ID:
        found = documents.read(kind, version, id=int(key))
    else:
        found = None
    if found is None:
        return None
    if table == editions.PACKAGES:
        viewed.note(found.id)
    return _respond(request, version, found.at(origin_of(request)), found.made_at)


def _list(
    request: HttpRequest, version: str, table: str, limit: str | None, offset: str | None
) -> HttpResponseBase:
    marks = editions.marks()
    origin = origin_of(request)
    v4 = version == "v4"
    ids = (order.newest if v4 else order.by_title)(table, marks[table])
    page = Page(read_limit(limit, least=1 if v4 else 0), read_offset(offset), len(ids))
    # Every write gives the catalogue a new mark, so that nothing has to be read to know that a
    # list is what it was. The rest of it tells settings and addresses apart.
    shape = f"{origin}{request.path_info}?{page.limit} {page.offset} {documents.current_format()}"
    etag = f'"{marks[editions.CATALOGUE]:x}-{zlib.crc32(shape.encode()):x}"'
    if unchanged := _unchanged(request, version, etag):
        return unchanged
    shown = ids[page.offset : page.offset + page.limit]
    rows = documents.place(b",".join(documents.read_many(_KINDS[table], version, shown)), origin)
    path = origin + request.path_info if v4 else request.path_info
    body = (_v4_list if v4 else _v3_list)(page, path, table, rows)
    return _response(version, etag, body)


def _beside(page: Page, path: str) -> tuple[str, str]:
    """The next and the previous page in JSON: what Page says where the address has nothing else."""
    if not page.limit:
        return "null", "null"
    start, before = f'"{path}?limit={page.limit}', page.offset - page.limit
    after = page.offset + page.limit
    return (
        f'{start}&offset={after}"' if after < page.count else "null",
        f'{start}&offset={before}"' if before > 0 else f'{start}"' if page.offset else "null",
    )


def _v4_list(page: Page, path: str, table: str, rows: bytes) -> bytes:
    following, before = _beside(page, path)
    head = f'{{"count":{page.count},"next":{following},"previous":{before},"results":['
    return head.encode() + rows + b"]}"


def _v3_list(page: Page, path: str, table: str, rows: bytes) -> bytes:
    following, before = _beside(page, path)
    between = '"category":null,' if table == editions.PACKAGES else ""
    head = (
        f'{{"meta":{{"limit":{page.limit},"next":{following},"offset":{page.offset},'
        f'"previous":{before},"total_count":{page.count}}},{between}"objects":['
    )
    return head.encode() + rows + b"]}"


def _respond(request: HttpRequest, version: str, body: bytes, made_at: int) -> HttpResponseBase:
    etag = f'"{md5(body, usedforsecurity=False).hexdigest()}"'
    # Within its own second a time cannot tell two answers apart, so it is not given out yet.
    modified = made_at if time.time() >= made_at + 1 else None
    if unchanged := _unchanged(request, version, etag, modified):
        return unchanged
    response = _response(version, etag, body)
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    return response


def _unchanged(
    request: HttpRequest, version: str, etag: str, modified: int | None = None
) -> HttpResponseBase | None:
    """304 if the client says that it has this very answer, None if it does not."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked is None and "HTTP_IF_MODIFIED_SINCE" not in request.META:
        return None
    # Most clients send back the one tag that they got; only others have to be taken apart.
    if asked != etag:
        found = get_conditional_response(request, etag, modified)
        if found is None or found.status_code != 304:
            return None
    response = HttpResponseNotModified(
        headers={"ETag": etag, "Vary": _VARY[version]} | cors.HEADERS
    )
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    return response


def _response(version: str, etag: str, body: bytes) -> HttpResponse:
    headers = _HEADERS | {"Vary": _VARY[version], "ETag": etag, "Content-Length": str(len(body))}
    return HttpResponse(body, content_type="application/json", headers=headers)
