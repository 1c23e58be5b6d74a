"""How many packages could be moved by the end of each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

MONTHS_BEFORE = 6
"""A trend begins so many months before the target came out; what is older stands at its begin."""

MOST_MONTHS = 240


class Point(NamedTuple):
    """The first day of a month, and how many packages could be moved by its end."""

    month: date
    packages: int


def trend(since: Mapping[date, int], released: date, today: date) -> list[Point]:
    """The numbers of each month to that of `today`, rising.

    `since` has the days of the releases from which on packages can be moved, with how many
    packages that are, and `released` is the day on which the target came out.
    """
    first, last = _month(released) - MONTHS_BEFORE, _month(today)
    first = max(first, last - MOST_MONTHS)
    by_month: Counter[int] = Counter()
    for day, packages in since.items():
        by_month[min(last, max(first, _month(day)))] += packages
    points, total = [], 0
    for month in range(first, last + 1):
        total += by_month[month]
        points.append(Point(date(month // 12, month % 12 + 1, 1), total))
    return points


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
