"""Fitting the outlook: on samples that were alive, of repositories that may be tuned on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from packdex.core.backtest import regression
from packdex.core.backtest.samples import Sample
from packdex.core.backtest.split import mark
from packdex.core.verdict.weights import Outlook


def figures(sample: Sample) -> tuple[float, float]:
    """What the regression takes of a sample, as core/verdict/outlook.py does."""
    return (
        math.log1p(sample.known.recent or 0.0),
        math.log1p(sample.known.longest_break or 0),
    )


def fit(samples: Sequence[Sample], half_life_days: float) -> Outlook:
    """The outlook fitted on those of the samples that were alive.

    Raises ValueError when there are none that went silent, or none that did not.
    """
    alive = [sample for sample in samples if sample.alive]
    constant, recent, longest_break = regression.fit(
        [figures(one) for one in alive], [one.silent for one in alive]
    )
    tuned_on = frozenset(mark(sample.name) for sample in samples)
    return Outlook(half_life_days, constant, recent, longest_break, tuned_on)


def as_toml(outlook: Outlook) -> str:
    """The outlook as weights.toml has it."""
    marks = "".join(f'    "{one}",\n' for one in sorted(outlook.tuned_on))
    return (
        f"[outlook]\nhalf_life_days = {outlook.half_life_days:g}\n"
        f"constant = {outlook.constant:.4f}\nrecent = {outlook.recent:.4f}\n"
        f"longest_break = {outlook.longest_break:.4f}\ntuned_on = [\n{marks}]\n"
    )
