"""Which versions of Python and Django are current on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

Numbers = tuple[int, ...]


class Cycle(NamedTuple):
    """A version such as 5.2: the day it came out, and the last day on which it is supported."""

    version: str
    released: date
    until: date


@dataclass(frozen=True, slots=True)
class Products:
    """The versions of each product, oldest first, and when somebody last looked."""

    updated: date
    python: tuple[Cycle, ...]
    django: tuple[Cycle, ...]


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
    return tuple(cycle for cycle in cycles if cycle.released <= on <= cycle.until)


def parse(text: str) -> Products:
    """Products out of TOML in the form of products.toml.

    Raises KeyError, TypeError or ValueError where it has another one.
    """
    told = tomllib.loads(text)
    return Products(told["updated"], _cycles(told["python"]), _cycles(told["django"]))


def _cycles(told: Mapping[str, Mapping[str, date]]) -> tuple[Cycle, ...]:
    found = [Cycle(version, one["released"], one["until"]) for version, one in told.items()]
    return tuple(sorted(found, key=lambda cycle: numbers(cycle.version)))


@cache
def known() -> Products:
    """Those of the file that comes with the software."""
    return parse(resources.files(__package__).joinpath("products.toml").read_text("utf-8"))
