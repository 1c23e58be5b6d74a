"""Writing into the database that a server serves, between its requests and in another process."""

import itertools
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.rounds import Ask

DATABASE = "packdex.sqlite3"

_GRID = re.compile(rb"/grids/g/([-\w]+)/")


@contextmanager
def changes(data: Path, asks: Sequence[Ask]) -> Iterator[Callable[[], None]]:
    """Give what changes the stars of a package in the grid that `asks` are about.

    `data` is the server's data folder. Each call is another package's turn.
    """
    found = _GRID.search(asks[0].raw)
    if found is None:
        raise ValueError(f"{asks[0].raw!r} does not ask for a grid")
    with closing(sqlite3.connect(data / DATABASE, timeout=30, isolation_level=None)) as database:
        rows = database.execute(
            "SELECT m.package_id FROM catalog_gridpackage m"
            " JOIN catalog_grid g ON g.id = m.grid_id WHERE g.slug = ? ORDER BY m.id",
            [found[1].decode()],
        )
        packages, marks = itertools.cycle([row[0] for row in rows]), itertools.count(1)

        def change() -> None:
            package = next(packages)
            for statement, value in (
                ("BEGIN IMMEDIATE", None),
                ("UPDATE catalog_packagefacts SET stars = stars + 1 WHERE package_id = ?", package),
                ("UPDATE catalog_package SET version = version + 1 WHERE id = ?", package),
                ("UPDATE catalog_edition SET mark = ? WHERE name = 'catalogue'", next(marks)),
                ("COMMIT", None),
            ):
                database.execute(statement, () if value is None else (value,))

        yield change
