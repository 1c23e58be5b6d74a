"""packdex backtest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packdex.cli.exits import UNUSABLE, WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.core.backtest.samples import Sample


@click.command(epilog="Example: packdex backtest --histories histories --json")
@click.option(
    "--histories",
    "--data",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Complete histories: repos.json, and for each repository ID.csv with its commits.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--write", is_flag=True, help="Have the directory show these figures from now on.")
@click.option(
    "--fit",
    is_flag=True,
    help="Fit the regression on the tuning half instead, and print it as weights.toml has it.",
)
@click.option(
    "--rounds",
    default=1000,
    show_default=True,
    type=click.IntRange(40, 100_000),
    help="Rounds of the bootstrap from which the intervals come.",
)
def command(*, folder: Path, as_json: bool, write: bool, fit: bool, rounds: int) -> None:
    """Judge repositories as of days in the past, and compare with what became of them.

    Each 15 February from 2013 to 2025 the git signals are computed from what was known then. A
    repository fell silent if no person committed to it in the 365 days after. Needs no database.
    """
    from packdex.core.backtest import tables

    taken = _samples(folder)
    if fit:
        click.echo(_fitted(taken), nl=False)
        return
    made = _report(taken, rounds)
    if write:
        _publish(made)
    if as_json:
        click.echo(json.dumps(made, indent=2))
    else:
        click.echo(tables.as_markdown(made), nl=False)


def _samples(folder: Path) -> list[Sample]:
    from packdex.core.backtest import histories
    from packdex.core.backtest.samples import samples
    from packdex.core.verdict.weights import default

    try:
        read = histories.read(folder)
    except histories.HistoriesError as error:
        end(str(error), WRONG_CALL)
    found = list(samples(read, default().outlook.half_life_days))
    if not found:
        end(f"{folder}: no repository has a commit of a person before any of the days", WRONG_CALL)
    return found


def _report(taken: list[Sample], rounds: int) -> dict[str, Any]:
    from packdex.core.backtest.report import as_json, report
    from packdex.core.verdict.weights import default

    return as_json(report(taken, default(), rounds))


def _fitted(taken: list[Sample]) -> str:
    from packdex.core.backtest import split, tuning
    from packdex.core.verdict.weights import default

    half = [sample for sample in taken if split.is_for_tuning(sample.name)]
    try:
        return tuning.as_toml(tuning.fit(half, default().outlook.half_life_days))
    except ValueError as error:
        end(str(error), WRONG_CALL)


def _publish(made: dict[str, Any]) -> None:
    from packdex.core.backtest import published

    try:
        published.write(made)
    except OSError as error:
        end(f"{published.PATH} cannot be written: {error.strerror}", UNUSABLE)
