"""Pages of results, kept in the process: what is kept is current, or it is made anew.

A page is kept under all that it follows from: the catalogue's mark, the index and how much has been
written into it, and the day, from which ages are counted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock

from packdex.catalog import documents
from packdex.search import index
from packdex.web.comparison.finished import Finished
from packdex.web.search.asked import Asked

MOST_BYTES = 8_000_000
"""Of memory for all of them; the pages that were asked for longest ago go first."""

State = tuple[object, ...]

_pages: OrderedDict[tuple[Asked, str], tuple[State, Finished]] = OrderedDict()
_lock = Lock()
_size = 0


def page(asked: Asked, origin: str, today: date, make: Callable[[index.State], bytes]) -> Finished:
    """The page of that search, kept or made by `make`, which gives it with `origin` in its links.

    `make` is told the state of the index. One small query.
    """
    key = asked, origin
    # Read before the page is made: what is kept is never older than the state it stands under.
    index_state = index.state()
    state = (index_state, today, documents.current_format())
    with _lock:
        if (found := _pages.get(key)) and found[0] == state:
            _pages.move_to_end(key)
            return found[1]
    made = Finished(make(index_state))
    # An index that lags behind the catalogue, or is not there, says so in its state alone.
    if index_state.generation is not None and not index_state.stale:
        _keep(key, state, made)
    return made


def forget() -> None:
    """Drop all that is kept."""
    global _size  # noqa: PLW0603
    with _lock:
        _pages.clear()
        _size = 0


def _keep(key: tuple[Asked, str], state: State, made: Finished) -> None:
    global _size  # noqa: PLW0603
    with _lock:
        if before := _pages.pop(key, None):
            _size -= before[1].size
        _pages[key] = state, made
        _size += made.size
        while _size > MOST_BYTES and _pages:
            _, (_, oldest) = _pages.popitem(last=False)
            _size -= oldest.size
