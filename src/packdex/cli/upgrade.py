"""packdex upgrade."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, columns, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.upgrade.board import Standing
    from packdex.catalog.upgrade.lens import Entry
    from packdex.core.upgrade.target import Target

LISTED = 20
"""Packages that are printed of a whole directory unless --limit says otherwise."""


@click.command(
    epilog="""\b
Examples:
  packdex upgrade
  packdex upgrade django:6.0 --answer no
  packdex upgrade python:3.14 --grid authentication --json
""",
)
@click.argument("target", metavar="[PRODUCT:VERSION]", required=False, callback=arguments.target)
@click.option(
    "--grid", metavar="SLUG", callback=arguments.utf8_or_none, help="Only the packages of a grid."
)
@click.option(
    "--answer",
    type=click.Choice(["yes", "no", "unknown", "apart"]),
    help="Only packages with this answer; of the whole directory usually those that cannot.",
)
@click.option(
    "--limit", type=click.IntRange(1), help=f"Packages that are listed at most; usually {LISTED}."
)
@click.option("--anew", is_flag=True, help="Have all answers made anew first.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, times in UTC.")
def command(
    *,
    target: Target | None,
    grid: str | None,
    answer: str | None,
    limit: int | None,
    anew: bool,
    as_json: bool,
) -> None:
    """Say which packages can be moved to a version of Python or Django, such as django:6.0.

    Without a version it prints how many packages can be moved to each that is supported. Answers
    come from what registries told; nothing is asked over the network.
    """
    database.ready()
    arguments.refuse_unknown(target)
    if target is None and (grid is not None or answer is not None or limit is not None):
        raise click.UsageError("Name a version, such as django:6.0.")
    now = datetime.now(UTC)
    if anew:
        from packdex.catalog.actions.facts.weigh import weigh_all

        weigh_all(now)
    if target is None:
        _board(now, as_json=as_json)
    elif grid is not None:
        _grid(target, grid, answer, limit, now, as_json=as_json)
    else:
        _directory(target, answer or "no", limit or LISTED, now, as_json=as_json)


def _board(now: datetime, *, as_json: bool) -> None:
    from packdex.catalog.upgrade.board import standings
    from packdex.catalog.upgrade.export import standing_json

    found = standings(now)
    if as_json:
        click.echo(json.dumps({"targets": [standing_json(one) for one in found]}, indent=2))
        return
    heads = ("Version", "Yes", "No", "Not known", "Without it", "Yes, of known", "Until")
    rows = [heads, *((one.target.label, *_numbers(one), str(one.cycle.until)) for one in found)]
    _table(rows)


def _numbers(standing: Standing) -> tuple[str, ...]:
    share = "" if standing.share is None else f"{standing.share:.0%}"
    return (*(f"{count:,}" for count in standing.counts.values()), share)


def _directory(target: Target, answer: str, limit: int, now: datetime, *, as_json: bool) -> None:
    from packdex.catalog.upgrade import board
    from packdex.catalog.upgrade.export import standing_json
    from packdex.catalog.upgrade.lens import entries_of
    from packdex.core.upgrade.move import COUNTED
    from packdex.core.upgrade.target import TargetError

    try:
        board.prepared_target(target, now)
    except TargetError as error:
        end(f"{error}. A grid can be asked about any version.", WRONG_CALL)
    standing = board.standing_of(target, now)
    entries = entries_of(board.ids_of(target, answer, 0, limit), target, now)
    if as_json:
        _print_json(standing_json(standing) | {"answer": answer}, entries)
        return
    told = ", ".join(f"{count:,} {COUNTED[key]}" for key, count in standing.counts.items())
    click.echo(f"{target.label}: {told}.\n")
    _entries(entries, target)
    if (more := standing.counts[answer] - len(entries)) > 0:
        click.echo(f"\nand {more:,} more; --limit lists more of them.")


def _grid(
    target: Target,
    slug: str,
    answer: str | None,
    limit: int | None,
    now: datetime,
    *,
    as_json: bool,
) -> None:
    from packdex.catalog.models import Grid
    from packdex.catalog.upgrade.lens import counted, entries_of_grid

    grid = Grid.shown.filter(slug=slug.lower()).first()
    if grid is None:
        end(f"there is no grid with the slug {slug!r}", WRONG_CALL)
    entries = entries_of_grid(grid, target, now)
    counts = counted([one.move for one in entries])
    shown = [one for one in entries if answer in {None, one.move.outlook.answer.key}][:limit]
    if as_json:
        about = {"product": target.product, "version": target.version, "grid": grid.slug}
        _print_json(about | {"counts": counts}, shown)
        return
    _entries(shown, target)


def _print_json(about: dict[str, object], entries: list[Entry]) -> None:
    from packdex.catalog.upgrade.export import entry_json

    told = about | {"packages": [entry_json(one) for one in entries]}
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))


def _entries(entries: list[Entry], target: Target) -> None:
    if entries:
        _table([("Package", "Version", target.label, "Why", "Since"), *_rows(entries)])
    else:
        click.echo("There is no such package.")


def _rows(entries: list[Entry]) -> Iterator[tuple[str, ...]]:
    from packdex.core.upgrade.move import LABELS, since_words

    for one in entries:
        told = one.move.outlook
        since = since_words(told.since).removeprefix("since ")
        yield one.slug, told.version or "", LABELS[told.answer.key], told.answer.evidence, since


def _table(rows: list[tuple[str, ...]]) -> None:
    for line in columns.blocks(rows, shutil.get_terminal_size().columns):
        click.echo(line)
