"""The calibration of a backtest as a small SVG: what was forecast, and what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packdex.core.backtest.report import FOLDED, HELD_OUT

SIZE, LEFT, TOP, FOOT = 240, 44, 8, 36  # of the field, and around it

_LINES = {HELD_OUT: ("not used for tuning", ""), FOLDED: ("every repository, by folds", "5 4")}
"""What is drawn: a name, and how its line is broken, so that no colour is needed."""


def svg(report: Mapping[str, Any]) -> str:
    """The chart of a report in the form of `report.as_json`; "" where nothing was forecast.

    It takes the colour of the text around it, and has no styles or scripts.
    """
    drawn = [part for part in report["parts"] if part["bins"] and part["part"] in _LINES]
    if not drawn:
        return ""
    width, height = LEFT + SIZE + 200, TOP + SIZE + FOOT
    label = "Calibration: forecast chance of a silent year against the share that it was"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-label="{label}" font-family="sans-serif"'
        f' font-size="11" fill="currentColor" stroke="none">\n'
        + "".join(_frame())
        + "".join(_curve(number, part) for number, part in enumerate(drawn))
        + "</svg>\n"
    )


def _x(share: float) -> float:
    return round(LEFT + SIZE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIZE * (1 - share), 1)


def _frame() -> Iterator[str]:
    for step in range(6):
        share = step / 5
        yield (
            f'<path d="M{_x(0)} {_y(share)}H{_x(1)}M{_x(share)} {_y(0)}V{_y(1)}"'
            ' stroke="currentColor" stroke-opacity="0.15" fill="none"/>\n'
            f'<text x="{LEFT - 6}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>\n'
            f'<text x="{_x(share)}" y="{_y(0) + 15}" text-anchor="middle">{share:.0%}</text>\n'
        )
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 31}" text-anchor="middle">forecast</text>\n'
    yield (
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="currentColor"'
        ' stroke-opacity="0.4" fill="none"/>\n'
    )


def _curve(number: int, part: Mapping[str, Any]) -> str:
    name, dashes = _LINES[part["part"]]
    points = [(_x(one["forecast"]), _y(one["observed"])) for one in part["bins"]]
    return (
        f"{_line(points, dashes)}"
        + "".join(f'<circle cx="{x}" cy="{y}" r="3.5"/>\n' for x, y in points)
        + _legend(number, name, dashes)
    )


def _line(points: Sequence[tuple[float, float]], dashes: str) -> str:
    way = "L".join(f"{x} {y}" for x, y in points)
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{way}" stroke="currentColor" stroke-width="1.5" fill="none"{broken}/>\n'


def _legend(number: int, name: str, dashes: str) -> str:
    x, y = LEFT + SIZE + 16, TOP + 14 + 20 * number
    return _line([(x, y), (x + 24, y)], dashes) + f'<text x="{x + 30}" y="{y + 4}">{name}</text>\n'
