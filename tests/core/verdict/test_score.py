"""Dimensions: means over what is known, in any order, and no number where too little is."""

import random
from typing import Any

import pytest

from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.score import Score, scores
from packdex.core.verdict.verdict import judge
from tests.core.verdict.make import METHOD, NOW, WELL, fact, well


def score(dimension: str, inputs: Inputs) -> Score:
    return next(one for one in judge(inputs, NOW, METHOD).scores if one.dimension == dimension)


def test_all_well_is_100_of_all() -> None:
    for one in judge(WELL, NOW, METHOD).scores:
        assert (one.points, one.coverage) == (100, 1)


def test_nothing_known_is_no_number() -> None:
    for one in judge(Inputs(), NOW, METHOD).scores:
        assert (one.points, one.coverage) == (None, 0)


@pytest.mark.parametrize(
    ("missing", "coverage", "points"),
    [
        (("attested",), 0.8, 100),
        (("attested", "days_to_fix"), 0.6, 100),
        (("advisories",), 0.4, None),
    ],
)
def test_below_half_there_is_no_number(
    missing: tuple[str, ...], coverage: float, points: int | None
) -> None:
    told = score("security", well(**dict.fromkeys(missing)))
    assert told.coverage == pytest.approx(coverage)
    assert told.points == points


def test_exactly_as_much_as_asked_for_is_enough() -> None:
    found = judge(well(advisories=None), NOW, METHOD).signals
    assert scores(found, 0.4)[3].points == 100
    assert scores(found, 0.41)[3].points is None


def test_what_does_not_apply_is_in_neither_part() -> None:
    never = well(days_to_fix=None, had_advisories=fact(False))
    assert score("security", never).coverage == 1


def test_weights_count() -> None:
    told = score("security", well(advisories=fact(("A-1",))))
    assert told.points == 40  # 3 of 5 parts are lost


def test_the_order_does_not_matter() -> None:
    found = list(judge(well(owners=fact(1), has_ci=None), NOW, METHOD).signals)
    expected = scores(found, 0.5)
    for seed in range(20):
        random.Random(seed).shuffle(found)
        assert scores(found, 0.5) == expected


@pytest.mark.parametrize("more", [{"stars": fact(90_000)}, {"downloads": fact(10**9)}])
def test_adoption_never_enters(more: dict[str, Any]) -> None:
    plain, popular = judge(WELL, NOW, METHOD), judge(well(**more), NOW, METHOD)
    assert popular.scores == plain.scores
    assert popular.signals == plain.signals
    assert popular.lifecycle == plain.lifecycle
