"""Dimensions: the weighted mean over the signals that are known, and how much that is."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from packdex.core.verdict.signals import DIMENSIONS, Dimension, Signal


class Score(NamedTuple):
    """One dimension: points from 0 to 100, None where too little is known for a number.

    `coverage` is the known share (0 to 1) of the weight of all signals that apply.
    """

    dimension: Dimension
    points: int | None
    coverage: float


def scores(signals: Iterable[Signal], least_coverage: float) -> tuple[Score, ...]:
    """The four dimensions, from the signals in any order."""
    listed = list(signals)
    return tuple(
        _score(dimension, [one for one in listed if one.dimension == dimension], least_coverage)
        for dimension in DIMENSIONS
    )


def _score(dimension: Dimension, signals: list[Signal], least_coverage: float) -> Score:
    apply = fsum(one.weight for one in signals if one.state != "does not apply")
    known = [(one.points, one.weight) for one in signals if one.points is not None]
    weight = fsum(weight for _, weight in known)
    coverage = weight / apply if apply else 0.0
    if not weight or coverage < least_coverage:
        return Score(dimension, None, coverage)
    return Score(dimension, round(fsum(p * w for p, w in known) / weight), coverage)
