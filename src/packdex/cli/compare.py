"""packdex compare."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, columns, database
from packdex.cli.exits import WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.core.comparison.table import Table

FEWEST, MOST = 2, 25
NAMED, NEAR = 5, 3  # of slugs that name nothing, and of those that are like one


@click.command(epilog="Example: packdex compare django-sesame django-oauth-toolkit --diff")
@click.argument("slugs", metavar="[SLUG]...", nargs=-1, callback=arguments.utf8)
@click.option("--grid", metavar="SLUG", default="", callback=arguments.utf8, help="A whole grid.")
@click.option("--diff", is_flag=True, help="Only rows in which two known values differ.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON, times in UTC.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a table in Markdown.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
def command(
    *,
    slugs: tuple[str, ...],
    grid: str,
    diff: bool,
    as_json: bool,
    as_markdown: bool,
    as_csv: bool,
) -> None:
    """Print 2 to 25 packages side by side: their facts, and what people wrote in shared grids.

    Packages that are archived, deprecated or gone come last. What is not known is empty.
    """
    chosen = [form for form, on in zip(_FORMS, (as_json, as_markdown, as_csv), strict=True) if on]
    if len(chosen) > 1:
        raise click.UsageError(f"One form at a time, not {' and '.join(chosen)}.")
    if bool(grid) == bool(slugs):
        raise click.UsageError("Name packages to compare, or one grid with --grid.")
    database.ready()
    from packdex.core.comparison.select import apply
    from packdex.core.comparison.view import View

    table = _grid(grid) if grid else _packages(list(dict.fromkeys(map(str.lower, slugs))))
    seen = apply(table, View(only_differences=diff))
    write = _FORMS[chosen[0]] if chosen else _terminal
    click.echo(write(seen), nl=False)


# ---- which packages


def _packages(slugs: Sequence[str]) -> Table:
    if not FEWEST <= len(slugs) <= MOST:
        raise click.UsageError(f"{FEWEST} to {MOST} different packages, not {len(slugs)}.")
    from packdex.catalog.comparing import packages_table

    table, unknown = packages_table(slugs, datetime.now(UTC).date())
    if unknown:
        end(_no_packages(unknown), WRONG_CALL)
    if len(table.subjects) < FEWEST:
        kept = table.subjects[0].slug
        end(f"{' and '.join(slugs)} are one package, {kept}; name two", WRONG_CALL)
    return table


def _no_packages(unknown: Sequence[str]) -> str:
    from packdex.catalog.models import Package

    slugs = list(Package.shown.values_list("slug", flat=True))
    named = [_with_near(slug, slugs) for slug in unknown[:NAMED]]
    if len(unknown) > NAMED:
        named.append(f"and {len(unknown) - NAMED} more")
    return f"there is no package with the slug {', '.join(named)}"


def _grid(slug: str) -> Table:
    from packdex.catalog.comparing import grid_table
    from packdex.catalog.models import Grid

    grids = Grid.shown.all()
    found = grids.filter(slug=slug.lower()).first()
    if found is None:
        near = _with_near(slug, list(grids.values_list("slug", flat=True)))
        end(f"there is no grid with the slug {near}", WRONG_CALL)
    return grid_table(found, datetime.now(UTC).date())


def _with_near(slug: str, slugs: Sequence[str]) -> str:
    """A slug that names nothing, with those that it may be a slip of."""
    near = difflib.get_close_matches(slug.lower()[:100], slugs, n=NEAR, cutoff=0.7)
    return f"{slug!r} (near: {', '.join(near)})" if near else repr(slug)


# ---- forms


def _json(table: Table) -> str:
    from packdex.core.comparison import export

    return json.dumps(export.as_json(table), indent=2, ensure_ascii=False) + "\n"


def _markdown(table: Table) -> str:
    from packdex.core.comparison import export

    return export.as_markdown(table)


def _csv(table: Table) -> str:
    from packdex.core.comparison import export

    return export.as_csv(table)


_FORMS: dict[str, Callable[[Table], str]] = {
    "--json": _json,
    "--markdown": _markdown,
    "--csv": _csv,
}


def _terminal(table: Table) -> str:
    return "".join(f"{line}\n" for line in _lines(table))


def _lines(table: Table) -> Iterator[str]:
    """The table in blocks as wide as the terminal; rows without any known value are only named."""
    from packdex.core.comparison.export import label_of, noted

    told = [row for row in table.rows if any(cell is not None for cell in row.cells)]
    if not table.subjects:
        yield "There are no packages in this grid."
    elif not told:
        yield "No two known values differ." if table.same_rows else "Nothing is known of them yet."
    else:
        lines = [["", *(subject.title for subject in table.subjects)]]
        lines += [[label_of(row), *(noted(row, cell, table) for cell in row.cells)] for row in told]
        yield from columns.blocks(lines, shutil.get_terminal_size().columns)
        untold = [label_of(row) for row in table.rows if all(cell is None for cell in row.cells)]
        if untold:
            yield ""
            yield columns.printed(f"Not known of any: {', '.join(untold)}")
