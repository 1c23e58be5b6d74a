"""The packdex command: finds the subcommand, loads only that one, and turns errors into exits."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys

import click

from packdex import __version__
from packdex.cli.exits import UNUSABLE, WRONG_CALL, Unusable

# One line for each command: the module that holds it and the line that --help shows. Modules load
# only when their command runs, so that every command starts fast.
COMMANDS = {
    "add": ("packdex.cli.add", "Add a package, with what its sources say of it."),
    "advisories": ("packdex.cli.advisories", "Take security advisories from a dump."),
    "audit": ("packdex.cli.audit", "Judge what a project depends on."),
    "backtest": ("packdex.cli.backtest", "Check the verdict backwards, on complete histories."),
    "check": ("packdex.cli.check", "Say whether settings, data folder and database are in order."),
    "compare": ("packdex.cli.compare", "Print packages side by side."),
    "downloads": ("packdex.cli.downloads", "Take how often projects were downloaded, from a file."),
    "duplicates": ("packdex.cli.duplicates", "List packages that turn out to be one."),
    "facts": ("packdex.cli.facts", "Print what git alone says of any repository."),
    "history": ("packdex.cli.history", "List what people changed."),
    "import": ("packdex.cli.import_", "Bring in packages, grids and categories of a v4 service."),
    "lifecycles": ("packdex.cli.lifecycles", "Print when versions of Python and Django end."),
    "merge": ("packdex.cli.merge", "Make one package of two that turned out to be one."),
    "migrate": ("packdex.cli.migrate", "Bring the database up to date."),
    "moderate": ("packdex.cli.moderate", "List reports; hide and lock packages and grids."),
    "refresh": ("packdex.cli.refresh", "Take the facts of packages from their sources."),
    "search": ("packdex.cli.search", "Find packages and grids, or make the index anew."),
    "serve": ("packdex.cli.serve", "Serve the directory over HTTP."),
    "show": ("packdex.cli.show", "Print what is known of one package."),
    "token": ("packdex.cli.token", "Make and end tokens with which programs act for people."),
    "undo": ("packdex.cli.undo", "Take back what people changed."),
    "upgrade": ("packdex.cli.upgrade", "Say what can be moved to which Python or Django."),
    "user": ("packdex.cli.user", "Make accounts for people who edit, and give them roles."),
    "verdict": ("packdex.cli.verdict", "Print what to think of one package, and why."),
}

EPILOG = """\b
Exit codes:
  0  all of it was done
  1  some of it was not done, the rest was; the output says what
  2  the call, what it names or a setting is wrong; nothing was done
  3  it cannot work here (database, data folder, port, network); nothing was done

Example: packdex show django-invitations --json
"""


class Commands(click.Group):
    """The group of all commands; each is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now. None: there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=Commands, epilog=EPILOG)
@click.version_option(__version__, prog_name="packdex")
def cli() -> None:
    """A package directory that anyone can run.

    Settings come from the environment; docs/reference/settings.md lists them.
    """


def main() -> None:
    """Run this process's command line. Errors a person can mend print without traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packdex.config.settings")
    if isinstance(sys.stdout, io.TextIOWrapper):  # it is None when closed
        sys.stdout.reconfigure(errors="backslashreplace")  # names have letters of all terminals
    try:
        cli.main(prog_name="packdex", standalone_mode=True)
    except Unusable as error:
        click.echo(f"packdex: {error}", err=True)
        sys.exit(UNUSABLE)
    except Exception as error:
        _explain_disk(error)
        _explain_database(error)
        # config may be imported by nobody, so its error is known by what it carries.
        problems = getattr(error, "problems", None)
        if problems is None:
            raise
        for problem in problems:
            click.echo(f"packdex: {problem}", err=True)
        sys.exit(WRONG_CALL)


def _explain_disk(error: Exception) -> None:
    """End with a line where the disk, or what the output goes to, is full or may not be written."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        where = error.filename or "the output"
        click.echo(f"packdex: {where} cannot be written: {error.strerror}.", err=True)
        # What is left in the output's buffer would be tried once more, and told as an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(UNUSABLE)


def _explain_database(error: Exception) -> None:
    """End with a line instead of a traceback where it is the database that cannot be used."""
    from django.db import DatabaseError, InterfaceError

    from packdex.cli import database

    if isinstance(error, DatabaseError | InterfaceError):
        click.echo(
            f"packdex: the database ({database.name()}) cannot be used: {database.reason(error)}."
            " What was not finished was not kept. Is it writable, and does nobody else hold it?",
            err=True,
        )
        sys.exit(UNUSABLE)
