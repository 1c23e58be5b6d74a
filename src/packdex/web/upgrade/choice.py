"""The versions that somebody can ask about, as a form offers them."""

from __future__ import annotations

from datetime import datetime

from packdex.catalog.upgrade.board import prepared
from packdex.core.upgrade.target import Target


def choices(now: datetime) -> list[tuple[str, str]]:
    """Keys and names of the versions that are supported at `now`: Django first, newest first."""
    return [(one.key, one.label) for one in newest_first(prepared(now))]


def newest_first(targets: list[Target]) -> list[Target]:
    """The targets as pages order them."""
    return sorted(targets, key=lambda one: (one.product != "django", -one.number))
