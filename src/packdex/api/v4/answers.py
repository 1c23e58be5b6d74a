"""What v4 says of a row: the contract's keys, in its order.

Plain functions of a row as catalog.queries loads it, so that prepared bytes and REST framework's
answers are the same by construction.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from packdex.api.links import Links
from packdex.api.times import in_zone
from packdex.catalog.models import Category, Grid, Package
from packdex.catalog.queries import facts_of

Answer = dict[str, Any]


def package(row: Package, links: Links) -> Answer:
    """The 18 keys of a package. Numbers that are not known are 0, as existing clients expect."""
    zone = ZoneInfo(settings.TIME_ZONE)
    facts = facts_of(row)
    return {
        "category": links.to("categories", row.category_id),
        "grids": [links.to("grids", place.grid_id) for place in row.grid_packages.all()],
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "last_updated": in_zone(facts.last_updated, zone),
        "last_fetched": in_zone(facts.last_fetched, zone),
        "repo_url": row.repo_url,
        "pypi_version": facts.registry_version or None,
        "created": in_zone(row.created, zone),
        "modified": in_zone(row.modified, zone),
        "repo_forks": facts.forks or 0,
        "repo_description": facts.description,
        "pypi_url": row.pypi_url,
        "documentation_url": row.documentation_url,
        "repo_watchers": facts.stars or 0,
        "commits_over_52": facts.commits_over_52,
        "participants": facts.participants,
    }


def grid(row: Grid, links: Links) -> Answer:
    """The keys of a grid; its packages by title."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "is_locked": row.is_locked,
        "packages": [links.to("packages", place.package_id) for place in row.grid_packages.all()],
        "header": row.header,
        "created": in_zone(row.created, zone),
        "modified": in_zone(row.modified, zone),
    }


def category(row: Category, links: Links) -> Answer:
    """The keys of a category."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return {
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "description": row.description,
        "title_plural": row.title_plural,
        "show_pypi": row.show_pypi,
        "created": in_zone(row.created, zone),
        "modified": in_zone(row.modified, zone),
    }
