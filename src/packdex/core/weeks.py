"""Commits over 52 weeks, as the v4 API means them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

WEEKS = 52
_DAYS = WEEKS * 7


def commits_over_52(
    days: Mapping[date, int] | Iterable[tuple[date, int]], fetched_at: datetime
) -> tuple[int, ...]:
    """Commits in each of 52 windows of seven days, oldest first.

    The last window ends at 00:00 UTC of the day of `fetched_at` (aware, any zone), exclusive, so
    the day of the fetch never counts. `days` are commits per UTC day of their author dates, merges
    included: as a mapping in any order, or as pairs newest first, as `daily.newest_first` gives
    them, which are read only as far as the 52 weeks go. Author dates in the future count nowhere.
    """
    pairs = days.items() if isinstance(days, Mapping) else days
    ordered = not isinstance(days, Mapping)
    end = fetched_at.astimezone(UTC).date().toordinal()
    weeks = [0] * WEEKS
    for day, count in pairs:
        age = end - day.toordinal()  # 1 is yesterday, the newest day that counts
        if age > _DAYS:
            if ordered:
                break
        elif age > 0:
            weeks[(_DAYS - age) // 7] += count
    return tuple(weeks)
