"""Leaving a host alone that is in trouble, so that its packages are not failed one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packdex.catalog.models import Host

PATIENCE = 3
"""Failures of a host, one after another, before it is left alone."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)


def leave_alone(name: str, until: datetime, reason: str) -> None:
    """Ask nothing at the host before `until`, which it named itself."""
    Host.objects.update_or_create(name=name, defaults={"not_before": until, "reason": reason})


def host_failed(name: str, at: datetime, reason: str) -> None:
    """Note a failure that was the host's own. From the third in a row on, it is left alone.

    The pause doubles with each, from 5 minutes up to 6 hours.
    """
    with transaction.atomic():
        host, _ = Host.objects.select_for_update().get_or_create(name=name)
        host.failures += 1
        host.reason = reason
        over = host.failures - PATIENCE
        if over >= 0:
            host.not_before = at + min(FIRST_PAUSE * 2 ** min(over, 10), LONGEST_PAUSE)
        host.save()


def host_answered(name: str) -> None:
    """Note that the host works. Costs a write only where it was in trouble."""
    Host.objects.filter(name=name).delete()
