"""What follows from what is stored, made anew without asking anybody."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection, transaction

from packdex.catalog import editions
from packdex.catalog.actions.facts import states
from packdex.catalog.models import PackageFacts, PackageHistory
from packdex.core.daily import newest_first
from packdex.core.weeks import commits_over_52

BATCH = 2000


def derive_weeks(now: datetime) -> int:
    """Count every history's commits over 52 weeks anew as of `now`; returns how many changed.

    The windows move by a day each day, so that a repository in which nothing happened has other
    numbers tomorrow. A package without history of git keeps what its other source said. Answers
    that show the numbers become stale and are made anew when they are read.
    """
    changed, after = 0, 0
    while True:
        rows = list(
            PackageHistory.objects.filter(package_id__gt=after)
            .order_by("package_id")
            .values_list("package_id", "days", "package__facts__commits_over_52")[:BATCH]
        )
        if not rows:
            return changed
        after = rows[-1][0]
        counted = [
            (list(commits_over_52(newest_first(bytes(days)), now)), package_id, known)
            for package_id, days, known in rows
        ]
        changed += _store([(weeks, id_) for weeks, id_, known in counted if weeks != known])


def _store(counted: list[tuple[list[int], int]]) -> int:
    if not counted:
        return 0
    table = PackageFacts._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        states.lock_all([package_id for _, package_id in counted])
        cursor.executemany(
            f"UPDATE {table} SET commits_over_52 = %s WHERE package_id = %s",  # noqa: S608
            [(json.dumps(weeks), package_id) for weeks, package_id in counted],
        )
        editions.touch(packages=[package_id for _, package_id in counted], sought=())
    return len(counted)
