"""Exit codes, and how a command ends with one that is not 0."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

DONE = 0
PARTLY = 1
WRONG_CALL = 2
UNUSABLE = 3


class Unusable(Exception):  # noqa: N818 - it is a state of the machine, not an error of ours
    """It cannot work on this machine as it is. The message says why and what to do."""


def end(message: str, code: int) -> NoReturn:
    """Say on standard error why the command ends, and end it with `code`."""
    click.echo(f"packdex: {message}", err=True)
    sys.exit(code)
