"""If-Match: a write is made only if the row is still what was read (RFC 9110, 13.1.1)."""

from __future__ import annotations

from hashlib import md5

from django.utils.http import parse_etags
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from packdex.api.json import dumps


class StaleError(APIException):
    """Somebody changed it since it was read, and nothing was written."""

    status_code = 412
    default_detail = (
        "It has changed since you read it, and nothing was written. Read it again, and send your"
        " change with the new ETag."
    )


def etag_of(answer: object) -> str:
    """The strong tag that a GET gives beside this answer, as it is written without white space."""
    return f'"{md5(dumps(answer), usedforsecurity=False).hexdigest()}"'


def check_match(request: Request, *answers: object) -> None:
    """Raise StaleError unless If-Match, if there is one, names one of these forms of the row.

    Without any there is no row yet, and nothing matches. A weak tag never does. Call it in the
    write's transaction, with the row locked.
    """
    header = request.headers.get("If-Match")
    if header is None:
        return
    asked = parse_etags(header)
    if not any(asked == ["*"] or etag_of(answer) in asked for answer in answers):
        raise StaleError
