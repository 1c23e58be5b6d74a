"""What was found, as a list: packages as in the other lists, and grids among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from packdex.catalog import browse
from packdex.catalog.models import Package
from packdex.core.counts import counted
from packdex.search.find import Hit
from packdex.web.package_rows import Row, row_of
from packdex.web.show import one_line, shortened


class GridRow(NamedTuple):
    """A grid in a list. `size` says how many packages it has."""

    slug: str
    title: str
    text: str
    size: str
    is_grid: bool = True


def rows_of(hits: Sequence[Hit]) -> list[Row | GridRow]:
    """The rows of the list, in the order of `hits`. One query where there are grids."""
    grids = [hit.row.pk for hit in hits if not isinstance(hit.row, Package)]
    sizes = browse.grid_sizes(grids) if grids else {}
    return [_row(hit, sizes.get(hit.row.pk, 0)) for hit in hits]


def _row(hit: Hit, size: int) -> Row | GridRow:
    row = hit.row
    if isinstance(row, Package):
        return row_of(row, "")
    return GridRow(
        row.slug, one_line(row.title), shortened(row.description, 240), counted(size, "package")
    )
