"""What people wrote into grids, kept in the process as long as nobody edits the grid.

Facts change every hour, features and elements seldom: a large grid of which one package has a new
release need not read twelve thousand elements again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from packdex.core.comparison.table import FeatureRow

MOST_CELLS = 120_000
"""In all grids together, some 20 MB; the grids that were asked for longest ago go first."""

Made = tuple[int, Sequence[int]]

_kept: OrderedDict[int, tuple[Made, list[FeatureRow]]] = OrderedDict()
_lock = Lock()


def rows(
    grid_id: int, version: int, places: Sequence[int], read: Callable[[], list[FeatureRow]]
) -> list[FeatureRow]:
    """The rows of the grid with elements for these places, in this order; `read` gives them anew.

    `version` is the grid's, which every writer of features, elements and places raises
    (`editions.touch`). It has to be known before `read` reads.
    """
    made = (version, places)
    with _lock:
        found = _kept.get(grid_id)
        if found is not None and found[0] == made:
            _kept.move_to_end(grid_id)
            return found[1]
    new = read()
    with _lock:
        _kept[grid_id] = (made, new)
        _kept.move_to_end(grid_id)
        room = MOST_CELLS - sum(len(made[1]) * len(rows) for made, rows in _kept.values())
        while room < 0 and _kept:
            _, (oldest, lines) = _kept.popitem(last=False)
            room += len(oldest[1]) * len(lines)
    return new


def forget() -> None:
    """Drop all that is kept."""
    with _lock:
        _kept.clear()
