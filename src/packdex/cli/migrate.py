"""packdex migrate."""

from __future__ import annotations

import json

import click

from packdex.cli import database
from packdex.core.counts import counted


@click.command(epilog="Example: packdex migrate")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(*, as_json: bool) -> None:
    """Bring the database up to date. Safe to run at any time, and again."""
    from django.core.management import call_command

    database.start()
    from packdex.cli import search_index

    missing = database.pending()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    search_index.make_if_missing()
    if as_json:
        click.echo(json.dumps({"applied": missing}))
    elif missing:
        click.echo(f"Applied {counted(missing, 'migration')}.")
    else:
        click.echo("The database is up to date.")
