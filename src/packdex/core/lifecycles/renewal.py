"""Taking what somebody else says of lifecycles in place of what is known, if it can be right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from packdex.core.lifecycles.file import LifecyclesError
from packdex.core.lifecycles.products import PRODUCTS, Cycle, Products, numbers


class Renewed(NamedTuple):
    """What is known now, and how it differs from before: a line for each version."""

    products: Products
    changes: tuple[str, ...]


def renewed(before: Products, told: Mapping[str, tuple[Cycle, ...]], day: date) -> Renewed:
    """What is known from `day` on: what was told of each product, from the oldest known version on.

    Raises LifecyclesError where a version is missing that was known: whoever tells less than is
    known is broken, or was misunderstood.
    """
    now, changes = {}, []
    for product, name in PRODUCTS.items():
        known = {cycle.version: cycle for cycle in before.of(product)}
        first = min(map(numbers, known))
        found = {one.version: one for one in told[product] if numbers(one.version) >= first}
        if missing := [version for version in known if version not in found]:
            raise LifecyclesError(
                f"{name} {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing in"
                f" what was told ({len(found)} of {len(known)} known versions or newer ones)"
            )
        now[product] = tuple(sorted(found.values(), key=lambda one: numbers(one.version)))
        changes += [
            f"{name} {one.version}: {_told(known.get(one.version))} -> {_told(one)}"
            for one in now[product]
            if known.get(one.version) != one
        ]
    return Renewed(Products(day, **now), tuple(changes))


def _told(cycle: Cycle | None) -> str:
    if cycle is None:
        return "not known"
    return f"out {cycle.released}, until {cycle.until or 'not known'}"
