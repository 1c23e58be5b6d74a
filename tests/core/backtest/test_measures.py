"""Measures of rankings and forecasts, on cases that can be counted by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.backtest import measures
from packdex.core.backtest.regression import chance, fit

PAIRS = [(0.1, False), (0.4, False), (0.35, True), (0.8, True)]


def test_auc_counts_pairs_in_the_right_order() -> None:
    assert measures.auc(PAIRS) == 0.75
    assert measures.auc([(1, True), (1, False)]) == 0.5
    assert measures.auc([(1, True)]) is None
    assert measures.auc([]) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
def test_auc_is_what_counting_every_pair_gives(pairs: list[tuple[int, bool]]) -> None:
    won = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, hit in pairs
        for b, other in pairs
        if hit and not other
    ]
    expected = sum(won) / len(won) if won else None
    assert measures.auc(pairs) == (None if expected is None else pytest.approx(expected))


def test_brier() -> None:
    assert measures.brier([(1.0, True), (0.5, False)]) == 0.125
    assert measures.brier([]) is None


def test_calibration_error_is_the_distance_in_bins_of_one_size() -> None:
    pairs = [(0.2, False), (0.2, True), (0.8, True), (0.8, True)]
    assert [(b.size, b.observed) for b in measures.bins(pairs, 2)] == [(2, 0.5), (2, 1)]
    assert measures.calibration_error(pairs, 2) == pytest.approx(0.25)
    assert measures.calibration_error([]) is None


def test_called() -> None:
    told = measures.called(PAIRS, 0.4)
    assert (told.called, told.precision, told.recall) == (2, 0.5, 0.5)
    none = measures.called(PAIRS, 2)
    assert (none.called, none.precision, none.recall) == (0, None, 0)


def test_intervals_draw_whole_groups_and_can_be_repeated() -> None:
    def mean(places: object) -> float:
        assert isinstance(places, list)
        return sum(places) / len(places)

    first = measures.interval([[1, 1], [3, 3]], mean, 200)
    assert first == measures.interval([[1, 1], [3, 3]], mean, 200) == (1, 3)
    assert measures.interval([[1]], lambda _: None, 50) is None


def test_a_regression_finds_what_made_the_samples() -> None:
    """A share of 20 % where the figure is 0, of 80 % where it is 1."""
    figures = [[0.0]] * 500 + [[1.0]] * 500
    happened = [i % 5 == 0 for i in range(500)] + [i % 5 != 0 for i in range(500)]
    factors = fit(figures, happened)
    assert chance(factors, [0.0]) == pytest.approx(0.2, abs=0.01)
    assert factors[1] == pytest.approx(2 * math.log(4), abs=0.1)


def test_a_figure_that_is_always_the_same_says_nothing() -> None:
    factors = fit([[1.0, 7.0], [0.0, 7.0]] * 20, [True, False] * 20)
    assert factors[2] == pytest.approx(0)
