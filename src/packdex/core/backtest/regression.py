"""A logistic regression for a handful of figures, in plain Python.

Newton's method on the likelihood with an L2 penalty ("ridge"; le Cessie and van Houwelingen,
Applied Statistics 41, 1992), on standardised figures, the constant unpenalised.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

PENALTY, STEPS = 1.0, 25

Vector = list[float]


def fit(figures: Sequence[Sequence[float]], happened: Sequence[bool]) -> Vector:
    """The constant and a factor for each figure, for figures as they are given.

    Raises ValueError when there is nothing to fit.
    """
    if not figures or len(set(happened)) < 2:
        raise ValueError("a regression needs samples in which it happened and such in which not")
    means, spreads = _standard(figures)
    rows = [
        [1.0, *((x - m) / s for x, m, s in zip(row, means, spreads, strict=True))]
        for row in figures
    ]
    factors = [0.0] * len(rows[0])
    for _ in range(STEPS):
        step = _newton(rows, happened, factors)
        factors = [a + b for a, b in zip(factors, step, strict=True)]
    plain = [a / s for a, s in zip(factors[1:], spreads, strict=True)]
    return [factors[0] - sum(a * m for a, m in zip(plain, means, strict=True)), *plain]


def chance(factors: Sequence[float], figures: Sequence[float]) -> float:
    """0 to 1, for the factors that `fit` gave."""
    x = factors[0] + sum(a * b for a, b in zip(factors[1:], figures, strict=True))
    return 1 / (1 + math.exp(-min(30.0, max(-30.0, x))))


def _standard(figures: Sequence[Sequence[float]]) -> tuple[Vector, Vector]:
    columns = list(zip(*figures, strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        math.sqrt(sum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, spreads


def _newton(rows: Sequence[Vector], happened: Sequence[bool], factors: Vector) -> Vector:
    size = len(factors)
    slope = [0.0] + [-PENALTY * a for a in factors[1:]]
    curve = [[PENALTY if i == j and i else 0.0 for j in range(size)] for i in range(size)]
    for row, hit in zip(rows, happened, strict=True):
        p = chance(factors, row[1:])
        for i in range(size):
            slope[i] += (hit - p) * row[i]
            for j in range(size):
                curve[i][j] += p * (1 - p) * row[i] * row[j]
    return _solved(curve, slope)


def _solved(matrix: list[Vector], right: Vector) -> Vector:
    """Gauss-Jordan elimination; the penalty keeps the matrix positive definite."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i, row in enumerate(rows):
        pivot = row[i] or 1e-12
        row[:] = [x / pivot for x in row]
        for k, other in enumerate(rows):
            if k != i:
                other[:] = [x - other[i] * y for x, y in zip(other, row, strict=True)]
    return [row[-1] for row in rows]
