"""Whether a forge's word for the refs is enough, or git is to be asked for all of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from packdex.catalog.actions.facts.repository import told_tags
from packdex.catalog.models import Package, PackageHistory
from packdex.sources.git import Told

FRESH = timedelta(hours=2)
"""How long told refs are believed: a sweep asks git when it is through with the forges."""

LEAST, MOST = timedelta(days=180), timedelta(days=360)
"""After how long git is asked for all refs again where the forge does not name all tags: one that
was moved, or deleted while another came, may be among those that it leaves out. Each repository
that moves has its own span between these, so that not all come on one day."""


def refs_to_follow(package: Package, now: datetime) -> Told | None:
    """What a forge has just told of the refs; None where git is to be asked for all of them."""
    columns = ("told_head", "told_tags", "told_at", "refs_at")
    row = PackageHistory.objects.filter(package=package).values_list(*columns).first()
    if row is None:
        return None
    head, stored, at, refs_at = row
    tags = told_tags(stored)
    if not head or tags is None or at is None or now - at > FRESH:
        return None
    if not tags.complete and (refs_at is None or now - refs_at > span(package.pk)):
        return None
    # The forge's word too, recorded together with these.
    branch = package.facts.default_branch if hasattr(package, "facts") else None
    return Told(head, branch, tags, at)


def span(package_id: int) -> timedelta:
    """How old what is known of all refs may become where the forge leaves some out."""
    # Multiples of the golden ratio, which fill any interval evenly.
    return LEAST + (MOST - LEAST) * (package_id * 0.618034 % 1)
