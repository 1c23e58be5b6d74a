"""Whether a forge's word for the tip is enough, or git is to be asked for all refs."""

from __future__ import annotations

from datetime import datetime, timedelta

from packdex.catalog.models import Package, PackageHistory
from packdex.sources.git import Told

FRESH = timedelta(hours=2)
"""How long a told tip is one: a sweep asks git when it is through with the forges."""

LEAST, MOST = timedelta(days=14), timedelta(days=28)
"""After how long all refs are asked for again, of a repository that moves. Each has its own span
between these, so that not all come on one day."""


def tip_to_follow(package: Package, now: datetime) -> Told | None:
    """What a forge has just told of the tip; None where all refs are to be asked for.

    That is at a bounded age, and where the registry told a release since, which may have a tag.
    """
    columns = ("told_head", "told_at", "refs_at")
    row = PackageHistory.objects.filter(package=package).values_list(*columns).first()
    if row is None:
        return None
    head, at, refs_at = row
    if not head or at is None or now - at > FRESH or refs_at is None:
        return None
    released_at = package.facts.released_at if hasattr(package, "facts") else None
    if now - refs_at > span(package.pk) or (released_at and released_at > refs_at):
        return None
    return Told(head, at)


def span(package_id: int) -> timedelta:
    """How old what is known of all refs may become."""
    # Multiples of the golden ratio, which fill any interval evenly.
    return LEAST + (MOST - LEAST) * (package_id * 0.618034 % 1)
