"""packdex history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.revisions import Of, Told

KINDS = click.Choice(["package", "grid", "category"])


@click.command(
    epilog="""\b
Examples:
  packdex history
  packdex history grid authentication --json
  packdex history --by ada --limit 200
""",
)
@click.argument("kind", type=KINDS, required=False)
@click.argument("slug", required=False, callback=arguments.utf8_or_none)
@click.option("--by", metavar="ACCOUNT", callback=arguments.utf8_or_none, help="By this person.")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help="At most so many.",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(
    *, kind: str | None, slug: str | None, by: str | None, limit: int, as_json: bool
) -> None:
    """List what people changed, newest first: everywhere, or of one package, grid or category.

    The number before each change is what packdex undo takes.
    """
    database.ready()
    from packdex.catalog import revisions

    if kind and not slug:
        end(f"which {kind}? Name its slug: packdex history {kind} SLUG", WRONG_CALL)
    found, _ = revisions.newest(_of(kind, slug, by), limit=limit, hidden=True)
    told = revisions.told(found, most=revisions.MOST_LISTED, hidden=True)
    if as_json:
        values = {"changes": [_as_json(one) for one in told]}
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    for one in told:
        for line in _lines(one):
            click.echo(_clean(line))
    if not told:
        click.echo("Nobody has changed anything here yet.")


def _of(kind: str | None, slug: str | None, by: str | None) -> Of:
    from packdex.accounts import public
    from packdex.catalog import revisions

    person = None
    if by is not None:
        account = public.by_account(by) or end(f"there is no account {by!r}", WRONG_CALL)
        person = account.pk
    if kind is None or slug is None:
        return revisions.Of(by=person)
    subject = revisions.subject(kind, slug, hidden=True)
    if subject is None:
        end(f"there is no {kind} with the slug {slug!r}", WRONG_CALL)
    return revisions.Of(**{kind: subject.id}, by=person)


def _lines(told: Told) -> list[str]:
    from packdex.catalog.actions import verbs

    row = told.revision
    who = row.by.account if row.by else "(no account)"
    undone = f" (taken back by {told.undone_by})" if told.undone_by else ""
    lines = [
        f"{row.pk:>7}  {row.at:%Y-%m-%d %H:%M}  {who} {verbs.said(row.verb)} {row.about}{undone}"
    ]
    lines += [f"         why: {row.why}"] if row.why else []
    for label, before, after in told.differences:
        sides = [repr(side) for side in (before, after) if side is not None]
        gone = " gone" if after is None else ""
        lines.append(f"         {label}: {' -> '.join(sides)}{gone}")
    return lines + (["         and more"] if told.more else [])


def _as_json(told: Told) -> dict[str, object]:
    row = told.revision
    return {
        "id": row.pk,
        "at": row.at.isoformat(),
        "by": row.by.account if row.by else None,
        "verb": row.verb,
        "about": row.about,
        "why": row.why,
        "package": row.package_id,
        "grid": row.grid_id,
        "category": row.category_id,
        "undoes": row.undoes_id,
        "undone_by": told.undone_by,
        "differences": [
            {"label": label, "before": before, "after": after}
            for label, before, after in told.differences
        ],
        "more": told.more,
    }


def _clean(text: str) -> str:
    """`text` without the control characters that could rewrite a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
