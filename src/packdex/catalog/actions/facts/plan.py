"""Which sources a package has: the rows that the refresh works off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from packdex.catalog.actions.facts.states import ADVISORIES, DOWNLOADS, IMPORT
from packdex.catalog.models import Package, SourceState

BATCH = 1000

NEVER_ASKED = (IMPORT, DOWNLOADS, ADVISORIES)
"""Sources whose facts somebody brings: they have no turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """That `source` can be asked about a package, at `host`; first at `due_at` (None: now)."""

    package_id: int
    source: str
    host: str
    due_at: datetime | None = None


def plan(questions: Iterable[Question], packages: Collection[int], now: datetime) -> int:
    """Make the rows of `packages` (ids) those of `questions`; returns how many are new.

    New ones are due as it says. A row whose host changed is due now too, and begins anew. Rows that
    have no question any more, because an address was changed, are not asked by themselves again;
    what they told stays.
    """
    asked = {(q.package_id, q.source): q for q in questions}
    wanted = {key: question.host for key, question in asked.items()}
    with transaction.atomic():
        rows = SourceState.objects.filter(package_id__in=packages).exclude(source__in=NEVER_ASKED)
        stored = {(row.package_id, row.source): row for row in rows}
        fresh = [
            SourceState(
                package_id=q.package_id, source=q.source, host=q.host, due_at=q.due_at or now
            )
            for key, q in asked.items()
            if key not in stored
        ]
        SourceState.objects.bulk_create(fresh, ignore_conflicts=True)
        changed = []
        for key, row in stored.items():
            host = wanted.get(key)
            if host is None and row.due_at is not None:
                row.due_at = None
                changed.append(row)
            elif host is not None and host != row.host:
                row.host, row.due_at, row.etag, row.span_s = host, now, None, None
                changed.append(row)
        SourceState.objects.bulk_update(changed, ["host", "due_at", "etag", "span_s"])
    return len(fresh)


def unplanned(after: int) -> list[Package]:
    """Up to 1,000 packages with ids above `after` that no source was ever planned for, by id."""
    planned = SourceState.objects.filter(package=OuterRef("pk")).exclude(source__in=NEVER_ASKED)
    rows = Package.objects.filter(~Exists(planned), pk__gt=after)
    return list(rows.order_by("pk")[:BATCH])
