"""Stars, commits and releases over time, drawn, told and tabled from the days alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.safestring import SafeString

from packdex.catalog.past import Day
from packdex.core.counts import counted
from packdex.web.show import plain_day

# The drawing's units. Bands lie above each other: stars, commits, ticks of releases.
_WIDTH, _BAND, _GAP, _TICKS = 624, 56, 14, 12
# Of more days, these many are drawn and tabled.
POINTS, ROWS = 64, 13

# A band shows no less than this part of its largest value, or a star more would look like a flight.
_LEAST_RANGE = 0.1


def chart(days: Sequence[Day], releases: Sequence[date]) -> SafeString:
    """The chart as SVG with its text alternative.

    `days` are at least two, oldest first; `releases` the days of releases, in order.
    """
    first, length = days[0].day, (days[-1].day - days[0].day).days
    bands = [
        band
        for band in _bands(_thinned(days, POINTS))
        if any(value is not None for _, value in band)
    ]
    parts, top = [], 0
    for number, band in enumerate(bands):
        points = [((day - first).days / length * _WIDTH, value) for day, value in band]
        parts.append(
            f'<path d="M0 {top + _BAND + 2}H{_WIDTH}" class="base"/>'
            f'<path d="{_line(points, top)}" stroke="currentColor"'
            f' stroke-width="{2 if number == 0 else 1.5}" stroke-linecap="round"'
            ' vector-effect="non-scaling-stroke"/>'
        )
        top += _BAND + _GAP
    ticks = "".join(
        f"M{(day - first).days / length * _WIDTH:.0f} {top}v{_TICKS}"
        for day in sorted(set(within(releases, days)))
    )
    if ticks:
        parts.append(
            f'<path d="{ticks}" stroke="currentColor" stroke-width="1.5"'
            ' vector-effect="non-scaling-stroke"/>'
        )
    height = top + (_TICKS if ticks else -_GAP + 3)
    return SafeString(  # made of numbers and names of months
        f'<svg class="history-chart spark" viewBox="0 0 {_WIDTH} {height}"'
        ' preserveAspectRatio="none" role="img" aria-labelledby="history-title history-desc">'
        '<title id="history-title">Stars, commits and releases over time</title>'
        f'<desc id="history-desc">{told(days, releases)}</desc>{"".join(parts)}</svg>'
    )


def told(days: Sequence[Day], releases: Sequence[date]) -> str:
    """What the chart shows, in words, band by band."""
    bands = [
        f"{name}, {_change(values)}"
        for name, values in (
            ("stars", [day.stars for day in days]),
            ("commits in 52 weeks", [day.commits for day in days]),
        )
        if any(value is not None for value in values)
    ]
    lines = ("the upper line is ", "the lower one ") if len(bands) == 2 else ("the line is ",)
    shown = [line + band for line, band in zip(lines, bands, strict=False)]
    if count := len(within(releases, days)):
        shown.append(f"the {'tick is' if count == 1 else 'ticks are'} {counted(count, 'release')}")
    else:
        shown.append("no release")
    since, until = plain_day(days[0].day), plain_day(days[-1].day)
    return f"From {since} to {until}: {'; '.join(shown)}."


def table(days: Sequence[Day], releases: Sequence[date]) -> SafeString:
    """The days as a table, newest first, thinned to 13 rows.

    Columns of which nothing is known are left out. Releases are those since the row below.
    """
    shown = _thinned(days, ROWS)
    columns = [
        (name, values)
        for name, values in (
            ("Stars", [day.stars for day in shown]),
            ("Forks", [day.forks for day in shown]),
            ("Open issues", [day.open_issues for day in shown]),
            ("Commits", [day.commits for day in shown]),
            ("Contributors", [day.contributors for day in shown]),
            ("Downloads", [day.downloads for day in shown]),
        )
        if any(value is not None for value in values)
    ]
    dates = sorted(releases)
    before = [shown[0].day, *(day.day for day in shown)]
    columns.append(
        (
            "Releases",
            [
                bisect_left(dates, day.day + _A_DAY) - bisect_left(dates, before[at] + _A_DAY)
                for at, day in enumerate(shown)
            ],
        )
    )
    heads = "".join(f'<th scope="col" class="n">{name}</th>' for name, _ in columns)
    rows = "".join(
        f'<tr><th scope="row">{plain_day(shown[at].day)}</th>'
        + "".join(f'<td class="n">{_cell(values[at])}</td>' for _, values in columns)
        + "</tr>"
        for at in reversed(range(len(shown)))
    )
    return SafeString(  # made of numbers and names of months
        '<table class="week-table"><caption class="hide">Newest first</caption><thead><tr>'
        f'<th scope="col">Day</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


_A_DAY = timedelta(days=1)


def within(releases: Sequence[date], days: Sequence[Day]) -> list[date]:
    """The releases after the first and up to the last of `days`."""
    return [day for day in releases if days[0].day < day <= days[-1].day]


def _bands(days: Sequence[Day]) -> list[list[tuple[date, int | None]]]:
    return [[(day.day, day.stars) for day in days], [(day.day, day.commits) for day in days]]


def _line(points: Sequence[tuple[float, int | None]], top: int) -> str:
    """A path through the known points, with gaps where a value is not known."""
    known = [value for _, value in points if value is not None]
    most = max(known)
    low = min(*known, most * (1 - _LEAST_RANGE)) if len(known) > 1 else 0
    size = (most - low) or 1
    path, pen_down = [], False
    for x, value in points:
        if value is not None:
            y = top + _BAND - (value - low) / size * (_BAND - 2)
            # A lone point is a dot: a line of no length with round ends.
            path.append(f"L{x:.0f} {y:.1f}" if pen_down else f"M{x:.0f} {y:.1f}h0")
        pen_down = value is not None
    return "".join(path)


def _change(values: Sequence[int | None]) -> str:
    known = [value for value in values if value is not None]
    first, last = known[0], known[-1]
    return f"{last:,} throughout" if min(known) == max(known) else f"{first:,} to {last:,}"


def _thinned(days: Sequence[Day], count: int) -> Sequence[Day]:
    """At most `count` of them, evenly, with the first and the last."""
    if len(days) <= count:
        return days
    last = len(days) - 1
    return [days[round(at * last / (count - 1))] for at in range(count)]


def _cell(value: int | None) -> str:
    return '<span class="unknown">not known</span>' if value is None else f"{value:,}"
