"""Noting for many packages at once that what a source told earlier is still true.

Most of a sweep finds nothing new, so this is what most of it costs: a few statements a batch
instead of a transaction a package. Answers are made stale and not prepared: they show a new date
when they are read, and until then nobody needs them.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from packdex.catalog import editions
from packdex.catalog.actions.facts import states
from packdex.catalog.models import PackageFacts, SourceState
from packdex.core import schedule

BATCH = 500


def record_many_still_true(source: str, package_ids: Collection[int], taken_at: datetime) -> None:
    """Note for these packages that the facts which `source` gave were still true at `taken_at`."""
    ids = sorted(package_ids)
    for start in range(0, len(ids), BATCH):
        _record(source, ids[start : start + BATCH], taken_at)


def _record(source: str, ids: list[int], taken_at: datetime) -> None:
    older = Q(last_fetched=None) | Q(last_fetched__lt=taken_at)
    with transaction.atomic():
        states.lock_all(ids)
        PackageFacts.objects.filter(older, package_id__in=ids).update(last_fetched=taken_at)
        rows = SourceState.objects.filter(package_id__in=ids, source=source)
        rows.update(
            attempted_at=taken_at,
            succeeded_at=taken_at,
            error=None,
            error_at=None,
            failures=0,
            lease_until=None,
            lease_owner="",
        )
        _set_turns(dict(rows.values_list("pk", "span_s")), taken_at)
        editions.touch(packages=ids, sought=())


def _set_turns(spans: dict[int, int | None], now: datetime) -> None:
    """Set when each row's turn comes next; nothing changed, so that its span grows."""
    adapt = connection.ops.adapt_datetimefield_value
    values = []
    for pk, span_s in spans.items():
        known = None if span_s is None else timedelta(seconds=span_s)
        span = schedule.next_span(known, changed=False)
        due_at = schedule.due_after(now, span, random.random())  # noqa: S311 - spreads, guards nothing
        values.append((int(span.total_seconds()), adapt(due_at), pk))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE catalog_sourcestate SET span_s = %s, due_at = %s, serial = serial_seen"
            " WHERE id = %s",
            values,
        )
