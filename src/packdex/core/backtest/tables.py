"""The tables of a backtest, as rows of text: what the terminal, the document and the page show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packdex.core.backtest.report import FOLDED, HELD_OUT, TUNING, WANTED_AUC, WANTED_ERROR

POPULATIONS = {
    "alive": "a person had committed within the year before",
    "all": "every repository that had begun, the long dead among them",
}
PARTS = {
    HELD_OUT: "Repositories that were not used for tuning",
    TUNING: "Repositories that the regression was fitted on",
    FOLDED: "Every repository, by regressions fitted on the other folds",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the heads of its columns, and its rows, all of one length."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: Mapping[str, Any]) -> list[Table]:
    """The tables of a report in the form of `report.as_json`."""
    parts = report["parts"]
    return [_reached(report), *map(_ranking, parts), *_forecasts(parts)]


def as_markdown(report: Mapping[str, Any]) -> str:
    """The tables one below the other, in Markdown."""
    return "\n".join(map(_markdown, tables(report)))


def _markdown(table: Table) -> str:
    lines = [table.heads, ("---",) * len(table.heads), *table.rows]
    return f"**{table.title}**\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


_ANSWERS = {True: "reached", False: "not reached", None: "cannot be measured"}


def _reached(report: Mapping[str, Any]) -> Table:
    wanted = {
        "auc": f"AUC of at least {WANTED_AUC:.2f}",
        "better": "AUC above that of the days alone, with an interval that excludes nought",
        "calibration": f"calibration error of at most {WANTED_ERROR:.2f}",
    }
    rows = tuple((text, _ANSWERS[report["reached"][key]]) for key, text in wanted.items())
    title = f"What was asked for, on repositories not used for tuning, {POPULATIONS['alive']}"
    return Table(title, ("wanted", "came of it"), rows)


def _ranking(part: Mapping[str, Any]) -> Table:
    title = (
        f"{PARTS[part['part']]}; {POPULATIONS[part['population']]}: {part['samples']} samples of"
        f" {part['repositories']} repositories, {part['silent']} fell silent"
        f" ({_percent(part['base_rate'])})"
    )
    heads = ("ranked by", "samples", "AUC", "called", "precision", "recall", "outlook better by")
    return Table(title, heads, tuple(map(_ranking_row, part["rankings"])))


def _ranking_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["by"],
        str(row["samples"]),
        _with_interval(row["auc"], row["auc_interval"]),
        str(row["called"]),
        _percent(row["precision"]),
        _percent(row["recall"]),
        _with_interval(row["better_by"], row["better_interval"]),
    )


def _forecasts(parts: Sequence[Mapping[str, Any]]) -> Iterator[Table]:
    forecast = [part for part in parts if part["bins"]]
    heads = ("part", "Brier", "Brier of the base rate", "calibration error")
    rows = tuple(
        (
            PARTS[part["part"]],
            _decimal(part["brier"]),
            _decimal(part["brier_of_base_rate"]),
            _with_interval(part["calibration_error"], part["calibration_interval"]),
        )
        for part in forecast
    )
    if rows:
        yield Table(f"The chance as a forecast; {POPULATIONS['alive']}", heads, rows)
    for part in forecast:
        bins = tuple(
            (str(one["size"]), _percent(one["forecast"]), _percent(one["observed"]))
            for one in part["bins"]
        )
        yield Table(f"Calibration: {PARTS[part['part']]}", ("samples", "forecast", "was"), bins)


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"  # noqa: RUF001


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"  # noqa: RUF001


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None or interval is None:
        return _decimal(value)
    return f"{value:.3f} ({interval[0]:.3f} to {interval[1]:.3f})"
