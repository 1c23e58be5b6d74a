"""What is answered when something is wrong with a request or with us. None needs the database."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from packdex.core.counts import counted
from packdex.web.render import Head, page
from packdex.web.show import shortened
from packdex.web.visitor import place_for_stranger

_log = logging.getLogger(__name__)

# Sent when even the template of a 500 page cannot be made.
_PLAIN = b"Something went wrong on our side. Please try again in a minute.\n"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself cannot be understood, or names a host that is not served here."""
    return _answer(
        400,
        "bad request",
        "The server could not understand this request.",
        "An address may be damaged, or it names a host that this directory does not answer for.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: understood, but not allowed."""
    return _answer(
        403,
        "not allowed",
        "You may not do this.",
        "If you think you should, sign in first, or ask those who run this directory.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not prove that it was made for this visitor."""
    return _answer(
        403,
        "not accepted",
        "This form was not accepted.",
        "Go back, load its page again and send it once more: forms hold only for a while, and need"
        " cookies.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no page at this address."""
    return _answer(
        404,
        "not found",
        "There is no page at this address.",
        "The entry may have been renamed or removed, or the address was not copied whole.",
        address=shortened(request.path, 200),
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: too often; `wait_s` of the request may say for how many seconds that holds, or 60."""
    wait_s = int(getattr(request, "wait_s", 60))
    answer = _answer(
        429,
        "too often",
        "This was tried too often.",
        f"Wait {counted(-(-wait_s // 60), 'minute')}, and try it again.",
    )
    answer.headers["Retry-After"] = str(wait_s)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    try:
        return _answer(
            500,
            "our mistake",
            "Something went wrong on our side.",
            "It has been written to the log. Please try again in a minute.",
        )
    except Exception:  # noqa: BLE001
        # This is the last resort: nothing is left that could report the error to the visitor.
        _log.exception("the page for errors could not be made")
        return HttpResponse(_PLAIN, "text/plain; charset=utf-8", 500)


def not_ready(request: HttpRequest, advice: str) -> HttpResponse:
    """503: this part of the directory is not there yet."""
    return _answer(503, "not ready", "This cannot be answered yet.", advice)


def _answer(status: int, word: str, sentence: str, advice: str, address: str = "") -> HttpResponse:
    head = Head(title=word.capitalize(), index=False)
    body = page(
        "error.html",
        head,
        status=status,
        word=word,
        sentence=sentence,
        advice=advice,
        address=address,
    )
    return HttpResponse(place_for_stranger(body), status=status)
