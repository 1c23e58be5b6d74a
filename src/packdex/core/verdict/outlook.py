"""The chance that nobody commits for a year: a logistic regression with two figures of git.

    chance = 1 / (1 + exp(-(constant + a * ln(1 + recent) + b * ln(1 + longest_break))))

`recent` and `longest_break` are those of activity.py; the numbers stand in the weights. It was
fitted and checked on packages in which a person committed within the year before, so it says
nothing of others. docs/METHODOLOGY.md has the figures.
"""

from __future__ import annotations

import math

from packdex.core.verdict.activity import Activity
from packdex.core.verdict.weights import Outlook

FITTED_DAYS = 365
"""A commit of a person within so many days is what the regression was fitted on."""


def silent_chance(activity: Activity | None, outlook: Outlook) -> float | None:
    """0 to 1; None where a figure is not known, or nobody committed within the year before."""
    if activity is None or activity.last is None:
        return None
    if (activity.on - activity.last).days > FITTED_DAYS:
        return None
    return extrapolated(activity, outlook)


def extrapolated(activity: Activity, outlook: Outlook) -> float | None:
    """The same for any activity, also where the regression was not fitted. For the backtest."""
    if activity.recent is None or activity.longest_break is None:
        return None
    x = (
        outlook.constant
        + outlook.recent * math.log1p(activity.recent)
        + outlook.longest_break * math.log1p(activity.longest_break)
    )
    return 1 / (1 + math.exp(-min(30.0, max(-30.0, x))))
