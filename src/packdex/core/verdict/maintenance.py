"""Signals of maintenance: is somebody at it, and does it reach those who install it?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from statistics import median

from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.reading import (
    Method,
    Missing,
    Reading,
    counted,
    days_since,
    on_day,
    read,
)

CADENCE_RELEASES = 10
"""Of so many of its newest releases, the middle distance is a project's cadence."""

LEAST_CADENCE_DAYS, LEAST_RELEASES = 30, 4
"""Releases at shorter distances correct each other; of fewer releases there is no cadence."""


def last_commit(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """Days since a person committed.

    Where programs cannot be told apart, anybody's last commit is an upper bound: if that is too
    long ago for any point, so is a person's.
    """
    told = inputs.activity
    if told is not None and told.value.last is not None:
        days = days_since(told.value.last, now, told)
        return read(days, f"on {on_day(told.value.last)}", told)
    if (anybody := inputs.last_commit) is not None:
        days = days_since(anybody.value, now, anybody)
        if days >= method.weights.scales["last_commit"].none:
            return read(days, f"not after {on_day(anybody.value)}", anybody)
        return Missing("the commits of programs cannot be told apart")
    return Missing("no history of the repository is known")


def active_weeks(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """Weeks of the last 52 in which a person committed, beside those of the 52 before."""
    told = inputs.activity
    if told is None or told.value.active_weeks is None:
        return Missing("no history of the repository is known")
    weeks, before = told.value.active_weeks, told.value.weeks_before
    trend = "" if before is None else f", {before} in the 52 weeks before"
    return read(weeks, f"{weeks} of 52{trend}", told)


def release_cadence(inputs: Inputs, now: datetime, _method: Method) -> Reading | Missing:
    """How often the project's own usual time between two releases has passed since the last one.

    Usual is the median distance of its newest releases, at least LEAST_CADENCE_DAYS.
    """
    told = inputs.released
    if told is None:
        return Missing("no releases are known")
    times = sorted(time for time in told.value if time <= now)[-CADENCE_RELEASES:]
    if len(times) < LEAST_RELEASES:
        return Missing(f"it takes {LEAST_RELEASES} releases to tell a cadence")
    usual = max(LEAST_CADENCE_DAYS, median((b - a).days for a, b in pairwise(times)))
    days = days_since(times[-1], now, told)
    ratio = round(days / usual, 1)
    return read(ratio, f"on {on_day(times[-1])}, usually one in {usual:.0f} days", told)


def unreleased_work(inputs: Inputs, now: datetime, _method: Method) -> Reading | Missing:
    """Days from the latest release to the last commit of a person; 0 where the release is later."""
    commits, releases = inputs.activity, inputs.released
    last = commits.value.last if commits else None
    times = [time for time in releases.value if time <= now] if releases else []
    if last is None or not times:
        return Missing("a last commit and a release have to be known")
    days = max(0, days_since(max(times), now) - days_since(last, now))
    shown = f"commits until {counted(days, 'day')} after the release" if days else "none"
    return read(days, shown, commits, releases)


def documents(inputs: Inputs, _now: datetime, _method: Method) -> Reading | Missing:
    """The share of documentation and changelog that is there, of those that are known."""
    return share({"documentation": inputs.documentation, "changelog": inputs.has_changelog})


def share(parts: dict[str, Fact[bool] | None]) -> Reading | Missing:
    """How many of the known parts are there, as a share of 1, with their names."""
    known = {name: fact for name, fact in parts.items() if fact is not None}
    if not known:
        return Missing("nobody looked at its files")
    shown = ", ".join(name if fact.value else f"no {name}" for name, fact in known.items())
    there = sum(fact.value for fact in known.values())
    return read(there / len(known), shown, *known.values())
