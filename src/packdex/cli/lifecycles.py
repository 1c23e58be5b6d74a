"""packdex lifecycles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from packdex.cli import columns, database
from packdex.cli.exits import UNUSABLE, WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.core.lifecycles.products import Cycle, Products


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  packdex lifecycles
  packdex lifecycles update
""",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Print when versions of Python and Django came out, and until when they are supported.

    They come with the software; a file that `packdex lifecycles update` wrote stands in for that.
    """
    if context.invoked_subcommand is not None:
        return
    database.start()
    from packdex.catalog import lifecycles
    from packdex.core.lifecycles.file import LifecyclesError, shipped

    try:
        own = lifecycles.read_own()
    except LifecyclesError as error:
        end(f"{error}. Remove it, or run: packdex lifecycles update", WRONG_CALL)
    known, today = own or shipped(), datetime.now(UTC).date()
    origin = str(lifecycles.own_file()) if own else "the software"
    if as_json:
        click.echo(json.dumps(_as_json(known, origin, today), indent=2))
        return
    for line in columns.blocks(list(_table(known, today)), shutil.get_terminal_size().columns):
        click.echo(line)
    click.echo(f"\nFrom {origin}, as of {known.updated}.")


@command.command(epilog="Example: packdex lifecycles update --json")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
def update(*, as_json: bool) -> None:
    """Ask the service that PACKDEX_LIFECYCLES_URL names, and keep what it tells.

    It is kept in lifecycles.toml in the data folder, as a whole or not at all; where the service
    lacks a version that is known, it is not. Verdicts go by it from their next judging on.
    """
    database.start()
    from django.conf import settings

    from packdex.core.lifecycles.file import LifecyclesError
    from packdex.refresh.context import open_context
    from packdex.refresh.lifecycles import renew

    origin = settings.PACKDEX_LIFECYCLES_URL
    with open_context().door as door:
        try:
            found = renew(origin, door, datetime.now(UTC))
        except LifecyclesError as error:
            end(f"{error}. What was known is kept.", UNUSABLE)
    if as_json:
        told = {"from": origin, "updated": found.products.updated.isoformat()}
        click.echo(json.dumps(told | {"changes": list(found.changes)}))
        return
    for line in found.changes:
        click.echo(columns.printed(line))
    click.echo("Written." if found.changes else "Nothing is other than before.")


def _table(known: Products, today: date) -> Iterator[tuple[str, ...]]:
    from packdex.core.lifecycles.products import PRODUCTS

    yield "Version", "Came out", "Fixes until", "Security until", "Now"
    for product, name in PRODUCTS.items():
        for one in reversed(known.of(product)):
            ends = (str(day or "not known") for day in (one.fixed_until, one.until))
            yield f"{name} {one.version}", str(one.released), *ends, _state(one, today)


def _state(cycle: Cycle, today: date) -> str:
    if cycle.released > today:
        return "to come"
    if cycle.until is not None and cycle.until < today:
        return "ended"
    fixed = cycle.fixed_until is None or today <= cycle.fixed_until
    return "supported" if fixed else "security fixes"


def _as_json(known: Products, origin: str, today: date) -> dict[str, Any]:
    from packdex.core.lifecycles.products import PRODUCTS

    told: dict[str, Any] = {"from": origin, "updated": known.updated.isoformat()}
    for product in PRODUCTS:
        told[product] = [
            {
                "version": one.version,
                "released": one.released.isoformat(),
                "fixed_until": one.fixed_until and one.fixed_until.isoformat(),
                "until": one.until and one.until.isoformat(),
                "state": _state(one, today),
            }
            for one in known.of(product)
        ]
    return told
