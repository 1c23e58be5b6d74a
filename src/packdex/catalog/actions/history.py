"""Keeping what was: events out of differences, and a snapshot a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from packdex.catalog.models import Event, Package, PackageFacts, Release, Snapshot, SourceState
from packdex.core.events import Known, happenings
from packdex.core.repository import parse

REGISTRY = "registry"


@contextmanager
def noting_events(package_id: int, source: str, at: datetime) -> Iterator[None]:
    """Record what happened to a package by what the block writes, as seen from `source` at `at`.

    Use it inside the transaction that records facts, with the package locked.
    """
    before, before_at = known_of(package_id)
    yield
    after, _ = known_of(package_id)
    Event.objects.bulk_create(
        Event(
            package_id=package_id,
            kind=happening.kind,
            at=happening.at,
            seen_at=at,
            source=source,
            evidence=happening.evidence,
        )
        for happening in happenings(before, before_at or at, after, at)
    )


def known_address(package_id: int) -> str | None:
    """Where the package's repository is as far as is known, else where people said that it is."""
    row = Package.objects.filter(pk=package_id).values_list("facts__address", "repo_url").first()
    told, entered = row or (None, "")
    repository = parse(entered)
    return told or (repository.url if repository else None)


def known_of(package_id: int) -> tuple[Known, datetime | None]:
    """What is known of a package now, and when facts were last taken. Four queries."""
    facts = PackageFacts.objects.filter(package_id=package_id).first()
    if facts is None:
        return Known(), None
    # Without an answer of the registry, no stored release means "not known" and not "none".
    told = SourceState.objects.filter(
        package_id=package_id, source=REGISTRY, succeeded_at__isnull=False
    ).exists()
    releases = Release.objects.filter(package_id=package_id)
    rows = releases.values_list("version", "uploaded_at", "yanked") if told else ()
    known = Known(
        releases={version: (at, yanked) for version, at, yanked in rows} if told else None,
        archived=facts.archived,
        address=known_address(package_id),
        owners=None if facts.owners is None else frozenset(facts.owners),
        last_commit=facts.last_updated,
    )
    return known, facts.last_fetched


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
