"""What measuring a signal gives, and what a verdict is judged with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from packdex.core.lifecycles.products import Products
from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.weights import Weights


@dataclass(frozen=True, slots=True)
class Method:
    """The weights and thresholds, and which versions of Python and Django there are."""

    weights: Weights
    products: Products

    @property
    def formula_version(self) -> str:
        """Names the formulas and weights: results with the same one are comparable."""
        return f"{FORMULAS}/{self.weights.version}"


FORMULAS = "2"
"""Raised with every change of a rule or formula; weights have a version of their own."""


class Reading(NamedTuple):
    """A measured value: as a number in the signal's unit, in words, and from where and when."""

    amount: float
    shown: str
    source: str
    at: datetime | None
    address: str = ""


class Missing(NamedTuple):
    """Why there is no value. `applies` is False where there can be none, as of what never was."""

    why: str
    applies: bool = True


Measure = Callable[[Inputs, datetime, Method], Reading | Missing]


def read(amount: float, shown: str, *facts: Fact[Any] | None) -> Reading:
    """A reading from facts: its sources are theirs, its time that of the oldest."""
    if len(facts) == 1 and (only := facts[0]) is not None:  # most often, and twice as fast
        return Reading(amount, shown, only.source, only.at, only.address)
    told = [fact for fact in facts if fact is not None]
    times = [fact.at for fact in told if fact.at is not None]
    sources = dict.fromkeys(fact.source for fact in told)
    address = next((fact.address for fact in told if fact.address), "")
    return Reading(amount, shown, ", ".join(sources), min(times, default=None), address)


def days_since(then: date | datetime, now: datetime, told: Fact[Any] | None = None) -> int:
    """Whole days (UTC) from a day or a time to `now`, 0 for what lies ahead.

    Where a fact is given that told of it, they end when it was told: what came later is not known,
    and to count on would take an old answer for silence.
    """
    day = then.astimezone(UTC).date() if isinstance(then, datetime) else then
    if told is not None and told.at is not None:
        now = min(now, told.at)
    return max(0, (now.astimezone(UTC).date() - day).days)


def on_day(then: date | datetime) -> str:
    """The day (UTC) as in "15 Feb 2026". An age would be another one tomorrow."""
    day = then.astimezone(UTC).date() if isinstance(then, datetime) else then
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 day", "1,200 days"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
