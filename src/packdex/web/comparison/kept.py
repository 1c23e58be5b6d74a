"""The plain pages of grids, kept in the process: what is kept is current, or it is made anew.

A page is kept under the state that it was made of: versions of the grid and of its packages, which
every writer raises (`editions.touch`). As long as the catalogue's mark is the one at which a page
was last found current, one small query tells so; else one more reads the state.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from packdex.catalog import documents, editions
from packdex.catalog.members import Members, shown_members
from packdex.web.comparison.finished import Finished

MOST_BYTES = 24_000_000
"""Of memory for all of them; the pages that were asked for longest ago go first."""

State = tuple[int | date, ...]


@dataclass(slots=True)
class _Kept:
    mark: int
    state: State
    page: Finished


_pages: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_lock = Lock()


def page(slug: str, origin: str, today: date, make: Callable[[Members], bytes]) -> Finished | None:
    """The page of the grid with that slug, kept or made by `make`; None: there is no such grid.

    `make` gives the page's body of the grid's members, with `origin` in its links. `today` (UTC):
    ages may count from it.

    One query while nothing is written, two while something else is.
    """
    mark = editions.marks()[editions.CATALOGUE]
    with _lock:
        if found := _pages.get((slug, origin)):
            _pages.move_to_end((slug, origin))
    if found is not None and found.mark == mark and found.state[0] == today:
        return found.page
    # Read before the page is made: what is kept is never older than the state it stands under.
    members = shown_members(slug)
    if members is None:
        _drop(slug, origin)
        return None
    state = _state(members, today)
    if found is None or found.state != state:
        found = _Kept(mark, state, Finished(make(members)))
    found.mark = mark
    _keep((slug, origin), found)
    return found.page


def forget() -> None:
    """Drop all that is kept."""
    with _lock:
        _pages.clear()


def _keep(key: tuple[str, str], kept: _Kept) -> None:
    with _lock:
        _pages[key] = kept
        _pages.move_to_end(key)
        room = MOST_BYTES - sum(one.page.size for one in _pages.values())
        while room < 0 and _pages:
            _, oldest = _pages.popitem(last=False)
            room += oldest.page.size


def _drop(slug: str, origin: str) -> None:
    with _lock:
        _pages.pop((slug, origin), None)


def _state(members: Members, today: date) -> State:
    """All that the page of a grid follows from, in a few numbers.

    The ids beside the versions tell apart which packages they are of.
    """
    sums = map(sum, zip(*members.packages, strict=True))
    shape = documents.current_format()
    return today, shape, members.grid, members.version, len(members.packages), *sums
