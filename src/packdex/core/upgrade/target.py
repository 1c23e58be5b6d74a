"""The version of Python or Django that somebody wants to move to."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from packdex.core.lifecycles.products import PRODUCTS, Cycle, Products, numbers, supported

_FORM = re.compile(r"([A-Za-z]+)\s*(?:[:\-\s]|==)\s*v?([0-9]{1,4}(?:\.[0-9]{1,4})?)")
_EXAMPLES = "django:6.0 or python:3.14"
_LAST_OF_DJANGO = 2
"""Since 2.0 each number of Django has three versions: 5.0, 5.1 and 5.2, then 6.0."""


class TargetError(ValueError):
    """There is no such version to move to. The message says what would be right."""


class Target(NamedTuple):
    """A product (a key of PRODUCTS) and a version of it: django, 6.0."""

    product: str
    version: str

    @property
    def label(self) -> str:
        """As people say it: Django 6.0."""
        return f"{PRODUCTS[self.product]} {self.version}"

    @property
    def key(self) -> str:
        """As addresses have it: django-6.0."""
        return f"{self.product}-{self.version}"

    @property
    def number(self) -> int:
        """As tables have it: five digits, of which the first stands for the product."""
        major, minor = numbers(self.version)
        return 10_000 * (1 + list(PRODUCTS).index(self.product)) + 100 * major + minor

    @property
    def next(self) -> str:
        """The version that follows."""
        major, minor = numbers(self.version)
        is_last = self.product == "django" and minor >= _LAST_OF_DJANGO
        return f"{major + 1}.0" if is_last else f"{major}.{minor + 1}"

    @property
    def previous(self) -> str:
        """The version before; "" before the first of Python 3, which took no one along."""
        major, minor = numbers(self.version)
        if minor:
            return f"{major}.{minor - 1}"
        return f"{major - 1}.{_LAST_OF_DJANGO}" if self.product == "django" else ""


def named_target(text: str) -> Target:
    """The version that `text` names: "django:6.0", "django-6.0", "Django 6.0".

    Whether there is such a version is not looked at. Raises TargetError for what names none.
    """
    found = _FORM.fullmatch(text.strip()[:60])
    if found is None:
        raise TargetError(f"{text[:60]!r} is no version; expected one such as {_EXAMPLES}")
    return Target(_product(found[1]), found[2])


def target_of(text: str, products: Products) -> Target:
    """The same, of a version that is known. Raises TargetError."""
    named = named_target(text)
    return known_target(named.product, named.version, products)


def known_target(product: str, version: str, products: Products) -> Target:
    """The version of the product. Raises TargetError where lifecycles do not have it."""
    key = _product(product)
    versions = [cycle.version for cycle in products.of(key)]
    if version not in versions:
        raise TargetError(
            f"{PRODUCTS[key]} {version[:40]} is not known; expected one of {', '.join(versions)}"
        )
    return Target(key, version)


def targets(products: Products, day: date) -> list[Target]:
    """The versions that are out and supported on a day: what a directory is looked through for."""
    return [
        Target(product, cycle.version)
        for product in PRODUCTS
        for cycle in supported(products.of(product), day)
    ]


def cycle_of(target: Target, products: Products) -> Cycle:
    """The target's days."""
    return next(one for one in products.of(target.product) if one.version == target.version)


def _product(name: str) -> str:
    key = name.lower()
    if key not in PRODUCTS:
        raise TargetError(f"{name[:40]!r} is not known; expected {' or '.join(PRODUCTS)}")
    return key
