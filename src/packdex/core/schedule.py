"""When a source is asked again: often where things change, rarely where they do not.

All times are aware; all spans are of real time. `chance` is a number from 0 up to 1 that spreads
what was asked together, so that it is not asked together for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST = timedelta(hours=6)
LONGEST = timedelta(days=7)
FIRST = timedelta(days=1)

FIRST_RETRY = timedelta(minutes=30)
LONGEST_RETRY = timedelta(days=28)
"""A source that fails is asked for ever, but ever more rarely."""

SPREAD = 0.2  # of the span: it comes out between 10 % shorter and 10 % longer


def next_span(span: timedelta | None, *, changed: bool) -> timedelta:
    """The span until the next question, after one that found a change, or found none.

    Halved by a change and half as long again without one, between 6 hours and 7 days; a day after
    the very first question (`span` None).
    """
    if span is None:
        return FIRST
    return min(max(span / 2 if changed else span * 1.5, SHORTEST), LONGEST)


def due_after(now: datetime, span: timedelta, chance: float) -> datetime:
    """When to ask next after a success at `now`."""
    return now + _spread(span, chance)


def due_after_failure(
    now: datetime, failures: int, chance: float, *, permanent: bool = False
) -> datetime:
    """When to ask next after the `failures`-th failure in a row (1 is the first) at `now`.

    The wait doubles with each, up to 28 days. A `permanent` failure, one that will not pass by
    itself, begins at a day.
    """
    first = FIRST if permanent else FIRST_RETRY
    # The exponent is bounded because a span has a largest value, which failures do not.
    return now + _spread(min(first * 2 ** min(failures - 1, 12), LONGEST_RETRY), chance)


def _spread(span: timedelta, chance: float) -> timedelta:
    return span * (1 - SPREAD / 2 + SPREAD * chance)
