"""What several commands ask of their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from packdex.core.upgrade.target import Target

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


def target(_context: click.Context, parameter: click.Parameter, value: str | None) -> Target | None:
    """The version of Python or Django that is named; whether there is one is not looked at."""
    from packdex.core.upgrade.target import TargetError, named_target

    try:
        return None if value is None else named_target(value)
    except TargetError as error:
        raise click.BadParameter(f"{error}.", param=parameter) from None


def refuse_unknown(target: Target | None) -> None:
    """End the command where this instance's lifecycles do not have the target. Needs Django."""
    from packdex.catalog import lifecycles
    from packdex.core.upgrade.target import TargetError, known_target

    try:
        if target is not None:
            known_target(target.product, target.version, lifecycles.products())
    except TargetError as error:
        raise click.UsageError(f"{error}.") from None
