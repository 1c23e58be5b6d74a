"""Which packages a grid holds, and the versions by which one tells that anything changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection


class Version(NamedTuple):
    """A package and what changes with all that is compared of it: its version, and its users."""

    id: int
    version: int
    users: int


@dataclass(frozen=True, slots=True)
class Members:
    """A grid, its version, and its packages without hidden ones in the order of its editors.

    `places` are the ids of their places, in the same order.
    """

    grid: int
    version: int
    places: list[int]
    packages: list[Version]


def members(grid_id: int) -> Members | None:
    """Those of the grid with that id, hidden or not. None: there is no such grid. One query."""
    return _read("g.id = %s", grid_id)


def shown_members(slug: str) -> Members | None:
    """Those of the grid with that slug. None: there is none, or it is hidden. One query."""
    return _read("g.slug = %s AND NOT g.hidden", slug)


def _read(where: str, value: int | str) -> Members | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.id, g.version, m.id, p.id, p.version, p.usage_count"  # noqa: S608
            " FROM catalog_grid g"
            " LEFT JOIN catalog_gridpackage m ON m.grid_id = g.id"
            " LEFT JOIN catalog_package p ON p.id = m.package_id AND NOT p.hidden"
            f" WHERE {where} ORDER BY m.position, m.id",
            [value],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    shown = [row for row in rows if row[3] is not None]
    grid, version = rows[0][:2]
    return Members(grid, version, [row[2] for row in shown], [Version(*row[3:]) for row in shown])
