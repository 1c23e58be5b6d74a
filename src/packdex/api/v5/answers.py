"""What v5 answers, as JSON. Keys are added but never renamed, nor do they change their meaning."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from packdex.api.links import Links
from packdex.api.times import in_zone
from packdex.catalog.judged import explained, told
from packdex.catalog.models import (
    Element,
    Favorite,
    Feature,
    Flag,
    GridPackage,
    Package,
    Usage,
)

Answer = dict[str, Any]


def verdict(package: Package, links: Links) -> Answer:
    """The verdict on a package, as `documents.VERDICT` loads it, with links to what shows it.

    All else is as `packdex verdict --json` prints it: times by ISO 8601 with an offset, points 0 to
    100, coverage 0 to 1, null for what is not known.
    """
    page = f"{links.origin}/packages/p/{package.slug}/"
    return {
        "package": links.to("packages", package.pk),
        "page": f"{page}verdict/",
        "badge": f"{page}badge.svg",
        "methodology": f"{links.origin}/methodology/",
    } | told(package.slug, *explained(package.verdict))


def feature(row: Feature, origin: str) -> Answer:
    """A feature of a grid."""
    return {
        "url": _feature(origin, row),
        "id": row.pk,
        "grid": Links(origin).to("grids", row.grid_id),
        "title": row.title,
        "description": row.description,
        "position": row.position,
    }


def member(row: GridPackage, origin: str) -> Answer:
    """A package's place in a grid."""
    return {
        "url": f"{_grid(origin, row.grid_id)}packages/{row.package_id}/",
        "grid": Links(origin).to("grids", row.grid_id),
        "package": Links(origin).to("packages", row.package_id),
        "position": row.position,
    }


def element(row: Element, origin: str) -> Answer:
    """A cell, whose feature and place are loaded."""
    place = row.grid_package
    return {
        "url": f"{_grid(origin, place.grid_id)}elements/{row.feature_id}/{place.package_id}/",
        "grid": Links(origin).to("grids", place.grid_id),
        "feature": _feature(origin, row.feature),
        "package": Links(origin).to("packages", place.package_id),
        "text": row.text,
        "kind": row.kind,
        "note": row.note,
        "source_url": row.source_url,
        "version": row.version,
    }


def mark(row: Usage | Favorite, origin: str) -> Answer:
    """That somebody uses a package, or likes it."""
    name = "usage" if isinstance(row, Usage) else "favorite"
    return {
        "url": f"{origin}/api/v5/packages/{row.package_id}/{name}/",
        "package": Links(origin).to("packages", row.package_id),
        "created": in_zone(row.created, ZoneInfo(settings.TIME_ZONE)),
    }


def flag(row: Flag, origin: str) -> Answer:
    """A report, without who sent it."""
    zone, links = ZoneInfo(settings.TIME_ZONE), Links(origin)
    return {
        "url": f"{origin}/api/v5/flags/{row.pk}/",
        "id": row.pk,
        "package": links.to("packages", row.package_id) if row.package_id else None,
        "grid": links.to("grids", row.grid_id) if row.grid_id else None,
        "revision": row.revision_id,
        "example": row.example_id,
        "kind": row.kind,
        "reason": row.reason,
        "created": in_zone(row.created, zone),
        "handled_at": in_zone(row.handled_at, zone),
        "state": row.state,
        "answer": row.answer,
    }


def _grid(origin: str, grid_id: int) -> str:
    return f"{origin}/api/v5/grids/{grid_id}/"


def _feature(origin: str, row: Feature) -> str:
    return f"{_grid(origin, row.grid_id)}features/{row.pk}/"
