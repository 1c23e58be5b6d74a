"""Having packages asked about sooner than their turn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from packdex.catalog.actions.facts.states import FORGE, GIT, REGISTRY
from packdex.catalog.models import SourceState

STALE_AFTER = timedelta(days=1)
"""Younger facts are good enough for whoever looks at them."""


def bring_forward(package_ids: Collection[int], now: datetime) -> int:
    """Have the sources of these packages asked now that told nothing for a day; returns how many.

    One statement. A source that fails keeps its pause, and one that was never planned has no turn.
    """
    stale = SourceState.objects.filter(
        package_id__in=package_ids,
        source__in=(REGISTRY, FORGE, GIT),
        due_at__gt=now,
        succeeded_at__lt=now - STALE_AFTER,
        failures=0,
    )
    return stale.update(due_at=now)
