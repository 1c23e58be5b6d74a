"""What is to be said of moving some packages to a version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from packdex.catalog.models import Grid, Package
from packdex.catalog.upgrade.known import NOTHING, known_of, pythons
from packdex.core.upgrade.answer import ANSWERS
from packdex.core.upgrade.move import Move
from packdex.core.upgrade.outlook import outlook, outlook_of
from packdex.core.upgrade.target import Target


class Entry(NamedTuple):
    """A shown package, and what is said of moving it."""

    id: int
    slug: str
    title: str
    move: Move


def moves_of(
    wanted: Iterable[tuple[int, str | None]], target: Target, now: datetime
) -> dict[tuple[int, str | None], Move]:
    """What is said of packages that somebody has in these versions (None: the current ones).

    Three queries.
    """
    asked = list(wanted)
    known, environments = known_of(list({package for package, _ in asked})), pythons(now)
    found = {}
    for package, version in asked:
        releases, newest, told_at, address = known.get(package, NOTHING)
        told = (
            outlook(releases, newest, target, environments)
            if version is None
            else outlook_of(version, releases, newest, target, environments)
        )
        found[package, version] = Move(target.label, told, told_at, address)
    return found


def entries_of(ids: Sequence[int], target: Target, now: datetime) -> list[Entry]:
    """The shown packages among `ids`, in that order. Four queries."""
    rows = Package.shown.filter(pk__in=ids).values_list("pk", "slug", "title")
    named = {pk: (slug, title) for pk, slug, title in rows}
    moves = moves_of([(one, None) for one in ids if one in named], target, now)
    return [Entry(one, *named[one], moves[one, None]) for one in ids if one in named]


def entries_of_grid(grid: Grid, target: Target, now: datetime) -> list[Entry]:
    """The shown packages of a grid, those that cannot be moved first, else in the grid's order."""
    ids = list(grid.grid_packages.order_by("position").values_list("package_id", flat=True))
    return sorted(entries_of(ids, target, now), key=lambda one: _ORDER[one.move.outlook.answer.key])


_ORDER = {"no": 0, "unknown": 1, "yes": 2, "apart": 3}


def counted(moves: Collection[Move]) -> dict[str, int]:
    """How many there are of each answer, in the order of ANSWERS."""
    keys = [one.outlook.answer.key for one in moves]
    return {key: keys.count(key) for key in ANSWERS}
