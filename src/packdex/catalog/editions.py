"""Saying that something changed: versions of rows, and marks of whole parts of the catalogue."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable

from django.db import connection
from django.db.models import F

from packdex.catalog.models import Category, Edition, Grid, Package

# "catalogue" changes with every write; the others only when rows of that table come, go, or move
# in an order that lists show. "readiness" changes with what can be moved to which version.
CATALOGUE = "catalogue"
READINESS = "readiness"
PACKAGES = "packages"
GRIDS = "grids"
CATEGORIES = "categories"


def touch(
    *,
    packages: Iterable[int] = (),
    grids: Iterable[int] = (),
    categories: Iterable[int] = (),
    orders: Iterable[str] = (),
    sought: Collection[int] | None = None,
) -> None:
    """Make every prepared answer about the rows with these ids stale.

    Call it inside the transaction that writes, before preparing anew. `orders` names the tables
    (PACKAGES, GRIDS, CATEGORIES) whose rows came, went, or changed what lists are ordered by.
    `sought` are those of the packages of which something changed that they are found by; None: all.
    """
    changed = set(packages), set(grids), set(categories)
    tables: tuple[type[Package | Grid | Category], ...] = (Package, Grid, Category)
    for model, ids in zip(tables, changed, strict=True):
        wanted = sorted(ids)
        for start in range(0, len(wanted), 500):
            model._default_manager.filter(id__in=wanted[start : start + 500]).update(
                version=F("version") + 1
            )
    found = changed[0] if sought is None else changed[0].intersection(sought)
    if found or changed[1]:
        for follower in _followers:
            follower(found, changed[1])
    bump(CATALOGUE, *orders)


def follow(follower: Callable[[set[int], set[int]], object]) -> None:
    """Have `follower` told of each touch, in its transaction: the ids of packages and of grids.

    Packages that are found by the same as before are not among them. Called once by each room that
    derives something of its own, when the apps are ready.
    """
    _followers.append(follower)


_followers: list[Callable[[set[int], set[int]], object]] = []


def bump(*names: str) -> None:
    """Give the named parts of the catalogue a new mark."""
    Edition.objects.bulk_create(
        [Edition(name=name, mark=secrets.randbits(62)) for name in sorted(set(names))],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["mark"],
    )


def marks() -> dict[str, int]:
    """The current mark of each part of the catalogue, in one small query. 0: never written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, mark FROM catalog_edition")
        found: dict[str, int] = dict(cursor.fetchall())
    return {CATALOGUE: 0, READINESS: 0, PACKAGES: 0, GRIDS: 0, CATEGORIES: 0} | found
