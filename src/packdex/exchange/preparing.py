"""Preparing the answers that an import made stale."""

from __future__ import annotations

from collections.abc import Callable

from packdex.catalog import documents

# How many rows are loaded, and their answers stored, at once. A grid brings all of its packages
# along, and answers pass several times through memory on their way into the database.
SIZES = (
    (documents.CATEGORY, 500),
    (documents.GRID, 50),
    (documents.GRID_LISTING, 200),
    (documents.PACKAGE, 200),
    (documents.PACKAGE_LISTING, 200),
    (documents.PACKAGE_PAGE, 100),
)


def prepare_stale(step: Callable[[int], None]) -> None:
    """Make every missing or stale answer; calls `step` with the number of rows done so far.

    One pass over the catalogue, so that a row which many batches touched is prepared once. When
    it is interrupted nothing is lost: a read makes what it misses.
    """
    done = 0
    for kind, size in SIZES:
        last = 0
        while kind.writers and (ids := documents.stale_ids(kind, last, size)):
            documents.prepare(kind, ids)
            last = ids[-1]
            done += len(ids)
            step(done)
