"""The list of what was found, of entries that are kept beside packages and grids."""

from __future__ import annotations

from collections.abc import Sequence

from packdex.catalog import documents
from packdex.search.find import Place


def rows_of(places: Sequence[Place]) -> list[bytes]:
    """The entries in the order of `places`, without what is gone. A query for each kind."""
    packages = [place.owner // 2 for place in places if place.owner % 2 == 0]
    grids = [place.owner // 2 for place in places if place.owner % 2]
    kept = documents.read_each(documents.PACKAGE_LISTING, "row", packages)
    rows = {id_ * 2: row for id_, row in kept.items()}
    kept = documents.read_each(documents.GRID_LISTING, "row", grids)
    rows |= {id_ * 2 + 1: row for id_, row in kept.items()}
    return [rows[place.owner] for place in places if place.owner in rows]
