"""How well a thing stands by adoption and health: the order of what fits a query equally well.

The formula stands in docs/METHODOLOGY.md. It is a bounded part of the ranking and nothing else: no
page shows it as a verdict.
"""

from __future__ import annotations

from math import log10
from typing import NamedTuple

BEST = 255
"""Qualities are whole numbers from 0 to 255, one byte of the index's keys."""


class Standing(NamedTuple):
    """What the quality of a package is made of. None: not known.

    `downloads` are those of a month, `updated` is the day of the last commit or release (since
    1970). `at_rest`: archived, deprecated or gone.
    """

    stars: int | None = None
    downloads: int | None = None
    updated: int | None = None
    at_rest: bool = False


def of_package(standing: Standing, today: int) -> int:
    """The quality of a package on the day `today` (since 1970)."""
    stars = min(1.0, log10(1 + (standing.stars or 0)) / 5)
    downloads = min(1.0, log10(1 + (standing.downloads or 0)) / 8)
    health = _health(standing.updated, today)
    quality = 0.7 * max(stars, downloads) + 0.3 * health
    return round(BEST * quality * (0.4 if standing.at_rest else 1.0))


def of_grid(packages: int) -> int:
    """The quality of a grid with so many packages."""
    return round(BEST * min(1.0, 0.3 + log10(1 + packages) / 5))


def _health(updated: int | None, today: int) -> float:
    if updated is None:
        return 0.3
    days = today - updated
    return 1.0 if days <= 365 else 0.6 if days <= 3 * 365 else 0.2
