"""Commits over 52 weeks, drawn and told. Each function makes one string from the counts alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.safestring import SafeString

from packdex.core.counts import counted
from packdex.web.show import plain_day

# A large chart: 52 bars, one every 12 units, 8 wide. A small one: every 2 units, 1.5 wide.
_STEP, _HEIGHT = 12, 84
_SMALL_STEP, _SMALL_HEIGHT = 2, 18


def chart(counts: Sequence[int], end: date | None) -> SafeString:
    """The large chart as SVG with its text alternative. `counts` has at least one commit.

    `end` is the day on which the last week ended, exclusive (UTC); None: not known.
    """
    bars = _bars(counts, _STEP, _HEIGHT)
    return SafeString(  # made of numbers and names of months
        f'<svg class="weeks-chart spark" viewBox="0 0 {len(counts) * _STEP} {_HEIGHT}" role="img"'
        ' aria-labelledby="chart-title chart-desc"><title id="chart-title">Commits a week</title>'
        f'<desc id="chart-desc">{told(counts, end)}</desc>'
        f'<path d="{bars}" stroke="currentColor" stroke-width="8"/></svg>'
    )


def trend(counts: Sequence[int]) -> SafeString:
    """A chart that fits into a line of text. "" when there is no history."""
    if not counts:
        return SafeString("")
    width = len(counts) * _SMALL_STEP
    bars = _bars(counts, _SMALL_STEP, _SMALL_HEIGHT)
    drawn = f'<path d="{bars}" stroke="currentColor" stroke-width="1.5"/>' if bars else ""
    return SafeString(  # made of numbers
        f'<svg class="spark" viewBox="0 0 {width} {_SMALL_HEIGHT}" role="img"'
        f' aria-label="{_commits(sum(counts))} in {len(counts)} weeks">'
        f'<path class="base" d="M0 {_SMALL_HEIGHT - 0.5}H{width}"/>{drawn}</svg>'
    )


def told(counts: Sequence[int], end: date | None) -> str:
    """What the chart shows, in words: the sum, the weeks, the busiest week and the last one."""
    total, until = sum(counts), f" to {plain_day(end - timedelta(days=1))}" if end else ""
    told_sum = f"{_commits(total)} in the {len(counts)} weeks{until}"
    if not total:
        return told_sum + "."
    most = max(counts)
    busy = sum(1 for count in counts if count)
    at = max(i for i, count in enumerate(counts) if count == most)
    week = f"the week of {_start(end, at, len(counts))}" if end else "one week"
    return f"{told_sum}, in {busy} of them; at most {most:,}, in {week}."


def axis(counts: Sequence[int], end: date) -> tuple[str, str]:
    """The first and the last day that the chart covers."""
    return _start(end, 0, len(counts)), plain_day(end - timedelta(days=1))


def table(counts: Sequence[int], end: date | None) -> SafeString:
    """The counts as a table: a row for four weeks, oldest first, with the row's sum."""
    rows = []
    for at in range(0, len(counts), 4):
        head = _start(end, at, len(counts)) if end else f"week {at + 1}"
        four = counts[at : at + 4]
        cells = "".join(f'<td class="n">{count:,}</td>' for count in four)
        rows.append(
            f'<tr><th scope="row">{head}</th>{cells}<td class="n sum">{sum(four):,}</td></tr>'
        )
    return SafeString(  # made of numbers and names of months
        '<table class="week-table"><thead><tr><th scope="col">Four weeks from</th>'
        '<th scope="col" class="n">1st</th><th scope="col" class="n">2nd</th>'
        '<th scope="col" class="n">3rd</th><th scope="col" class="n">4th</th>'
        f'<th scope="col" class="n">Sum</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _bars(counts: Sequence[int], step: int, height: int) -> str:
    """A stroke for each week with commits; the fewest commits still show as two units."""
    most = max(counts, default=0) or 1
    return "".join(
        f"M{at * step + step // 2} {height}V{height - max(2, round(count / most * (height - 2)))}"
        for at, count in enumerate(counts)
        if count > 0
    )


def _start(end: date, at: int, weeks: int) -> str:
    return plain_day(end - timedelta(days=7 * (weeks - at)))


def _commits(count: int) -> str:
    return counted(count, "commit") if count else "No commits"
