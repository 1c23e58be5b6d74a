"""What the days on which people committed come to, seen from one day.

The catalogue and the backtest both count with this, so that what was validated is what is shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import sub

WEEK, YEAR_WEEKS = 7, 52


@dataclass(frozen=True, slots=True)
class Activity:
    """The commits of people, without those of programs, seen from the day `on` (UTC).

    `last` and `first` are days with commits. `active_weeks` are those among the last 52 windows of
    seven days in which somebody committed, `weeks_before` those among the 52 before. `recent` is
    the sum over all active weeks, each worth half for every half-life that it is ago.
    `longest_break` is the longest time without a commit since the first one, the current one
    included, in days. None: not known, as when only the last year was told.
    """

    on: date
    last: date | None = None
    first: date | None = None
    active_weeks: int | None = None
    weeks_before: int | None = None
    recent: float | None = None
    longest_break: int | None = None


def activity(days: Iterable[date], on: date, half_life: float) -> Activity:
    """The activity of a whole history, whose commits of people lie on `days`, in any order.

    Days after `on` do not count: clocks go wrong. `half_life` is in days.
    """
    return of_ordinals((day.toordinal() for day in days), on, half_life)


def of_ordinals(days: Iterable[int], on: date, half_life: float) -> Activity:
    """The same for days as `date.toordinal` numbers them."""
    today = on.toordinal()
    ages = sorted({today - day for day in days if day <= today})
    if not ages:
        return Activity(on, active_weeks=0, weeks_before=0, recent=0.0)
    weeks = sorted({(age - 1) // WEEK if age else 0 for age in ages})
    return Activity(
        on,
        last=date.fromordinal(today - ages[0]),
        first=date.fromordinal(today - ages[-1]),
        active_weeks=bisect_left(weeks, YEAR_WEEKS),
        weeks_before=bisect_left(weeks, 2 * YEAR_WEEKS) - bisect_left(weeks, YEAR_WEEKS),
        recent=sum([0.5 ** ((WEEK * week + WEEK / 2) / half_life) for week in weeks]),
        longest_break=max(map(sub, ages, [0, *ages])),
    )
