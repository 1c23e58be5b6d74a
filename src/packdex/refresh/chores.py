"""Chores of a day or an hour: done once, by whichever worker comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from packdex.refresh.models import Chore

LEASE = timedelta(minutes=30)


def once_an_hour(name: str, now: datetime, work: Callable[[], object]) -> bool:
    """Do `work` unless somebody began it within the hour before `now`. Returns whether it was done.

    Work that raises is done again an hour later; it has to be safe to do twice.
    """
    Chore.objects.get_or_create(name=name)
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    mine = Chore.objects.filter(free, name=name).update(lease_until=now + timedelta(hours=1))
    if mine:
        work()
    return bool(mine)


def once_a_day(name: str, now: datetime, work: Callable[[], object]) -> bool:
    """Do `work` unless it was done for the day of `now` (UTC) or somebody is at it.

    Returns whether it was done now. Work that raises stays undone; it has to be safe to do twice.
    """
    today = now.astimezone(UTC).date()
    Chore.objects.get_or_create(name=name)
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    undone = Q(finished_for=None) | Q(finished_for__lt=today)
    mine = Chore.objects.filter(free, undone, name=name).update(lease_until=now + LEASE)
    if not mine:
        return False
    work()
    Chore.objects.filter(name=name).update(finished_for=today, lease_until=None)
    return True
