"""Progress bars on standard error, only where a person sees them."""

from __future__ import annotations

import sys
import time

import click

_WIDTH = 30
_SECONDS_BETWEEN = 0.1


class Bar:
    """One line that shows how far a stage of the work has come; nothing unless on a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._stage = ""
        self._drawn_at = 0.0

    def show(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` of `stage` are done; `total` is None where it is not known."""
        if not self._on:
            return
        now = time.monotonic()
        ended = total is not None and done >= total
        if stage == self._stage and now - self._drawn_at < _SECONDS_BETWEEN and not ended:
            return
        if self._stage and stage != self._stage:
            click.echo(err=True)
        self._stage, self._drawn_at = stage, now
        click.echo(f"\r\033[K{_line(stage, done, total)}", nl=False, err=True)

    def say(self, line: str) -> None:
        """Print a line on standard error, above the bar where there is one."""
        if self._on and self._stage:
            click.echo("\r\033[K", nl=False, err=True)
        click.echo(line, err=True)

    def close(self) -> None:
        """End the line of the bar."""
        if self._on and self._stage:
            click.echo(err=True)
        self._stage = ""


def _line(stage: str, done: int, total: int | None) -> str:
    if not total:
        return f"{stage}  {done:,}"
    share = min(done / total, 1)
    full = int(share * _WIDTH)
    return f"{stage}  [{'#' * full}{'-' * (_WIDTH - full)}] {share:4.0%}"
