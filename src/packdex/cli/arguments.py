"""What several commands ask of their arguments."""

from __future__ import annotations

import click

Text = str | tuple[str, ...]


def utf8(_context: click.Context, _parameter: click.Parameter, value: Text) -> Text:
    """The text or texts as they are; bytes that are no text can name nothing in a database."""
    for each in (value,) if isinstance(value, str) else value:
        if not each.isascii() and any("\ud800" <= letter <= "\udfff" for letter in each):
            raise click.BadParameter(f"{each!r} is not UTF-8")
    return value


def utf8_or_none(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> Text | None:
    """As `utf8`, of an argument that need not be given."""
    return None if value is None else utf8(context, parameter, value)
