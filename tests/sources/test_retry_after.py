from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.sources.retry_after import LONGEST, retry_after

NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("30", 30),
        (" 120 ", 120),
        ("9" * 5000, LONGEST.total_seconds()),
        ("Tue, 03 Feb 2026 04:06:06 GMT", 60),
        ("Tue, 03 Feb 2026 04:06:06 -0000", 60),
        ("Tue, 03 Feb 2026 05:06:06 +0100", 60),
        ("Mon, 02 Feb 2026 00:00:00 GMT", 0),
        ("Sun, 03 Feb 2126 04:06:06 GMT", LONGEST.total_seconds()),
    ],
)
def test_seconds_and_dates(value: str, seconds: float) -> None:
    assert retry_after({"retry-after": value}, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "٣", "Tue, 99 Feb 2026 04:06:06 GMT"])
def test_what_cannot_be_read_says_nothing(value: str) -> None:
    assert retry_after({"retry-after": value}, NOW) is None


def test_no_header() -> None:
    assert retry_after({}, NOW) is None


@given(st.text())
def test_no_text_makes_it_fail(value: str) -> None:
    until = retry_after({"retry-after": value}, NOW)
    assert until is None or NOW <= until <= NOW + LONGEST
