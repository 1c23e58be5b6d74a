"""Idempotency-Key: a POST that was sent again, since nobody knows whether it came, is done once.

As draft-ietf-httpapi-idempotency-key-header-07 has it. What is answered is kept for a day in the
transaction of what was done, so that one is there if the other is. What was refused changed nothing
and is not kept: the same may be tried again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from packdex.api.json import dumps
from packdex.api.models import Answered
from packdex.api.writing.errors import Clash

KEPT = timedelta(days=1)
MOST = 1_000
"""Answers that are kept for one person; the oldest go first."""

PATIENCE = timedelta(minutes=1)
"""How long it may take to answer; after that whoever was at it has died."""

_KEY = re.compile(r'"?([!#-~]{1,255})"?')


class OtherRequestError(APIException):
    """The key came with another request before."""

    status_code = 422
    default_detail = "This Idempotency-Key came with another request; take a new one for this."


def once(request: Request, person: int, respond: Callable[[], Response]) -> Response:
    """The answer of `respond`, or the one that this key got before.

    `respond` is called in a transaction. Raises what it raises, and ParseError for what is no key,
    Clash while the first request is still being answered, OtherRequestError.
    """
    header = request.headers.get("Idempotency-Key")
    if header is None:
        return respond()
    found = _KEY.fullmatch(header)
    if found is None:
        raise ParseError("Idempotency-Key: up to 255 visible characters are taken, such as a UUID.")
    mine = Answered.objects.filter(by=person, key=found[1])
    before = _claim(person, found[1], _digest(request), timezone.now())
    if before is not None:
        headers = before.headers | {"Idempotent-Replayed": "true"}
        return Response(json.loads(before.body), before.status, headers=headers)
    try:
        with transaction.atomic():
            response = respond()
            mine.update(
                status=response.status_code,
                headers=dict(response.items()),
                body=dumps(response.data).decode(),
            )
    except BaseException:
        mine.filter(status=None).delete()
        raise
    return response


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True)
    return sha256(f"{request.get_full_path()}\n{body}".encode()).hexdigest()


def _claim(person: int, key: str, digest: str, now: datetime) -> Answered | None:
    """What was answered to this key; None: it is ours to answer."""
    Answered.objects.filter(at__lt=now - KEPT).delete()
    own = Answered.objects.filter(by=person)
    row, new = own.get_or_create(by_id=person, key=key, defaults={"request": digest, "at": now})
    if new:
        kept = own.order_by("-at").values_list("pk", flat=True)
        own.filter(pk__in=list(kept[MOST : MOST + 100])).delete()
        return None
    if row.request != digest:
        raise OtherRequestError
    if row.status is not None:
        return row
    free = own.filter(pk=row.pk, status=None, at=row.at, at__lt=now - PATIENCE)
    if not free.update(at=now):
        raise Clash("The first request with this Idempotency-Key is still being answered.")
    return None
