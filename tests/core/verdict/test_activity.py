"""What days of commits come to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.verdict.activity import activity

ON = date(2026, 3, 1)


def days(*ages: int) -> list[date]:
    return [ON - timedelta(days=age) for age in ages]


def test_nothing_is_no_activity() -> None:
    told = activity([], ON, 120)
    assert (told.last, told.active_weeks, told.recent, told.longest_break) == (None, 0, 0, None)


@pytest.mark.parametrize(("age", "this", "before"), [(364, 1, 0), (365, 0, 1), (728, 0, 1)])
def test_a_year_is_52_windows_that_end_today(age: int, this: int, before: int) -> None:
    told = activity(days(age), ON, 120)
    assert (told.active_weeks, told.weeks_before) == (this, before)


def test_two_days_of_one_week_are_one_active_week() -> None:
    assert activity(days(1, 7), ON, 120).active_weeks == 1
    assert activity(days(7, 8), ON, 120).active_weeks == 2


def test_a_week_is_worth_half_after_the_half_life() -> None:
    new, old = (activity(days(age), ON, 70).recent or 0 for age in (1, 71))
    assert old == pytest.approx(new / 2)


def test_the_longest_break_may_be_the_one_that_lasts() -> None:
    assert activity(days(10, 20, 50), ON, 120).longest_break == 30
    assert activity(days(40, 50), ON, 120).longest_break == 40


def test_what_lies_ahead_does_not_count() -> None:
    assert activity(days(-1, 5), ON, 120) == activity(days(5), ON, 120)


@given(st.lists(st.integers(0, 4000), max_size=50), st.randoms())
def test_the_order_does_not_matter_and_more_commits_never_lower(ages: list[int], random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(ages)
    random.shuffle(mixed)
    told = activity(days(*ages), ON, 120)
    assert activity(days(*mixed), ON, 120) == told
    more = activity(days(*ages, 3), ON, 120)
    assert (more.recent or 0) >= (told.recent or 0)
    assert (more.active_weeks or 0) >= (told.active_weeks or 0)
