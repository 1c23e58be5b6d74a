"""What v4's search says of each package and grid that was found."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from packdex.api.times import in_zone
from packdex.catalog.models import Grid, Package, PackageFacts
from packdex.catalog.queries import facts_of
from packdex.search.find import Hit, find
from packdex.search.names import plain_name, without_prefix

LIMIT = 20


def search_answers(text: str) -> list[dict[str, Any]]:
    """At most 20 packages and grids for `text`, best first; [] for no words."""
    return [_answer(hit) for hit in find(text, LIMIT)]


def _answer(hit: Hit) -> dict[str, Any]:
    """The contract's keys. A grid has the numbers and texts of a package too, as 0 and ""."""
    row = hit.row
    package = row if isinstance(row, Package) else None
    facts = facts_of(package) if package else PackageFacts()
    zone = ZoneInfo(settings.TIME_ZONE)
    stars = facts.stars or 0
    return {
        "description": row.description if isinstance(row, Grid) else facts.description,
        "title": row.title,
        "title_no_prefix": without_prefix(row.title),
        "slug_no_prefix": without_prefix(row.slug),
        "clean_title": plain_name(row.title),
        "absolute_url": f"/packages/p/{row.slug}/" if package else f"/grids/g/{row.slug}/",
        "created": in_zone(row.created, zone),
        "modified": in_zone(row.modified, zone),
        "weight": hit.weight,
        "item_type": "package" if package else "grid",
        "slug": row.slug,
        "category": package.category.title if package else "",
        "repo_watchers": stars,
        "repo_forks": facts.forks or 0,
        "pypi_downloads": facts.downloads or 0,
        "score": stars,
        "usage": package.usage_count if package else 0,
        "participants": ",".join(facts.participants),
        "last_committed": in_zone(facts.last_updated, zone),
        "last_released": in_zone(facts.released_at, zone),
    }
