"""GET /api/v5/upgrade/: which packages can be moved to which version of Python or Django."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from packdex.api.json import dumps
from packdex.api.paging import Page, read_limit, read_offset
from packdex.catalog import lifecycles
from packdex.catalog.origin import origin_of
from packdex.catalog.upgrade import board as boards
from packdex.catalog.upgrade.export import entry_json, standing_json
from packdex.catalog.upgrade.lens import entries_of
from packdex.catalog.upgrade.standing import standing_of, standings
from packdex.core.upgrade.answer import ANSWERS, YES
from packdex.core.upgrade.target import TargetError, known_target

_READS = ("GET", "HEAD", "OPTIONS")
_ALLOW = {"Allow": ", ".join(_READS)}


@csrf_exempt
def board(request: HttpRequest) -> HttpResponse:
    """Every version that is supported, with how many packages have which answer."""
    if request.method not in _READS:
        return _refused(405, f'Method "{request.method}" not allowed.')
    origin, told = origin_of(request), []
    for one in standings(timezone.now()):
        target = one.target
        url = f"{origin}/api/v5/upgrade/{target.product}/{target.version}/"
        told.append(standing_json(one) | {"url": url})
    return _sent(request, {"targets": told})


@csrf_exempt
def target(request: HttpRequest, product: str, version: str) -> HttpResponse:
    """One version: `answer` (a key of ANSWERS), `limit` and `offset` cut the list of packages."""
    if request.method not in _READS:
        return _refused(405, f'Method "{request.method}" not allowed.')
    now = timezone.now()
    try:
        known = known_target(product, version, lifecycles.products())
        wanted = boards.prepared_target(known, now)
    except TargetError as error:
        return _refused(404, f"{error}.")
    answer = request.GET.get("answer", YES)
    if answer not in ANSWERS:
        return _refused(400, f"answer: {answer[:40]!r} is none of {', '.join(ANSWERS)}.")
    standing = standing_of(wanted, now)
    page = Page(
        read_limit(request.GET.get("limit")),
        read_offset(request.GET.get("offset")),
        standing.counts[answer],
    )
    ids = boards.ids_of(wanted, answer, page.offset, page.offset + page.limit)
    address = f"{origin_of(request)}{request.get_full_path()}"
    told = standing_json(standing) | {
        "answer": answer,
        "count": page.count,
        "next": page.next(address),
        "previous": page.previous(address),
        "packages": [entry_json(one) for one in entries_of(ids, wanted, now)],
    }
    return _sent(request, told)


def _sent(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    body = dumps(told)
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = _ALLOW | {"ETag": etag, "Cache-Control": "no-cache"}
    response = HttpResponse(body, "application/json", headers=headers)
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return response if unchanged is None else unchanged


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(dumps({"detail": why}), "application/json", status, headers=_ALLOW)
