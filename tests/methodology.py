"""The generated parts of docs/METHODOLOGY.md: what the verdict's tables of data say."""

from __future__ import annotations

import re
from collections.abc import Callable

from packdex.core.backtest import published, tables
from packdex.core.backtest.chart import svg
from packdex.core.verdict.lifecycle import RULES
from packdex.core.verdict.signals import CHECKS, threshold
from packdex.core.verdict.weights import default
from packdex.core.verdict.wellmaintained import QUESTIONS

_PART = re.compile(
    r"(<!-- begin (\w+): written by `make docs` -->\n)(.*?)(<!-- end -->)", re.DOTALL
)


def methodology(text: str) -> str:
    """The document with its generated parts made anew; all else stays.

    Raises KeyError for a part that nobody writes.
    """
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[4]}", text)


def chart() -> str:
    """docs/calibration.svg."""
    return svg(published.read())


def _lifecycle() -> str:
    rows = "".join(f"| {rule.key} | {rule.means} |\n" for rule in RULES)
    return f"| state | what it means |\n| --- | --- |\n{rows}"


def _signals() -> str:
    rows = []
    for check in CHECKS:
        scale = default().scales[check.key]
        limits = threshold(scale, check.unit)
        cells = (check.dimension, check.label, f"{scale.weight:g}", limits, check.why)
        rows.append(f"| {' | '.join(cells)} |\n")
    heads = "| dimension | signal | weight | points | why |\n| --- | --- | --- | --- | --- |\n"
    return heads + "".join(rows)


def _questions() -> str:
    return "".join(f"{place}. {one.text}\n" for place, one in enumerate(QUESTIONS, 1))


def _outlook() -> str:
    outlook = default().outlook
    rows = (
        ("constant", outlook.constant),
        ("factor of ln(1 + recent)", outlook.recent),
        ("factor of ln(1 + longest break)", outlook.longest_break),
        ("half-life of a week's work, in days", outlook.half_life_days),
    )
    lines = "".join(f"| {name} | {value:g} |\n" for name, value in rows)
    return f"| number | value |\n| --- | --- |\n{lines}"


def _backtest() -> str:
    return tables.as_markdown(published.read())


PARTS: dict[str, Callable[[], str]] = {
    "lifecycle": _lifecycle,
    "signals": _signals,
    "questions": _questions,
    "outlook": _outlook,
    "backtest": _backtest,
}
