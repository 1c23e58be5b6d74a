"""Reads of what one person did here. Nothing hidden is among it."""

from __future__ import annotations

import json
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from packdex.catalog.models import Favorite, Flag, Grid, Package, PackageFacts, Revision, Usage
from packdex.catalog.revisions import revisions_to_show

Listed = TypeVar("Listed", Usage, Favorite)


class Some(NamedTuple):
    """The first packages of a list, and how many there are in all."""

    packages: list[Package]
    total: int


def added_by(person: int, limit: int) -> Some:
    """The packages that the person added, last added first. Two queries."""
    return _some(Package.shown.filter(created_by=person).order_by("-created", "-id"), limit)


def used_by(person: int, limit: int) -> Some:
    """The packages that the person uses, by title. Two queries."""
    return _some(Package.shown.filter(usages__by=person).order_by("sort_title", "id"), limit)


def favorites_of(person: int, limit: int) -> Some:
    """The person's favourites, by title, shared or not. Two queries."""
    return _some(Package.shown.filter(favorites__by=person).order_by("sort_title", "id"), limit)


def contributed_to(login: str, limit: int) -> Some:
    """The packages with exactly this login among their contributors, most stars first.

    Two queries, which look through the contributors of all packages.
    """
    if not login:
        return Some([], 0)
    facts = PackageFacts.objects.all()
    if connection.vendor == "postgresql":
        found = facts.filter(participants__contains=[login])
    else:
        # In JSON a login stands in quotes, and quotes inside of one are written otherwise.
        condition = RawSQL("instr(participants, %s) > 0", [json.dumps(login)])
        found = facts.annotate(holds=condition).filter(holds=True)
    packages = Package.shown.filter(pk__in=found.values("package_id"))
    by_stars = F("facts__stars").desc(nulls_last=True)
    return _some(packages.order_by(by_stars, "sort_title", "id"), limit)


def edited_by(person: int, limit: int) -> list[tuple[Revision, Package | Grid | None]]:
    """The person's latest changes, newest first, with what they were made to.

    None for what is not there any more. Three queries.
    """
    found = list(revisions_to_show().filter(by=person).order_by("-at", "-id")[:limit])
    packages = Package.shown.in_bulk({change.package_id or 0 for change in found})
    grids = Grid.shown.in_bulk({change.grid_id or 0 for change in found})
    return [
        (change, grids.get(change.grid_id or 0) or packages.get(change.package_id or 0))
        for change in found
    ]


def reports_of(person: int, limit: int) -> list[Flag]:
    """The person's own reports, newest first, with what they are about. One query."""
    flags = Flag.objects.filter(by=person).select_related("package", "grid", "example")
    return list(flags.order_by("-created", "-id")[:limit])


def _some(packages: QuerySet[Package], limit: int) -> Some:
    found = list(packages.select_related("category")[:limit])
    return Some(found, len(found) if len(found) < limit else packages.count())
