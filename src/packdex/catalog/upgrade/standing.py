"""How the directory stands, counted once for as long as nothing in it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from packdex.catalog import editions, lifecycles
from packdex.catalog.upgrade import board
from packdex.catalog.upgrade.board import Standing
from packdex.core.lifecycles.products import Products
from packdex.core.upgrade.target import Target


class _State(NamedTuple):
    readiness: int
    packages: int
    day: date


_kept: list[tuple[_State, Products, list[Standing]]] = []


def standings(now: datetime) -> list[Standing]:
    """All versions that the directory is looked through for. One small query where it is kept."""
    marks = editions.marks()
    state = _State(marks[editions.READINESS], marks[editions.PACKAGES], now.astimezone(UTC).date())
    products = lifecycles.products()
    if not _kept or _kept[0][0] != state or _kept[0][1] is not products:
        # Counted after the marks were read: what is kept is never older than what it stands for.
        _kept[:] = [(state, products, board.standings(now))]
    return _kept[0][2]


def depends_on(now: datetime) -> tuple[object, ...]:
    """What standings depend on beside the catalogue."""
    return now.astimezone(UTC).date(), lifecycles.products().updated


def standing_of(target: Target, now: datetime) -> Standing:
    """One of them: `target` is one that the directory is looked through for."""
    return next(one for one in standings(now) if one.target == target)
