"""Whose turn it is: due rows are claimed in the database by a lease.

Any number of workers on any number of machines claim from the same table; no two get one row. A
worker that dies keeps nothing: its rows are free again when their lease runs out.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from packdex.catalog.models import SourceState

LEASE = timedelta(minutes=30)
"""Longer than the work on any batch may take; every fetch has a deadline well below it."""


def new_owner() -> str:
    """A name for whoever is going to claim: host, process, and what sets its threads apart."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim(
    source: str,
    owner: str,
    now: datetime,
    limit: int,
    *,
    packages: list[int] | None = None,
    lease: timedelta = LEASE,
) -> list[int]:
    """Up to `limit` ids of SourceState rows of `source` that are due at `now`, now `owner`'s.

    The longest due come first. Rows at a host that is left alone are passed over. With
    `packages` (ids) exactly their rows are claimed, due or not, unless somebody else has them.
    They are the owner's until what was told is recorded, or for the span of `lease`.
    """
    skip = (
        " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    )
    moment, end = (connection.ops.adapt_datetimefield_value(t) for t in (now, now + lease))
    wanted = "s.due_at <= %s"
    values: list[Any] = [moment]
    if packages is not None:
        marks = ", ".join(["%s"] * len(packages)) or "NULL"
        wanted, values = f"s.package_id IN ({marks})", list(packages)
    # Materialized, so that it is evaluated once: inside of `IN`, PostgreSQL may evaluate it for
    # each row anew, skip what it has locked itself, and so claim more than the limit.
    query = f"""
        WITH turn AS MATERIALIZED (
            SELECT s.id FROM catalog_sourcestate s
            WHERE s.source = %s AND {wanted} AND (s.lease_until IS NULL OR s.lease_until < %s)
            AND NOT EXISTS (
                SELECT 1 FROM catalog_host h WHERE h.name = s.host AND h.not_before > %s
            )
            ORDER BY s.due_at, s.id LIMIT %s{skip}
        )
        UPDATE catalog_sourcestate SET lease_until = %s, lease_owner = %s
        WHERE id IN (SELECT id FROM turn) RETURNING id, due_at
    """  # noqa: S608 - what is put in are our own words and placeholders
    with connection.cursor() as cursor:
        cursor.execute(query, [source, *values, moment, moment, limit, end, owner])
        rows = cursor.fetchall()
    return [id_ for id_, _ in sorted(rows, key=lambda row: (str(row[1]), row[0]))]


def put_back(states: Collection[SourceState]) -> None:
    """Give back these claimed rows as if they had not been claimed."""
    ids = [state.pk for state in states]
    SourceState.objects.filter(pk__in=ids).update(lease_until=None, lease_owner="")


def release(owner: str) -> None:
    """Give back the rows that `owner` still holds."""
    held = SourceState.objects.filter(lease_until__isnull=False, lease_owner=owner)
    held.update(lease_until=None, lease_owner="")
