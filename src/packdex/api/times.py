"""How the two APIs write a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def in_zone(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """`moment` in ISO 8601 with the offset that `zone` had then; six digits or none of a second.

    An offset of zero is written "Z", as REST framework does.
    """
    if moment is None:
        return None
    text = moment.astimezone(zone).isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def in_utc(moment: datetime | None) -> str | None:
    """`moment` in UTC with "Z"; milliseconds, cut off not rounded, or none when there are none."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.replace(tzinfo=None).isoformat(timespec=precision) + "Z"
