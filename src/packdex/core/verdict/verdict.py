"""The verdict: one function, from what is known of a package to all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from packdex.core.lifecycles.file import shipped
from packdex.core.verdict import weights
from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.lifecycle import Lifecycle, lifecycle
from packdex.core.verdict.reading import Method
from packdex.core.verdict.score import Score, scores
from packdex.core.verdict.signals import Signal, signals
from packdex.core.verdict.wellmaintained import Answer, answers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to think of a package at `judged_at` (aware), and all that it comes from."""

    formula_version: str
    judged_at: datetime
    lifecycle: Lifecycle
    scores: tuple[Score, ...]
    signals: tuple[Signal, ...]
    questions: tuple[Answer, ...]


@cache
def usual_method() -> Method:
    """The weights and products that come with the software."""
    return Method(weights.default(), shipped())


def judge(
    inputs: Inputs, now: datetime, method: Method | None = None, *, questions: bool = True
) -> Verdict:
    """The verdict on a package at `now` (aware). It never raises for what is missing.

    The same inputs, time and method always give the same verdict. Without `questions` those have no
    answers: nothing else depends on them.
    """
    method = method or usual_method()
    found = signals(inputs, now, method)
    return Verdict(
        formula_version=method.formula_version,
        judged_at=now,
        lifecycle=lifecycle(inputs, now, method),
        scores=scores(found, method.weights.least_coverage),
        signals=found,
        questions=answers(inputs, now, method) if questions else (),
    )


def weakest(verdict: Verdict, most: int = 3) -> list[Signal]:
    """The signals that cost most points, worst first: the few reasons that matter."""
    lost = [
        (one.weight * (100 - one.points), place, one)
        for place, one in enumerate(verdict.signals)
        if one.points is not None and one.points < 100
    ]
    return [one for _, _, one in sorted(lost, key=lambda each: (-each[0], each[1]))[:most]]


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON has it: times by ISO 8601, points 0 to 100, coverage 0 to 1."""
    return {field.name: _written(getattr(verdict, field.name)) for field in fields(verdict)}


def _written(value: Any) -> Any:
    kind = type(value)
    if kind is tuple:
        return [_written(one) for one in value]
    if kind is datetime:
        return value.isoformat()
    if kind in _KINDS:
        return {name: _written(part) for name, part in value._asdict().items()}  # noqa: SLF001
    return value


_KINDS = frozenset({Lifecycle, Score, Signal, Answer})
