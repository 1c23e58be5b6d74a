"""52 windows of seven days that end at midnight UTC before the fetch."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

from packdex.core import daily
from packdex.core.weeks import commits_over_52

FETCHED = datetime(2026, 2, 15, 22, 21, 47, tzinfo=UTC)
TODAY = FETCHED.date()


def weeks(**last: int) -> tuple[int, ...]:
    """52 zeros, but for `w1` (the last window), `w2` …"""
    found = [0] * 52
    for name, count in last.items():
        found[52 - int(name[1:])] = count
    return tuple(found)


def days_before(*ages: int) -> dict[date, int]:
    return {TODAY - timedelta(days=age): 1 for age in ages}


def test_today_and_the_future_never_count() -> None:
    assert commits_over_52(days_before(0, -1, -400), FETCHED) == weeks()


def test_a_window_is_seven_days() -> None:
    assert commits_over_52(days_before(1, 7), FETCHED) == weeks(w1=2)
    assert commits_over_52(days_before(8, 14), FETCHED) == weeks(w2=2)
    assert commits_over_52(days_before(358, 364), FETCHED) == weeks(w52=2)
    assert commits_over_52(days_before(365), FETCHED) == weeks()


def test_windows_roll_by_a_day_each_day() -> None:
    day = days_before(7)
    assert commits_over_52(day, FETCHED) == weeks(w1=1)
    assert commits_over_52(day, FETCHED + timedelta(days=1)) == weeks(w2=1)


def test_the_day_of_the_fetch_is_that_of_utc() -> None:
    evening = datetime(2026, 2, 15, 20, 0, tzinfo=timezone(timedelta(hours=-5)))  # 16th in UTC
    assert commits_over_52({TODAY: 3}, evening) == weeks(w1=3)


def test_stored_counts_give_the_same_as_a_mapping() -> None:
    days = {TODAY - timedelta(days=3 * i - 30): i for i in range(1, 300)}
    stored = daily.newest_first(daily.encode(days))
    assert commits_over_52(stored, FETCHED) == commits_over_52(days, FETCHED)


def test_only_the_last_year_is_read() -> None:
    stored = daily.newest_first(daily.encode(days_before(1, 364, 365, 366, 5000)))
    assert commits_over_52(stored, FETCHED) == weeks(w1=1, w52=1)
    assert next(stored)[0] == TODAY - timedelta(days=366)


def test_a_hundred_thousand_busy_packages_take_less_than_half_a_minute() -> None:
    stored = daily.encode({TODAY - timedelta(days=2 * i): 1 + i % 9 for i in range(1500)})
    begun = time.process_time()
    for _ in range(1000):
        commits_over_52(daily.newest_first(stored), FETCHED)
    assert time.process_time() - begun < 0.3
