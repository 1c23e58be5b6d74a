"""packdex advisories."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import PARTLY, WRONG_CALL, end
from packdex.core.counts import counted

if TYPE_CHECKING:
    from packdex.refresh.advisories import Outcome


@click.command(
    epilog="""\b
Examples:
  packdex advisories all.zip
  packdex advisories dump/ --json
""",
)
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(*, path: Path | None, as_json: bool) -> None:
    """Take security advisories from a dump of an OSV database.

    PATH is the zip file of an ecosystem, or a folder with its entries; PACKDEX_ADVISORIES if none
    is given. Advisories are found by the packages' registry projects and compared with their
    current versions. What opens or is fixed becomes an event. The same dump twice changes nothing.
    """
    database.ready()
    from packdex.refresh.advisories import take_advisories
    from packdex.refresh.context import registry_origin
    from packdex.sources.errors import SourceError

    path = path or _path_of_the_settings()
    try:
        outcome = take_advisories(path, registry_origin(), datetime.now(UTC))
    except SourceError as error:
        end(f"{path}: {error}. What was known is kept.", WRONG_CALL)
    _tell(outcome, as_json=as_json)
    if outcome.skipped:
        sys.exit(PARTLY)


def _path_of_the_settings() -> Path:
    from django.conf import settings

    path: Path | None = settings.PACKDEX_ADVISORIES
    if path is None:
        raise click.UsageError("Name the PATH of a dump, or set PACKDEX_ADVISORIES.")
    return path


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    for example in outcome.examples:
        click.echo(f"packdex: {example}", err=True)
    counts = asdict(outcome.replaced)
    if as_json:
        written = counts | {"skipped": outcome.skipped, "examples": outcome.examples}
        click.echo(json.dumps(written, ensure_ascii=False))
        return
    told, matched = counted(counts["told"], "advisory", "advisories"), counts["matched"]
    click.echo(
        f"Of {told}, {matched:,} {'is' if matched == 1 else 'are'} about packages here:"
        " {added:,} new, {changed:,} changed, {removed:,} removed.".format(**counts)
    )
    if outcome.skipped:
        spared, skipped = counts["spared"], counted(outcome.skipped, "entry", "entries")
        kept = f"; {spared:,} {'is' if spared == 1 else 'are'} kept for that" if spared else ""
        click.echo(f"{skipped} could not be read{kept}.", err=True)
