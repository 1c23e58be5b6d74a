"""Recording what the index's page of a project tells: its status marker, and its attestations.

Only the index's page of a project has it, one question each, and nothing tells of all that changed.
So it has a turn of its own, rarely, and an earlier one where the registry or the forge shows that
something happened.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from packaging.version import InvalidVersion, Version

from packdex.catalog import editions
from packdex.catalog.actions.facts.desk import Desk
from packdex.catalog.actions.facts.states import STATUS
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.models import SourceState
from packdex.core import schedule
from packdex.core.facts import ProjectStatus

ROUND = timedelta(days=28)
"""Between two questions about one project, where there are few enough of them."""

SHARE, LEAST = 250, 10
"""One project in so many is asked about in a day, and so many at least."""

AGAIN_AFTER = timedelta(days=7)
"""What was asked within that time is not asked again for a sign of change."""


def daily_portion() -> int:
    """How many projects are asked about in a day."""
    return max(LEAST, -(-SourceState.objects.filter(source=STATUS).count() // SHARE))


def left_today(now: datetime) -> int:
    """How many more may be asked about now: a day's portion without those of the last 24 hours.

    What somebody is asking about counts as asked.
    """
    lately = Q(attempted_at__gt=now - timedelta(days=1)) | Q(lease_until__gt=now)
    return daily_portion() - SourceState.objects.filter(lately, source=STATUS).count()


def record_statuses(taken: Sequence[Taken[ProjectStatus]]) -> None:
    """Make what an index told the current status of these packages, in one transaction.

    A package that is gone meanwhile is passed over. Where the index has no markers, none is known.
    """
    with transaction.atomic():
        desk = Desk.locked([one.package_id for one in taken])
        span = _span()
        for one in taken:
            if one.package_id in desk.entered:
                with desk.noting_events(one.package_id, STATUS, one.taken_at):
                    _take(desk, one, span)
        desk.write()
        editions.touch(packages=desk.entered, sought=desk.sought)


def _take(desk: Desk, taken: Taken[ProjectStatus], span: timedelta) -> None:
    id_, told = taken.package_id, taken.facts
    values: dict[str, Any] = _attestation(desk, id_, told)
    # Nothing was taken where there is no marker and none was known.
    if told.status or desk.known(id_).status:
        values |= {"project_status": told.status, "project_status_reason": told.reason}
    changed = bool(values) and desk.take(id_, taken.taken_at, values)
    desk.succeeded(
        id_,
        STATUS,
        taken.taken_at,
        changed=changed,
        origin=taken.origin,
        etag=taken.etag,
        span_s=int(span.total_seconds()),
        due_at=schedule.due_after(taken.taken_at, span, random.random()),  # noqa: S311 - spreads
    )


def _attestation(desk: Desk, package_id: int, told: ProjectStatus) -> dict[str, Any]:
    """Whether the current version is attested, and which version that is; {} if it is not told."""
    facts = desk.facts.get(package_id)
    current = facts.registry_version if facts else None
    try:
        proven = (told.attested or {}).get(Version(current or ""))
    except InvalidVersion:
        return {}
    return {} if proven is None else {"attested": proven, "attested_version": current}


def _span() -> timedelta:
    """As long as the daily portions take to come round, and not shorter than ROUND."""
    count = SourceState.objects.filter(source=STATUS).count()
    return max(ROUND, timedelta(days=count / daily_portion()))


def ask_soon(package_ids: Collection[int], now: datetime) -> None:
    """Have the turn of these packages' status come now, unless it was asked for lately."""
    if package_ids:
        long_ago = Q(attempted_at=None) | Q(attempted_at__lt=now - AGAIN_AFTER)
        later = SourceState.objects.filter(long_ago, source=STATUS, due_at__gt=now)
        later.filter(package_id__in=package_ids).update(due_at=now)
