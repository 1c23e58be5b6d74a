"""What v5 answers, as JSON. Keys are added but never renamed, nor do they change their meaning."""

from __future__ import annotations

from typing import Any

from packdex.api.links import Links
from packdex.catalog.judged import explained, told
from packdex.catalog.models import Package


def verdict(package: Package, links: Links) -> dict[str, Any]:
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
