"""packdex import."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import DONE, PARTLY, UNUSABLE, WRONG_CALL, end
from packdex.cli.progress import Bar
from packdex.core.counts import counted

if TYPE_CHECKING:
    from packdex.exchange.items import Problem, Source
    from packdex.exchange.load import Summary

SHOWN_PROBLEMS = 100

EPILOG = """\b
Examples:
  packdex import packages.ndjson
  packdex import folder/ --strict
  packdex import https://packages.example.org/ --pause 0.5
"""


@click.command(epilog=EPILOG)
@click.argument("source", required=False)
@click.option("--starter", is_flag=True, help="Import the starter catalogue that comes along.")
@click.option("--strict", is_flag=True, help="Keep nothing when one object is left out.")
@click.option(
    "--restart", is_flag=True, help="Begin from the start, even where an import was interrupted."
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 3600),
    metavar="SECONDS",
    help="Wait between two requests to a service. [default: 0.2, on this machine 0]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(
    *,
    source: str | None,
    starter: bool,
    strict: bool,
    restart: bool,
    pause: float | None,
    as_json: bool,
) -> None:
    """Bring in packages, grids and categories of a v4 service.

    SOURCE is a file of v4 objects (one a line, a JSON array, one object, or a v4 list; .gz too), a
    folder of such files, or the address of a running service.

    A second import changes only what differs. An interrupted one is continued. Which grids a
    package is in is taken from the package; what only a link names becomes a placeholder until
    its object arrives. Facts that are newer here than in SOURCE stay. Nothing is deleted.
    """
    if starter == bool(source):
        raise click.UsageError("Name a SOURCE, or say --starter.")
    if pause is not None and math.isnan(pause):
        raise click.BadParameter("nan is no number of seconds.", param_hint="--pause")
    database.ready()
    bar = Bar()
    try:
        summary = _run(
            _source(source, pause, bar), bar, strict=strict, restart=restart, starter=starter
        )
    finally:
        bar.close()
    _tell(summary, as_json=as_json)
    sys.exit(_code(summary))


def _source(source: str | None, pause: float | None, bar: Bar) -> Source:
    from packdex.exchange.files import Files
    from packdex.exchange.items import NothingFoundError, UnusableSourceError

    try:
        if source is None:
            from packdex.exchange import starter

            return starter.source()
        if "://" in source:
            from packdex.exchange.addresses import service_address
            from packdex.exchange.service import Service

            return Service(service_address(source), pause=pause, say=bar.say)
        return Files(Path(source))
    except NothingFoundError as error:
        end(str(error), WRONG_CALL)
    except UnusableSourceError as error:
        end(str(error), UNUSABLE)


def _run(source: Source, bar: Bar, *, strict: bool, restart: bool, starter: bool) -> Summary:
    from django.db import Error

    from packdex.exchange.items import NothingFoundError, UnusableSourceError
    from packdex.exchange.load import load

    report = _Report(bar)
    try:
        summary = load(source, strict=strict, restart=restart or starter, report=report)
        if starter and summary.kept:
            _compare(bar)
    except (UnusableSourceError, Error, KeyboardInterrupt) as error:
        bar.close()
        stored = report.stored and not strict
        kept = (
            "What was stored is kept; run it again to continue." if stored else "Nothing was kept."
        )
        if isinstance(error, KeyboardInterrupt):
            end(f"interrupted. {kept}", PARTLY)
        why = (
            f"the database cannot be written: {database.reason(error)}."
            if isinstance(error, Error)
            else error
        )
        code = WRONG_CALL if isinstance(error, NothingFoundError) else UNUSABLE
        end(f"{why} {kept}", PARTLY if stored else code)
    return summary


def _compare(bar: Bar) -> None:
    """Fill the comparisons of the starter catalogue's grids where they are empty."""
    from packdex.exchange import starter_features

    if filled := starter_features.load():
        bar.say(f"Filled the comparisons of {counted(filled, 'grid')}")


class _Report:
    """Shows on standard error what an import reports."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._problems = 0
        self.stored = False

    def progress(self, stage: str, done: int, total: int | None) -> None:
        self.stored = True
        self._bar.show(stage, done, total)

    def problem(self, problem: Problem) -> None:
        self._problems += 1
        if self._problems <= SHOWN_PROBLEMS:
            self._bar.say(str(problem))


def _code(summary: Summary) -> int:
    """A source of which nothing was taken was the wrong one."""
    if not summary.problem_count:
        return DONE
    return PARTLY if summary.took_anything else WRONG_CALL


def _tell(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(summary), ensure_ascii=False))
        return
    if summary.resumed:
        click.echo("Continued where the last import was interrupted; the figures are of both.")
    for kind, counts in summary.counts.items():
        if any(counts.values()):
            click.echo(f"{kind}: " + ", ".join(f"{n:,} {word}" for word, n in counts.items()))
    if summary.problem_count:
        left = counted(summary.problem_count, "object was", "objects were")
        click.echo(f"{left} left out.", err=True)
    if not summary.kept:
        click.echo("Nothing was kept, because of --strict.")
    elif not summary.changed_anything:
        click.echo("Nothing changed.")


def _as_json(summary: Summary) -> dict[str, object]:
    return {
        "source": summary.source,
        "resumed": summary.resumed,
        "kept": summary.kept,
        **summary.counts,
        "errors": summary.problems,
        "error_count": summary.problem_count,
    }
