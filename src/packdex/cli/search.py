"""packdex search."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from packdex.cli import arguments, columns, database
from packdex.cli.exits import PARTLY, WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.search.find import Found, Hit

SORTS = ("relevance", "stars", "updated", "name")
REBUILD = "rebuild"


@click.command(
    epilog="""\b
Examples:
  packdex search "one-click login" --limit 5
  packdex search oauth license:mit "stars:>100" --json
  packdex search rebuild
"""
)
@click.argument("query", nargs=-1, required=True, callback=arguments.utf8)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many."
)
@click.option("--offset", default=0, type=click.IntRange(0, 1000), help="How many to pass over.")
@click.option(
    "--sort", default=SORTS[0], show_default=True, type=click.Choice(SORTS), help="Their order."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(*, query: tuple[str, ...], limit: int, offset: int, sort: str, as_json: bool) -> None:
    """Find packages and grids by words, phrases and operators; or make the index anew.

    Operators can be combined: name: category: grid: author: license: python: framework: stars:
    updated: activity: is: has:. A "phrase" is quoted, a word with a hyphen before it is left out;
    put -- before a query that begins with one. The one word "rebuild" makes the index anew, while
    the old one is read; name:rebuild looks for it.
    """
    database.ready()
    if query == (REBUILD,):
        _rebuild(as_json=as_json)
        return
    from packdex.search.find import search

    found = search(" ".join(query), limit, offset, sort=sort)
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        _print(found, offset)
    for note in found.notes:
        click.echo(note, err=True)


def _rebuild(*, as_json: bool) -> None:
    from packdex.cli.progress import Bar
    from packdex.search import beside, rebuild

    began = datetime.now(UTC)
    bar = Bar()
    try:
        entries = rebuild.rebuild(bar.show)
    except rebuild.AlreadyBuilding as error:
        end(f"{error}; nothing was done", PARTLY)
    except beside.Died as error:
        end(f"the index was not made: {error}. What was there is read as before.", PARTLY)
    finally:
        bar.close()
    seconds = (datetime.now(UTC) - began).total_seconds()
    if as_json:
        click.echo(json.dumps({"entries": entries, "seconds": round(seconds, 1)}))
    else:
        click.echo(f"The index has {entries:,} packages and grids, made in {seconds:.1f} seconds.")


def _as_json(found: Found) -> dict[str, Any]:
    return {
        "query": found.query.text,
        "total": found.total,
        "more": found.more,
        "partly": found.partly,
        "results": [_hit(hit) for hit in found.hits()],
        "facets": {
            name: [{"value": v.label, "count": v.count, "operator": v.operator} for v in values]
            for name, values in found.facets.items()
        },
        "notes": list(found.notes),
        "names": found.names,
        "loosened": [
            {"without": each.part, "query": each.text, "count": each.count}
            for each in found.loosened
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    from packdex.catalog.models import Package

    package = hit.row if isinstance(hit.row, Package) else None
    return {
        "kind": "package" if package else "grid",
        "slug": hit.row.slug,
        "title": hit.row.title,
        "description": _description(hit),
        "category": package.category.slug if package else None,
        "stars": _stars(hit),
        "weight": hit.weight,
    }


def _description(hit: Hit) -> str:
    from packdex.catalog.models import Package
    from packdex.catalog.queries import facts_of

    if not isinstance(hit.row, Package):
        return hit.row.description
    facts = facts_of(hit.row)
    return facts.description or facts.registry_summary or ""


def _stars(hit: Hit) -> int | None:
    from packdex.catalog.models import Package
    from packdex.catalog.queries import facts_of

    return facts_of(hit.row).stars if isinstance(hit.row, Package) else None


def _print(found: Found, offset: int) -> None:
    hits = found.hits()
    if not hits:
        _print_nothing(found)
        return
    lines = [["", "weight", "stars", "what it is"]]
    for hit in hits:
        stars, what = _stars(hit), _description(hit)
        name = hit.row.slug if hasattr(hit.row, "category_id") else f"{hit.row.slug} (grid)"
        lines.append([name, str(hit.weight), "" if stars is None else f"{stars:,}", what])
    for line in columns.blocks(lines, shutil.get_terminal_size().columns):
        click.echo(line)
    of = f"{found.total:,}{' and more' if found.more else ''}"
    click.echo(f"{offset + 1} to {offset + len(hits)} of {of}.")
    if found.partly:
        click.echo("Nothing has all the words; these have some.", err=True)


def _print_nothing(found: Found) -> None:
    if found.query.is_empty:
        end("there is nothing to look for in that", WRONG_CALL)
    click.echo("Nothing was found.")
    if found.names:
        click.echo(f"Names like it: {', '.join(found.names)}.")
    for each in found.loosened:
        click.echo(columns.printed(f"Without {each.part}: {each.count} found."))
