"""packdex token: the personal access tokens of an account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import WRONG_CALL, end
from packdex.core.counts import counted
from packdex.core.roles import Scope

if TYPE_CHECKING:
    from packdex.accounts.models import PersonalToken, User

SCOPES = click.Choice([str(scope) for scope in Scope])


@click.group(
    epilog="""\b
Examples:
  packdex token add ada CI --scope read --scope grids:write
  packdex token revoke ada 7
""",
)
def command() -> None:
    """Make tokens with which programs act for an account, list them, end them."""


@command.command(epilog="Example: packdex token add ada CI --scope packages:write --days 30")
@click.argument("account")
@click.argument("name")
@click.option("--scope", "scopes", type=SCOPES, multiple=True, help="What it may be used for.")
@click.option("--days", default=90, show_default=True, help="How long it lasts, 365 at most.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def add(*, account: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token for an account and print it, this once."""
    database.ready()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from packdex.accounts.tokens import personal

    user = _user(account)
    wanted = frozenset(Scope(scope) for scope in scopes) or frozenset({Scope.READ})
    try:
        row, token = personal.make(user, name, wanted, days, timezone.now())
    except ValidationError as error:
        end(" ".join(error.messages), WRONG_CALL)
    click.echo(json.dumps(_told(row) | {"token": token}) if as_json else token)


@command.command("list", epilog="Example: packdex token list ada --json")
@click.argument("account")
@click.option("--json", "as_json", is_flag=True, help="Print an array of tokens.")
def list_(*, account: str, as_json: bool) -> None:
    """List the tokens of an account, the newest first."""
    database.ready()
    from packdex.accounts.tokens import personal

    rows = personal.listed(_user(account))
    if as_json:
        click.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        used = f"used {row.used_at:%Y-%m-%d}" if row.used_at else "never used"
        until = f"until {row.expires_at:%Y-%m-%d}"
        click.echo(f"{row.pk:>6}  {row.start}…  {until}  {used:<15}  {row.scope}  {row.name}")
    if not rows:
        click.echo(f"{account} has no token.")


@command.command(epilog="Example: packdex token revoke ada 7")
@click.argument("account")
@click.argument("number", required=False, type=int)
@click.option("--all", "all_", is_flag=True, help="End all of the account's tokens.")
@click.option("--json", "as_json", is_flag=True, help="Print how many were ended as JSON.")
def revoke(*, account: str, number: int | None, all_: bool, as_json: bool) -> None:
    """End a token, by its number in the list, or all of an account."""
    if (number is None) != all_:
        end("name a token by its number, or use --all", WRONG_CALL)
    database.ready()
    from packdex.accounts.tokens import personal

    user = _user(account)
    numbers = [row.pk for row in personal.listed(user)] if number is None else [number]
    ended = [one for one in numbers if personal.revoke(user, one)]
    if not all_ and not ended:
        end(f"{account} has no token {number}; packdex token list {account} has all", WRONG_CALL)
    said = f"Ended {counted(len(ended), 'token')} of {account}."
    click.echo(json.dumps({"ended": ended}) if as_json else said)


def _user(account: str) -> User:
    from packdex.accounts.models import User

    found: User | None = User.objects.filter(username=account).first()
    return found or end(f"there is no account {account!r}; packdex user list names all", WRONG_CALL)


def _told(row: PersonalToken) -> dict[str, object]:
    return {
        "id": row.pk,
        "name": row.name,
        "start": row.start,
        "scopes": row.scope.split(),
        "created_at": row.created_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "used_at": row.used_at.isoformat() if row.used_at else None,
    }
