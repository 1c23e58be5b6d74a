"""Keeping what was: events out of differences, and a snapshot a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from packdex.catalog.actions.facts.desk import Desk, events_between
from packdex.catalog.models import Event, PackageFacts, Snapshot


@contextmanager
def noting_events(package_id: int, source: str, at: datetime) -> Iterator[None]:
    """Record what happened to a package by what the block writes, as seen from `source` at `at`.

    Use it inside the transaction that records facts, with the package locked.
    """
    looked = Desk.of([package_id])
    before, facts = looked.known(package_id), looked.facts.get(package_id)
    before_at = facts.last_fetched if facts else None
    yield
    after = Desk.of([package_id]).known(package_id)
    Event.objects.bulk_create(
        events_between(package_id, source, before, before_at or at, after, at)
    )


def take_snapshots(now: datetime) -> int:
    """Write today's snapshot (UTC) of every package that has none yet; returns how many.

    Reads and writes in batches; memory does not grow with the catalogue.
    """
    today, written, after = now.astimezone(UTC).date(), 0, 0
    while True:
        batch = list(
            PackageFacts.objects.filter(package_id__gt=after).order_by("package_id")[:1000]
        )
        if not batch:
            return written
        after = batch[-1].package_id
        rows = [
            Snapshot(
                id=Snapshot.key(facts.package_id, today),
                stars=facts.stars,
                forks=facts.forks,
                open_issues=facts.open_issues,
                commits=sum(facts.commits_over_52) if facts.commits_over_52 else None,
                contributors=facts.contributor_count or len(facts.participants) or None,
                downloads=facts.downloads,
            )
            for facts in batch
        ]
        known = set(
            Snapshot.objects.filter(id__in=[row.pk for row in rows]).values_list("id", flat=True)
        )
        fresh = [row for row in rows if row.pk not in known]
        Snapshot.objects.bulk_create(fresh, ignore_conflicts=True)
        written += len(fresh)
