"""How good a ranking or a forecast was, in plain Python.

Samples come as pairs of a number (the higher, the rather it happens) and whether it happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

Pair = tuple[float, bool]


def auc(pairs: Sequence[Pair]) -> float | None:
    """The chance that one in which it happened has the higher number; ties count half.

    The area under the ROC curve, by the rank sum of Mann and Whitney (1947). None where all or
    none of it happened.
    """
    ordered = sorted(pairs)
    hits = sum(hit for _, hit in ordered)
    misses = len(ordered) - hits
    if not hits or not misses:
        return None
    ranks, begin = 0.0, 0
    while begin < len(ordered):
        end = begin
        while end < len(ordered) and ordered[end][0] == ordered[begin][0]:
            end += 1
        middle = (begin + end + 1) / 2  # ranks count from 1
        ranks += middle * sum(hit for _, hit in ordered[begin:end])
        begin = end
    return (ranks - hits * (hits + 1) / 2) / (hits * misses)


def brier(pairs: Sequence[Pair]) -> float | None:
    """The mean squared distance of forecast and outcome (Brier, 1950): 0 is best."""
    return sum((p - hit) ** 2 for p, hit in pairs) / len(pairs) if pairs else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Samples with similar forecasts: how many, what was forecast, and what share it was."""

    size: int
    forecast: float
    observed: float


BINS = 5


def bins(pairs: Sequence[Pair], number: int = BINS) -> list[Bin]:
    """The samples in `number` bins of the same size, by rising forecast."""
    ordered, total = sorted(pairs, key=lambda pair: pair[0]), len(pairs)
    cut = [ordered[i * total // number : (i + 1) * total // number] for i in range(number)]
    return [
        Bin(len(part), sum(p for p, _ in part) / len(part), sum(h for _, h in part) / len(part))
        for part in cut
        if part
    ]


def calibration_error(pairs: Sequence[Pair], number: int = BINS) -> float | None:
    """The mean distance of forecast and observed share over the bins, weighted by their size.

    The "expected calibration error" (Naeini and others, AAAI 2015), with bins of equal size.
    """
    found = bins(pairs, number)
    if not found:
        return None
    return sum(b.size * abs(b.forecast - b.observed) for b in found) / len(pairs)


@dataclass(frozen=True, slots=True)
class Called:
    """Those called so: how many, how many of them were (precision), how many of all (recall)."""

    called: int
    precision: float | None
    recall: float | None


def called(pairs: Sequence[Pair], limit: float) -> Called:
    """What comes of calling it wherever the number is `limit` or above."""
    named = [hit for number, hit in pairs if number >= limit]
    hits, right = sum(hit for _, hit in pairs), sum(named)
    return Called(len(named), right / len(named) if named else None, right / hits if hits else None)


def interval(
    groups: Sequence[Sequence[int]],
    measure: Callable[[Sequence[int]], float | None],
    rounds: int,
    seed: int = 1,
) -> tuple[float, float] | None:
    """Where 95 % of `measure` lie when whole groups are drawn anew, with replacement.

    The percentile interval of a cluster bootstrap (Efron and Tibshirani, 1993). `groups` hold
    places of samples, `measure` takes such places. None where it can never be measured.
    """
    random, found = Random(seed), []  # noqa: S311 - a draw that can be repeated
    for _ in range(rounds):
        places = [place for group in random.choices(groups, k=len(groups)) for place in group]
        value = measure(places)
        if value is not None:
            found.append(value)
    if not found:
        return None
    found.sort()
    return found[len(found) * 25 // 1000], found[min(len(found) - 1, len(found) * 975 // 1000)]
