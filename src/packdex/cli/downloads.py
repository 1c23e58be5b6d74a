"""packdex downloads."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from packdex.cli import database
from packdex.cli.exits import PARTLY, WRONG_CALL, end
from packdex.core.counts import counted


@click.command(
    epilog="""\b
Examples:
  packdex downloads last-month.csv.gz
  packdex downloads top-packages.json --json
""",
)
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(*, path: Path, as_json: bool) -> None:
    """Take how often projects were downloaded in a month, from a file of totals.

    PATH holds CSV with the columns project and download_count, or an object with these keys a line,
    or an object with a list "rows" of them; .gz too. Projects that it does not name keep the number
    that was told before.
    """
    database.ready()
    from packdex.refresh.context import registry_origin
    from packdex.refresh.downloads import take_downloads
    from packdex.sources.errors import SourceError

    try:
        outcome = take_downloads(path, registry_origin(), datetime.now(UTC))
    except SourceError as error:
        end(f"{path}: {error}. Nothing was recorded.", WRONG_CALL)
    for example in outcome.examples:
        click.echo(f"packdex: {path.name}: {example}", err=True)
    if as_json:
        click.echo(json.dumps(asdict(outcome) | {"taken_at": outcome.taken_at.isoformat()}))
    else:
        click.echo(
            f"Of {counted(outcome.packages, 'package')} with a project, the file names"
            f" {outcome.found:,};"
            f" {outcome.changed:,} changed."
        )
        if outcome.skipped:
            click.echo(f"{counted(outcome.skipped, 'row')} could not be read.", err=True)
    if outcome.skipped:
        sys.exit(PARTLY)
