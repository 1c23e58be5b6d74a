"""What people, without programs, committed: from a history of git, or from imported weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from packdex.core.bots import is_bot
from packdex.core.daily import ordinals
from packdex.core.verdict.activity import Activity, of_ordinals

if TYPE_CHECKING:
    from packdex.catalog.judged_inputs import Row

YEAR = timedelta(days=365)


def activity_of(row: Row, seen: datetime, half_life: float) -> Activity | None:
    """The activity of people as of `seen`; None where programs cannot be told apart from them.

    A year without any commit is one without a person's, too: that is known all the same.
    """
    on = seen.astimezone(UTC).date()
    if row.days is None:
        return _of_weeks(row, on)
    days = ordinals(bytes(row.days))
    if row.bot_days is not None:
        bots = ordinals(bytes(row.bot_days))
        people: Iterable[int] = (
            [day for day, n in days.items() if n > bots.get(day, 0)] if bots else days
        )
        return of_ordinals(people, on, half_life)
    whole = of_ordinals(days, on, half_life)
    if row.bot_commits == 0:
        return whole
    return Activity(on, active_weeks=0) if whole.active_weeks == 0 else None


def _of_weeks(row: Row, on: date) -> Activity | None:
    weeks = row.commits_over_52
    if not weeks:
        return None
    if not any(weeks):
        return Activity(on, active_weeks=0)
    if not row.participants or any(map(is_bot, row.participants)):
        return None
    last = row.last_updated.astimezone(UTC).date() if row.last_updated else None
    return Activity(on, last=last, active_weeks=sum(count > 0 for count in weeks))


def people_of(row: Row) -> tuple[int, ...] | None:
    """How many commits each person wrote in the whole history, most first; None: not known."""
    if not row.contributors:
        return None
    return (
        tuple(commits for _, commits, is_program, *_ in row.contributors if not is_program) or None
    )


def active_people_of(row: Row, activity: Activity | None) -> int | None:
    """How many people committed in the year before `activity` was seen; None: not known.

    Of histories that were read before days were kept of each person, only none and one are known.
    Where there are more contributors than are kept, those with the fewest commits are missing.
    """
    if activity is None or activity.active_weeks is None:
        return None
    if activity.active_weeks == 0:
        return 0
    people = [last for _, _, is_program, *last in row.contributors or () if not is_program]
    if people and all(people):
        since = (activity.on - YEAR).isoformat()
        # Dates may be wrong, and weeks are counted apart from people; somebody there was.
        return max(1, len([last for (last,) in people if last is not None and last > since]))
    return 1 if len(people) == 1 else None
