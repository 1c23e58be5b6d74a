"""packdex verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, columns, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.core.verdict.verdict import Verdict

_ANSWERS = {True: "yes", False: "no", None: "?"}


@click.command(epilog="Example: packdex verdict django-invitations --json")
@click.argument("slug", metavar="SLUG", callback=arguments.utf8)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print all of it, and its inputs, as JSON; times in UTC.",
)
def command(*, slug: str, as_json: bool) -> None:
    """Print what to think of a package: its state, what that comes from, and what is not known.

    It is the verdict that the directory shows, made anew where something has changed since; nothing
    is asked over the network.
    """
    database.ready()
    from packdex.catalog.actions.facts.judge import make_current
    from packdex.catalog.judged import told, verdict_of
    from packdex.catalog.models import Package
    from packdex.catalog.queries import merged_into

    package = Package.shown.filter(slug=slug.lower()).first() or merged_into(slug=slug.lower())
    if package is None:
        end(f"there is no package with the slug {slug!r}", WRONG_CALL)
    make_current([package.pk])
    inputs, verdict = verdict_of(package.pk, datetime.now(UTC))
    if as_json:
        known = told(package.slug, inputs, verdict)
        click.echo(json.dumps(known, indent=2, ensure_ascii=False))
    else:
        for line in _lines(package.slug, verdict):
            indent = len(line) - len(line.lstrip(" "))
            click.echo(" " * indent + columns.printed(line))


def _lines(slug: str, verdict: Verdict) -> Iterator[str]:
    state = verdict.lifecycle
    yield f"{slug}: {state.label}. {state.means}"
    yield f"  {state.evidence}{_origin(state.source, state.at)}"
    for score in verdict.scores:
        points = "not enough is known" if score.points is None else f"{score.points} of 100"
        yield ""
        yield f"{score.dimension.capitalize()}: {points} ({score.coverage:.0%} known)"
        for one in verdict.signals:
            if one.dimension == score.dimension:
                given = "–" if one.points is None else f"{one.points:.0f}"  # noqa: RUF001
                yield f"  {given:>3} {one.label}: {one.shown}{_origin(one.source, one.at)}"
    yield ""
    yield "The Well-Maintained Test:"
    for answer in verdict.questions:
        shown = "" if answer.answer is None else f" ({answer.shown})"
        yield f"  {_ANSWERS[answer.answer]:>3} {answer.text}{shown}"
    yield ""
    yield f"Formula {verdict.formula_version}, judged {verdict.judged_at:%Y-%m-%d %H:%M} UTC."


def _origin(source: str, at: datetime | None) -> str:
    told = [source, f"{at:%Y-%m-%d}" if at else ""]
    return f" [{', '.join(filter(None, told))}]" if source else ""
