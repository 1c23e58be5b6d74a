"""The page of results."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog.origin import origin_of
from packdex.search.find import NOT_BUILT, Found, search
from packdex.search.index import State
from packdex.web import errors
from packdex.web.paging import Paging
from packdex.web.search import frame, kept
from packdex.web.search.asked import PATH, USUAL, Asked
from packdex.web.search.written import found_part
from packdex.web.show import escape, one_line, shortened


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What `q` finds: `sort`, `page`. Every text has an answer; what is wrong with it is said.

    A form may add operators of its own in `within`.
    """
    return show(request, Asked.read(request.GET, one_line(request.GET.get("within", ""))[:100]))


def show(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The page of that search, wherever it was asked for."""
    origin = origin_of(request)
    today = datetime.now(UTC).date()
    try:
        found = kept.page(asked, origin, today, lambda state: _written(asked, today, origin, state))
    except _NotBuiltError:
        return errors.not_ready(request, NOT_BUILT)
    return found.send(request)


class _NotBuiltError(Exception):
    """There is no index yet."""


def _written(asked: Asked, today: date, origin: str, state: State) -> bytes:
    found, paging = _found(asked, today, state)
    if NOT_BUILT in found.notes:
        raise _NotBuiltError
    part = found_part(asked, found, paging, today)
    return _page(asked, found, paging, part, origin)


def _found(asked: Asked, today: date, state: State) -> tuple[Found, Paging]:
    """What was found, with the hits of the page that is asked for, or of the last one."""
    size = settings.PACKDEX_PAGE_SIZE
    start = min((asked.page - 1) * size, 10**6)
    found = search(asked.text, size, start, sort=asked.sort, today=today, state=state)
    query = asked.query(found.query.text)
    paging = Paging.at(str(asked.page), size, found.total, PATH, query)
    if found.total and paging.start != start:
        found = search(asked.text, size, paging.start, sort=asked.sort, today=today)
    return found, paging


def _page(asked: Asked, found: Found, paging: Paging, part: bytes, origin: str) -> bytes:
    text = one_line(found.query.text)
    title = f"Search: {shortened(text, 80)}" if text else "Search"
    order = f'<input type="hidden" name="sort" value="{asked.sort}">'
    values = {
        "origin": escape(origin),
        "title": escape(title),
        "path": escape(paging.here),
        "text": escape(text),
        "sort": "" if asked.sort == USUAL else order,
        "open": "" if text else " open",
    }
    return frame.filled({name: each.encode() for name, each in values.items()} | {"found": part})
