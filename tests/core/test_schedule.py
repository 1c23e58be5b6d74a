"""What changes often is asked often; what fails is asked for ever, ever more rarely."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packdex.core import schedule

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_first_question_is_followed_a_day_later() -> None:
    assert schedule.next_span(None, changed=True) == DAY
    assert schedule.next_span(None, changed=False) == DAY


def test_a_change_halves_the_span_and_no_change_lengthens_it() -> None:
    assert schedule.next_span(DAY, changed=True) == 12 * HOUR
    assert schedule.next_span(DAY, changed=False) == 36 * HOUR


def test_spans_stay_between_six_hours_and_a_week() -> None:
    assert schedule.next_span(7 * HOUR, changed=True) == 6 * HOUR
    assert schedule.next_span(6 * DAY, changed=False) == 7 * DAY


@given(st.floats(0, 1, exclude_max=True))
def test_chance_moves_a_question_by_a_tenth_at_most(chance: float) -> None:
    due = schedule.due_after(NOW, 10 * HOUR, chance)
    assert NOW + 9 * HOUR <= due <= NOW + 11 * HOUR


def test_failures_wait_longer_each_time_and_never_longer_than_four_weeks() -> None:
    waits = [schedule.due_after_failure(NOW, n, 0.5) - NOW for n in (1, 2, 3, 50, 10**9)]
    assert waits[:3] == [HOUR / 2, HOUR, 2 * HOUR]
    assert waits[3] == waits[4] == 28 * DAY


def test_what_will_not_pass_by_itself_waits_a_day() -> None:
    assert schedule.due_after_failure(NOW, 1, 0.5, permanent=True) == NOW + DAY
