"""The page of results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog import documents
from packdex.catalog.origin import origin_of
from packdex.core.search.operators import HELP
from packdex.core.search.query import MAX_LENGTH
from packdex.search.find import NOT_BUILT, SORTS, Found, search
from packdex.web import errors
from packdex.web.paging import Paging
from packdex.web.render import Head, page, static_address
from packdex.web.search import kept, narrowing
from packdex.web.search.asked import PATH, USUAL, Asked
from packdex.web.search.near import near_names
from packdex.web.search.results import rows_of
from packdex.web.show import one_line, shortened

STYLE = "web/search.css"
ORDERS = {"relevance": "best match", "stars": "stars", "updated": "last change", "name": "name"}
"""What each order is called."""


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
        found = kept.page(asked, origin, today, lambda: _written(asked, today, origin))
    except _NotBuiltError:
        return errors.not_ready(request, NOT_BUILT)
    return found.send(request)


class _NotBuiltError(Exception):
    """There is no index yet."""


def _written(asked: Asked, today: date, origin: str) -> bytes:
    found, paging = _found(asked, today)
    if NOT_BUILT in found.notes:
        raise _NotBuiltError
    body = _page(asked, found, paging, today)
    return body.replace(documents.ORIGIN.encode(), origin.encode())


def _found(asked: Asked, today: date) -> tuple[Found, Paging]:
    """What was found, with the hits of the page that is asked for, or of the last one."""
    size = settings.PACKDEX_PAGE_SIZE
    start = min((asked.page - 1) * size, 10**6)
    found = search(asked.text, size, start, sort=asked.sort, today=today)
    query = asked.query(found.query.text)
    paging = Paging.at(str(asked.page), size, found.total, PATH, query)
    if found.total and paging.start != start:
        found = search(asked.text, size, paging.start, sort=asked.sort, today=today)
    return found, paging


def _page(asked: Asked, found: Found, paging: Paging, today: date) -> bytes:
    text = one_line(found.query.text)
    title = f"Search: {shortened(text, 80)}" if text else "Search"
    return page(
        "search/results.html",
        Head(title=title, path=paging.here, here="search", index=False),
        search_style=static_address(STYLE),
        text=text,
        longest=MAX_LENGTH,
        sort="" if asked.sort == USUAL else asked.sort,
        orders=_orders(asked, found),
        help=[(example, what) for example, what in HELP.values()],
        problems=_problems(found, text),
        said=_said(found),
        taken=narrowing.taken(asked, today),
        plain=narrowing.plain(asked, today),
        groups=narrowing.groups(asked, found, today) if found.rows else [],
        found=found,
        rows=rows_of(found.hits),
        paging=paging,
        count=_count(found, paging),
        near=near_names(found.names),
        loosened=[(each.part, asked.address(each.text), _at_most(each.count))
                  for each in found.loosened],
    )  # fmt: skip


def _orders(asked: Asked, found: Found) -> list[tuple[str, str]]:
    """Each order by its name, with its address; "" for the one that is seen."""
    return [
        (ORDERS[sort], "" if sort == asked.sort else Asked("", sort).address(found.query.text))
        for sort in SORTS
    ]


def _problems(found: Found, text: str) -> list[str]:
    """Sentences about what was not understood."""
    problems = [one_line(note) for note in found.notes]
    if text and found.query.is_empty:
        problems.append(
            f"There is nothing to look for in “{shortened(text, 80)}”. A word or the beginning of"
            " a name is enough."
        )
    return problems


def _said(found: Found) -> list[str]:
    """Sentences about what was found instead of what was typed."""
    if not found.hits:
        return []
    said = [
        f"Nothing has “{one_line(word)}”; {_any_of(meant)} was looked for instead."
        for word, meant in found.meant
    ]
    if found.partly:
        said.append("Nothing has all the words. These have some of them.")
    return said


def _any_of(words: Sequence[str]) -> str:
    quoted = [f"“{one_line(word)}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _count(found: Found, paging: Paging) -> str:
    if paging.last == 1:
        return f"{found.total:,} found"
    of = "of the best " if found.more else "of "
    return paging.told.replace("of ", of, 1)


def _at_most(count: int) -> str:
    return f"{count}" if count < 100 else "100 and more"
