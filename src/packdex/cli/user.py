"""packdex user: the accounts of people who edit."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import UNUSABLE, WRONG_CALL, end
from packdex.core.roles import SYSTEM, RefusedError, Role

if TYPE_CHECKING:
    from packdex.accounts.models import Invitation, User

ROLES = click.Choice([role.name.lower() for role in Role])
INVITED_AS = click.Choice(["member", "editor", "moderator"])


@click.group(
    epilog="""\b
Examples:
  packdex user add ada --role moderator
  packdex user list --json
  packdex user invite bo@example.org --role editor
""",
)
def command() -> None:
    """Make accounts for people who edit, give them roles, and invite others."""


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
    try:
        people.give_role(user, Role[role.upper()])
    except RefusedError as error:
        end(str(error), WRONG_CALL)
    _say(user, f"{user.username} is {role} now.", as_json=as_json)


@command.command(epilog="Example: echo another-long-password | packdex user password ada")
@click.argument("name")
@click.option("--drop-steps", is_flag=True, help="Also remove passkeys and apps for codes.")
def password(*, name: str, drop_steps: bool) -> None:
    """Give an account a new password; whoever is signed in to it is signed out.

    The password is asked for, or read from the first line of the input. --drop-steps is for who
    lost phone and recovery codes.
    """
    database.ready()
    from django.core.exceptions import ValidationError

    from packdex.accounts import people
    from packdex.accounts.models import User

    user = User.objects.filter(username=name).first() or end(
        f"there is no account {name!r}; packdex user list names all", WRONG_CALL
    )
    try:
        people.set_password(user, _password(), drop_steps=drop_steps)
    except ValidationError as error:
        end(" ".join(error.messages), WRONG_CALL)
    click.echo(f"{user.username} may sign in with it now.")


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


@command.command(epilog="Example: packdex user invite bo@example.org --role editor")
@click.argument("email", required=False, default="")
@click.option("--role", type=INVITED_AS, default="member", show_default=True, help="As what.")
@click.option("--days", type=int, default=14, show_default=True, help="Days it is good for.")
@click.option("--json", "as_json", is_flag=True, help="Print the invitation as JSON.")
def invite(*, email: str, role: str, days: int, as_json: bool) -> None:
    """Invite somebody: by a mail to EMAIL, or by a link that is printed, where none is named.

    Only that address can accept what was mailed to it; whoever has the link can accept it, once.
    """
    database.ready()
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from packdex.accounts.invitations import making
    from packdex.accounts.invitations.arriving import path_of

    if not settings.PACKDEX_SITE_URL:
        end("set PACKDEX_SITE_URL, so that the link leads here", WRONG_CALL)
    try:
        wish = making.Wish(email, Role[role.upper()], days=days)
        row, secret = making.invite(SYSTEM, wish, datetime.now(UTC))
    except ValidationError as error:
        end(" ".join(error.messages), WRONG_CALL)
    told = {"email": row.email, "role": role, "expires": row.expires_at.isoformat()}
    if row.email:
        _mail(row, secret, settings.PACKDEX_SITE_URL)
        line = f"Sent to {row.email}."
    else:
        line = told["link"] = settings.PACKDEX_SITE_URL + path_of(secret)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else line)


@command.command(epilog="Example: packdex user tell")
def tell() -> None:
    """Mail maintainers what others changed since they were told last.

    Where `packdex serve` refreshes in the background it does so once an hour; elsewhere have this
    run by a timer. Links in the mail begin with PACKDEX_SITE_URL.
    """
    database.ready()
    from django.conf import settings

    from packdex.core.counts import counted
    from packdex.refresh.telling import tell as send

    if not settings.PACKDEX_SITE_URL:
        end("set PACKDEX_SITE_URL, so that the links lead here", WRONG_CALL)
    click.echo(f"Sent {counted(send(), 'mail')}.")


def _mail(row: Invitation, secret: str, site: str) -> None:
    from packdex.accounts.invitations import letter
    from packdex.accounts.mail import MailError

    try:
        letter.send(row, secret, site)
    except MailError:
        row.delete()
        end("the mail could not be sent, for the reason above; nobody is invited", UNUSABLE)


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
