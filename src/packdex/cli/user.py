"""packdex user: the accounts of people who edit."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import WRONG_CALL, end
from packdex.core.roles import Role

if TYPE_CHECKING:
    from packdex.accounts.models import User

ROLES = click.Choice([role.name.lower() for role in Role])


@click.group(
    epilog="""\b
Examples:
  packdex user add ada --role moderator
  packdex user list --json
""",
)
def command() -> None:
    """Make accounts for people who edit, and give them roles."""


@command.command(epilog="Example: echo a-long-password | packdex user add ada --role editor")
@click.argument("name")
@click.option("--role", type=ROLES, default="member", show_default=True, help="What they may do.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def add(*, name: str, role: str, as_json: bool) -> None:
    """Make an account. The password is asked for, or read from the first line of the input."""
    database.ready()
    from django.core.exceptions import ValidationError

    from packdex.accounts import people

    try:
        user = people.add(name, _password(), Role[role.upper()])
    except ValidationError as error:
        end(" ".join(error.messages), WRONG_CALL)
    _say(user, f"{user.username} may sign in now, as {role}.", as_json=as_json)


@command.command(epilog="Example: packdex user role ada moderator")
@click.argument("name")
@click.argument("role", type=ROLES)
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def role(*, name: str, role: str, as_json: bool) -> None:
    """Give an account another role."""
    database.ready()
    from packdex.accounts import people
    from packdex.accounts.models import User

    user = User.objects.filter(username=name).first() or end(
        f"there is no account {name!r}; packdex user list names all", WRONG_CALL
    )
    people.give_role(user, Role[role.upper()])
    _say(user, f"{user.username} is {role} now.", as_json=as_json)


@command.command("list", epilog="Example: packdex user list --json")
@click.option("--json", "as_json", is_flag=True, help="Print an array of accounts.")
def list_(*, as_json: bool) -> None:
    """List all accounts with their roles."""
    database.ready()
    from packdex.accounts.models import User

    users = list(User.objects.order_by("username"))
    if as_json:
        click.echo(json.dumps([_told(user) for user in users], ensure_ascii=False))
        return
    for user in users:
        click.echo(f"{user.username:30} {user.actor.role.name.lower()}")
    if not users:
        click.echo("There is no account yet. Make one: packdex user add NAME")


def _password() -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    return sys.stdin.readline().rstrip("\n")


def _say(user: User, line: str, *, as_json: bool) -> None:
    click.echo(json.dumps(_told(user), ensure_ascii=False) if as_json else line)


def _told(user: User) -> dict[str, object]:
    return {
        "id": user.pk,
        "username": user.username,
        "account": user.account,
        "role": user.actor.role.name.lower(),
        "active": user.is_active,
    }
