"""packdex moderate: reports, and what an operator hides or locks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from packdex.cli import arguments, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.models import Flag, Grid, Package

TABLE = click.argument("table", metavar="package|grid", type=click.Choice(["package", "grid"]))
SLUG = click.argument("slug", metavar="SLUG", callback=arguments.utf8)


@click.group(
    epilog="""\b
Examples:
  packdex moderate flags --json
  packdex moderate hide package buy-this --why "Advertising only"
  packdex moderate lock grid payments
"""
)
def command() -> None:
    """Read the reports that people sent, and hide or lock packages and grids."""


@command.command(epilog="Example: packdex moderate flags --json")
@click.option("--json", "as_json", is_flag=True, help="Print an array of reports, times in UTC.")
def flags(*, as_json: bool) -> None:
    """List the open reports, oldest first."""
    database.ready()
    from packdex.catalog import moderation

    found = [_told(flag) for flag in moderation.open_flags(0, moderation.open_count())]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for flag in found:
        click.echo(_clean(f"{flag['sent'][:10]} {flag['kind']:10} {flag['about']} {flag['name']}"))
        click.echo(f"{'':11}{_clean(flag['reason'])} ({_clean(flag['by'] or 'account is gone')})")
    if not found:
        click.echo("No report is open.")


@command.command(epilog='Example: packdex moderate hide package buy-this --why "Advertising only"')
@TABLE
@SLUG
@click.option("--why", required=True, callback=arguments.utf8, help="For moderators, and history.")
def hide(*, table: str, slug: str, why: str) -> None:
    """Show a package or a grid to moderators only."""
    _do("hide", table, slug, why, "is hidden now: only moderators see it.")


@command.command(epilog="Example: packdex moderate unhide grid payments")
@TABLE
@SLUG
@click.option("--why", default="", callback=arguments.utf8, help="For the history.")
def unhide(*, table: str, slug: str, why: str) -> None:
    """Show a package or a grid to everybody again."""
    _do("unhide", table, slug, why, "is shown to everybody.")


@command.command(epilog='Example: packdex moderate lock grid payments --why "One edit war"')
@TABLE
@SLUG
@click.option("--why", default="", callback=arguments.utf8, help="For the history.")
def lock(*, table: str, slug: str, why: str) -> None:
    """Let only editors change a package or a grid."""
    _do("lock", table, slug, why, "is locked now: only editors change it.")


@command.command(epilog="Example: packdex moderate unlock grid payments")
@TABLE
@SLUG
@click.option("--why", default="", callback=arguments.utf8, help="For the history.")
def unlock(*, table: str, slug: str, why: str) -> None:
    """Let everybody change a package or a grid again."""
    _do("unlock", table, slug, why, "may be changed by everybody who is signed in.")


def _do(verb: str, table: str, slug: str, why: str, done: str) -> None:
    database.ready()
    from packdex.catalog.actions.errors import InvalidError
    from packdex.catalog.actions.moderation import moderate
    from packdex.catalog.models import Grid, Package
    from packdex.core.roles import SYSTEM

    model: type[Package] | type[Grid] = Package if table == "package" else Grid
    row = model._default_manager.filter(slug=slug).first()
    if row is None:
        end(f"there is no {table} with the slug {slug!r}", WRONG_CALL)
    act: Callable[..., None] = getattr(moderate, verb)
    try:
        act(SYSTEM, model, row.pk, datetime.now(UTC), why=why)
    except InvalidError as error:
        end(f"--{error}", WRONG_CALL)
    click.echo(f"{slug} {done}")


def _told(flag: Flag) -> dict[str, Any]:
    about, name = _thing(flag)
    return {
        "id": flag.pk,
        "about": about,
        "name": name,
        "kind": flag.kind,
        "reason": flag.reason,
        "by": flag.by.get_username() if flag.by else None,
        "sent": flag.created.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def _thing(flag: Flag) -> tuple[str, str]:
    """The kind of thing that is reported, and its slug, its address or its number."""
    if flag.package:
        return "package", flag.package.slug
    if flag.grid:
        return "grid", flag.grid.slug
    if flag.example:
        return "example", flag.example.url
    return "revision", str(flag.revision_id)


def _clean(text: str) -> str:
    """`text` on one line, without the control characters that could rewrite a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
