"""v5's addresses, answered from prepared bytes."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from packdex.api.json import dumps
from packdex.catalog import documents, queries, viewed
from packdex.catalog.origin import origin_of

JSON = "application/json"
_READS = ("GET", "HEAD", "OPTIONS")
LARGEST_ID = 2**63 - 1


@csrf_exempt
def verdict(request: HttpRequest, key: str) -> HttpResponse:
    """The verdict on the package with this slug, or this number. One query when it is prepared.

    One that was merged into another is answered with that one's, as v4 does.
    """
    if request.method not in _READS:
        return _refused(405, f'Method "{request.method}" not allowed.')
    answer = _read(key)
    if answer is None:
        return _refused(404, "No Package matches the given query.")
    viewed.note(answer.id)
    body = answer.at(origin_of(request))
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Allow": ", ".join(_READS), "Cache-Control": "no-cache"}
    response = HttpResponse(body, JSON, headers=headers)
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return response if unchanged is None else unchanged


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 in the shape of v4's."""
    return _refused(404, "Not found.")


def _read(key: str) -> documents.Answer | None:
    if key.isascii() and key.isdigit():
        id_ = int(key[:20])
        if id_ > LARGEST_ID:
            return None
        found = documents.read(documents.VERDICT, "v5", id=id_)
        moved = None if found else queries.merged_into(id=id_)
    else:
        found = documents.read(documents.VERDICT, "v5", slug=key)
        moved = None if found else queries.merged_into(slug=key)
    return documents.read(documents.VERDICT, "v5", id=moved.pk) if moved else found


def _refused(status: int, why: str) -> HttpResponse:
    headers = {"Allow": ", ".join(_READS)}
    return HttpResponse(dumps({"detail": why}), JSON, status, headers=headers)
