"""The versions of Python and Django: which there are on a day, and which are supported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

Numbers = tuple[int, ...]

PRODUCTS: Mapping[str, str] = {"python": "Python", "django": "Django"}
"""What lifecycles are known of: the keys, and how they are called."""


class Cycle(NamedTuple):
    """A version such as 5.2: the day it came out, and the last days on which it is looked after.

    Until `until` it gets security fixes (None: no end is known), until `fixed_until` other fixes,
    too (None: not known).
    """

    version: str
    released: date
    until: date | None
    fixed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Products:
    """The versions of each product, oldest first, and when somebody last looked."""

    updated: date
    python: tuple[Cycle, ...]
    django: tuple[Cycle, ...]

    def of(self, product: str) -> tuple[Cycle, ...]:
        """The versions of the product with that key of PRODUCTS."""
        return {"python": self.python, "django": self.django}[product]


@lru_cache(maxsize=2_000)
def numbers(version: str) -> Numbers:
    """A version's first two numbers ("5.2" is (5, 2)); () for what has none."""
    parts = version.split(".")[:2]
    told = all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts)
    return tuple(map(int, parts)) if told and len(parts) == 2 else ()


@lru_cache(maxsize=100)
def released(cycles: tuple[Cycle, ...], on: date, settled_days: int = 0) -> tuple[Cycle, ...]:
    """Those that were out for so many days on that day, oldest first."""
    return tuple(cycle for cycle in cycles if (on - cycle.released).days >= settled_days)


@lru_cache(maxsize=100)
def supported(cycles: tuple[Cycle, ...], on: date) -> tuple[Cycle, ...]:
    """Those that were out and still got fixes on that day, oldest first."""
    return tuple(
        cycle
        for cycle in cycles
        if cycle.released <= on and (cycle.until is None or on <= cycle.until)
    )
