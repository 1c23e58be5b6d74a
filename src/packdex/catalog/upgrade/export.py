"""How the directory stands and what is said of its packages, as every program is told it."""

from __future__ import annotations

from typing import Any

from packdex.catalog.upgrade.board import Standing
from packdex.catalog.upgrade.lens import Entry
from packdex.core.upgrade import move


def standing_json(standing: Standing) -> dict[str, Any]:
    """A version with its days, what was counted, and how that rose; days by ISO 8601."""
    target, cycle = standing.target, standing.cycle
    return {
        "product": target.product,
        "version": target.version,
        "released": cycle.released.isoformat(),
        "fixed_until": cycle.fixed_until and cycle.fixed_until.isoformat(),
        "until": cycle.until and cycle.until.isoformat(),
        "counts": standing.counts,
        "share": None if standing.share is None else round(standing.share, 4),
        "trend": [
            {"month": f"{one.month:%Y-%m}", "packages": one.packages} for one in standing.trend
        ],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """A package and its answer."""
    return {"package": entry.slug, "title": entry.title} | move.as_json(entry.move)
