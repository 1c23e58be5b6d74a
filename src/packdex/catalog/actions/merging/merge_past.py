"""Merging two packages: their releases, events and snapshots."""

from __future__ import annotations

import json
from datetime import datetime

from packdex.catalog.models import Event, Release, Snapshot

Sign = tuple[str, str | datetime]


def move_releases(gone_id: int, kept_id: int) -> int:
    """Give the kept package the versions that it lacks; returns how many."""
    own = Release.objects.filter(package_id=kept_id).values("version")
    others = Release.objects.filter(package_id=gone_id)
    return others.exclude(version__in=own).update(package_id=kept_id)


def move_events(gone_id: int, kept_id: int) -> int:
    """Give the kept package what happened to the other, but not twice; returns how many events."""
    own = {_sign(event) for event in Event.objects.filter(package_id=kept_id)}
    others = Event.objects.filter(package_id=gone_id)
    fresh = [event.pk for event in others if _sign(event) not in own]
    return Event.objects.filter(pk__in=fresh).update(package_id=kept_id)


def _sign(event: Event) -> Sign:
    """What two looks at the same happening have in common; they may have seen it at two times."""
    return event.kind, json.dumps(event.evidence, sort_keys=True) if event.evidence else event.at


def move_snapshots(gone_id: int, kept_id: int) -> int:
    """Give the kept package the days that it has no snapshot of; returns how many."""
    own = {row.day for row in Snapshot.of(kept_id).only("id")}
    fresh = [row for row in Snapshot.of(gone_id) if row.day not in own]
    Snapshot.of(gone_id).delete()
    for row in fresh:
        row.id = Snapshot.key(kept_id, row.day)
    Snapshot.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)
