"""How many packages could be moved, month by month, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from packdex.core.counts import counted
from packdex.core.upgrade.trend import Point
from packdex.web.show import plain_day

_WIDTH, _HEIGHT = 720, 120
_SMALL_WIDTH, _SMALL_HEIGHT = 104, 18


def chart(points: Sequence[Point], released: date) -> SafeString:
    """The large chart as SVG with its text alternative; the day of release is a line across it."""
    across = _across(points, released)
    line = f'<path class="mark" d="M{across} 0V{_HEIGHT}"/>' if across else ""
    return SafeString(  # made of numbers and names of months
        f'<svg class="rise" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img"'
        ' aria-labelledby="rise-title rise-desc"><title id="rise-title">Packages that can be moved'
        f'</title><desc id="rise-desc">{told(points, released)}</desc>'
        f'<path class="area" d="{_area(points, _WIDTH, _HEIGHT)}"/>{line}'
        f'<path class="base" d="M0 {_HEIGHT - 0.5}H{_WIDTH}"/></svg>'
    )


def small(points: Sequence[Point]) -> SafeString:
    """A chart that fits into a line of text; "" where there is nothing to show."""
    if not points or not points[-1].packages:
        return SafeString("")
    first, last = points[0], points[-1]
    return SafeString(  # made of numbers
        f'<svg class="rise" viewBox="0 0 {_SMALL_WIDTH} {_SMALL_HEIGHT}" role="img"'
        f' aria-label="{first.packages:,} in {_month(first)}, {last.packages:,} by now">'
        f'<path class="area" d="{_area(points, _SMALL_WIDTH, _SMALL_HEIGHT)}"/>'
        f'<path class="base" d="M0 {_SMALL_HEIGHT - 0.5}H{_SMALL_WIDTH}"/></svg>'
    )


def told(points: Sequence[Point], released: date) -> str:
    """What the chart shows, in words."""
    if not points:
        return "It is not out yet."
    last = points[-1]
    then = [one for one in points if one.month <= released]
    before = then[-1].packages if then else points[0].packages
    return (
        f"{counted(before, 'package')} by the end of the month in which it came out"
        f" ({plain_day(released)}), {counted(last.packages, 'package')} by now."
    )


def axis(points: Sequence[Point]) -> tuple[str, str]:
    """The first and the last month of the chart."""
    return _month(points[0]), _month(points[-1])


def rows(points: Sequence[Point], most: int = 13) -> list[tuple[str, int]]:
    """The months with their numbers, newest first, thinned to `most`."""
    if len(points) > most:
        last = len(points) - 1
        points = [points[round(at * last / (most - 1))] for at in range(most)]
    return [(_month(one), one.packages) for one in reversed(points)]


def _month(point: Point) -> str:
    return plain_day(point.month).split(" ", 1)[1]


def _area(points: Sequence[Point], width: int, height: int) -> str:
    """A staircase: the number of a month holds from its begin to its end."""
    most = max((one.packages for one in points), default=0) or 1
    step = width / max(1, len(points))
    path = [f"M0 {height}"]
    for at, one in enumerate(points):
        top = height - one.packages / most * (height - 2)
        path.append(f"V{top:.1f}H{(at + 1) * step:.1f}")
    return f"{''.join(path)}V{height}Z"


def _across(points: Sequence[Point], released: date) -> str:
    """Where the day of release lies; "" outside of the chart."""
    for at, one in enumerate(points):
        if (one.month.year, one.month.month) == (released.year, released.month):
            return f"{(at + released.day / 31) * _WIDTH / len(points):.1f}"
    return ""
