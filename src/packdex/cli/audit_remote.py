"""packdex audit --instance: the same judgement from another directory."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

import click

from packdex import __version__
from packdex.cli.exits import UNUSABLE, WRONG_CALL, end
from packdex.core.stack.judgement import Asked, Judgement
from packdex.core.upgrade.target import Target
from packdex.sources.http import Door
from packdex.sources.instance import InstanceError, judge_there, origin_of


def judge(
    asked: Sequence[Asked], address: str, target: Target | None = None
) -> tuple[dict[Asked, Judgement], datetime, str]:
    """What the instance says of each, when it judged, and its origin. Needs no database.

    Ends the command with a line where it says nothing.
    """
    try:
        origin = origin_of(address)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--instance") from None
    # Each further attempt would be a line; what came of it in the end is told anyway.
    logging.getLogger("stamina").setLevel(logging.ERROR)
    # Whoever names a host wants it asked, wherever it lies.
    named = frozenset({urlsplit(origin).hostname or ""})
    try:
        with Door(f"packdex/{__version__}", timeout_s=30, allowed_hosts=named) as door:
            judged, judged_at = judge_there(asked, origin, door, _wait, target)
    except InstanceError as error:
        end(str(error), WRONG_CALL if error.permanent else UNUSABLE)
    return judged, judged_at, origin


def _wait(seconds: float) -> None:
    click.echo(f"packdex: the instance wants {seconds:.0f} s without questions; waiting", err=True)
    time.sleep(seconds)
