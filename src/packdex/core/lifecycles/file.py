"""Lifecycles as a file: TOML with a table for each product and a line for each version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from packdex.core.lifecycles.products import PRODUCTS, Cycle, Products, numbers

LARGEST = 100_000
"""Bytes; a line has eighty."""

_HEAD = "# Written by `packdex lifecycles update`: it stands in for what comes with the software.\n"


class LifecyclesError(ValueError):
    """A file of lifecycles is wrong. The message names the key, the value, and what is right."""


@cache
def shipped() -> Products:
    """Those of the file that comes with the software."""
    return parse(resources.files(__package__).joinpath("products.toml").read_text("utf-8"))


def parse(text: str) -> Products:
    """Lifecycles out of TOML in the form of products.toml. Raises LifecyclesError."""
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LifecyclesError(f"it is not TOML: {error}") from None
    updated = _day(told, "updated", "")
    return Products(updated, **{product: _cycles(told, product) for product in PRODUCTS})


def written(products: Products) -> str:
    """The text of the file that holds them: what `parse` reads."""
    parts = [_HEAD, f"updated = {products.updated.isoformat()}\n"]
    for product in PRODUCTS:
        parts.append(f"\n[{product}]\n")
        parts += [_line(cycle) for cycle in products.of(product)]
    return "".join(parts)


def _line(cycle: Cycle) -> str:
    days = {"released": cycle.released, "fixed_until": cycle.fixed_until, "until": cycle.until}
    told = ", ".join(f"{name} = {day.isoformat()}" for name, day in days.items() if day)
    return f'"{cycle.version}" = {{ {told} }}\n'


def _cycles(told: Mapping[str, Any], product: str) -> tuple[Cycle, ...]:
    table = told.get(product)
    if not isinstance(table, dict) or not table:
        raise LifecyclesError(f"[{product}] is missing; expected a line for each version")
    found = [_cycle(product, version, one) for version, one in table.items()]
    return tuple(sorted(found, key=lambda cycle: numbers(cycle.version)))


def _cycle(product: str, version: str, told: object) -> Cycle:
    where = f"{product}.{version[:40]!r}"
    if not isinstance(told, dict):
        raise LifecyclesError(f"{where} is {told!r:.40}; expected {{ released = …, until = … }}")
    until = _day(told, "until", where) if "until" in told else None
    fixed = _day(told, "fixed_until", where) if "fixed_until" in told else None
    return checked(Cycle(version, _day(told, "released", where), until, fixed), where)


def checked(cycle: Cycle, where: str) -> Cycle:
    """The cycle as it is. Raises LifecyclesError where it cannot be, naming it as `where`."""
    major_minor = ".".join(map(str, numbers(cycle.version)))
    if major_minor != cycle.version:
        raise LifecyclesError(f"{where} is not a version; expected two numbers, such as 5.2")
    if any(number >= 100 for number in numbers(cycle.version)):
        raise LifecyclesError(f"{where} is not a version of a product; its numbers are below 100")
    for end in (cycle.until, cycle.fixed_until):
        if end is not None and end < cycle.released:
            raise LifecyclesError(f"{where} ends on {end}, before it came out on {cycle.released}")
    return cycle


def _day(told: Mapping[str, Any], key: str, where: str) -> date:
    value = told.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        name = f"{where}.{key}" if where else key
        raise LifecyclesError(f"{name} is {value!r:.40}; expected a day, such as 2026-04-30")
    return value
