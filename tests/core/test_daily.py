"""Counts per day come back from their bytes as they went in."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core import daily

DAYS = st.dictionaries(
    st.dates(min_value=date(1970, 1, 1)), st.integers(min_value=1, max_value=10**6)
)


@given(DAYS)
def test_what_was_written_is_read(days: dict[date, int]) -> None:
    data = daily.encode(days)
    assert daily.decode(data) == days
    assert list(daily.newest_first(data)) == sorted(days.items(), reverse=True)
    assert daily.ordinals(data) == {day.toordinal(): count for day, count in days.items()}


@given(st.binary(max_size=12))
def test_both_ways_of_reading_find_the_same_damage(data: bytes) -> None:
    try:
        expected = {day.toordinal(): count for day, count in daily.newest_first(data)}
    except ValueError:
        with pytest.raises(ValueError, match="counts of commits"):
            daily.ordinals(data)
    else:
        assert daily.ordinals(data) == expected


def test_most_days_take_two_bytes() -> None:
    days = {date.fromordinal(738_000 + 3 * i): 1 + i % 5 for i in range(1000)}
    assert len(daily.encode(days)) < 2010


def test_days_without_commits_are_not_kept() -> None:
    assert daily.encode({date(2026, 1, 1): 0}) == daily.encode({})
    assert daily.decode(daily.encode({})) == {}
    assert daily.decode(b"") == {}


@pytest.mark.parametrize("days", [{date(1969, 12, 31): 1}, {date(2026, 1, 1): -1}])
def test_what_cannot_be_kept_is_said(days: dict[date, int]) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        daily.encode(days)


@pytest.mark.parametrize(
    "data",
    [
        b"\x02",
        b"\x01\x05",
        b"\x01\x80",
        b"\x01\x05\x81",
        b"\x01\x01\x01\x7f\x01",
        b"\x01" + b"\xff" * 30,
    ],
)
def test_damage_is_noticed(data: bytes) -> None:
    with pytest.raises(ValueError, match="counts of commits"):
        daily.decode(data)


@given(st.binary())
def test_any_bytes_are_counts_or_an_error(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        daily.decode(data)


@pytest.mark.parametrize(
    ("unix", "day"),
    [
        (0, date(1970, 1, 1)),
        (86_399, date(1970, 1, 1)),
        (86_400, date(1970, 1, 2)),
        (253_402_300_799, date(9999, 12, 31)),
        (253_402_300_800, None),
        (-1, None),
        (2**63, None),
    ],
)
def test_the_day_of_a_time(unix: int, day: date | None) -> None:
    assert daily.day_of(unix) == day
