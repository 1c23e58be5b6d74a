"""packdex merge."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import arguments, database
from packdex.cli.exits import PARTLY, UNUSABLE, WRONG_CALL, end

if TYPE_CHECKING:
    from packdex.catalog.actions.merging.merge import Merged
    from packdex.catalog.models import Package


@click.command(
    epilog="""\b
Examples:
  packdex merge django-old-name django-new-name
  packdex merge 1204 django-new-name --yes --json
""",
)
@click.argument("gone", metavar="A", callback=arguments.utf8)
@click.argument("kept", metavar="B", callback=arguments.utf8)
@click.option("--yes", is_flag=True, help="Do not ask. Nor is anything asked without a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(*, gone: str, kept: str, yes: bool, as_json: bool) -> None:
    """Merge package A into package B, each named by its slug or its id.

    B gets A's places in grids with what was written there, its releases, events, snapshots, sources
    and addresses; what both have stays as it is in B. A's slug and id lead to B from then on. There
    is no way back.
    """
    database.ready()
    pair = _find(gone), _find(kept)
    plan = _merge(*pair, rehearse=True)
    if not as_json:
        click.echo(f"{pair[0].slug} becomes a part of {pair[1].slug}, which stays:")
        for line in _lines(plan):
            click.echo(f"  {line}")
    if not yes and sys.stdin.isatty() and not click.confirm("Merge them?", err=True):
        click.echo("Nothing was done.", err=True)
        sys.exit(PARTLY)
    merged = _merge(*pair, rehearse=False)
    if merged.addresses:
        _plan(pair[1].pk)
    if as_json:
        names = {"gone": pair[0].slug, "gone_id": pair[0].pk, "kept": pair[1].slug}
        names |= {"kept_id": pair[1].pk}
        click.echo(json.dumps(names | asdict(merged), ensure_ascii=False))
    else:
        click.echo("Merged.")


def _find(name: str) -> Package:
    """The package with this slug, or with this id."""
    from packdex.catalog.models import Package

    rows = Package.objects.all()
    found = rows.filter(slug=name).first()
    if found is None and name.isascii() and name.isdigit() and len(name) < 19:
        found = rows.filter(pk=int(name)).first()
    return found or end(f"there is no package with the slug or id {name!r}", WRONG_CALL)


def _merge(gone: Package, kept: Package, *, rehearse: bool) -> Merged:
    from packdex.catalog.actions.merging.merge import MergeError, merge
    from packdex.catalog.models import Package
    from packdex.refresh.context import registry_origin

    try:
        return merge(
            gone.pk, kept.pk, datetime.now(UTC), origin=registry_origin(), rehearse=rehearse
        )
    except MergeError as error:
        end(f"{error}.", WRONG_CALL if gone.pk == kept.pk else UNUSABLE)
    except Package.DoesNotExist:
        end("one of the two is gone in the meantime.", WRONG_CALL)


def _plan(package_id: int) -> None:
    """Have the sources at the addresses that were taken over be asked from now on."""
    from packdex.catalog.models import Package
    from packdex.refresh.context import open_context
    from packdex.refresh.planning import plan_packages

    context = open_context()
    with context.door:
        plan_packages(list(Package.objects.filter(pk=package_id)), context)


def _lines(merged: Merged) -> Iterator[str]:
    """What a merge does, a line for each kind of thing that there is something of."""
    told = {
        "it joins grids": merged.grids,
        "it takes over": [name.replace("_", " ") for name in merged.addresses],
        "facts that were not known": [name.replace("_", " ") for name in merged.facts],
        "sources": merged.sources,
        "past addresses": merged.past_addresses,
    }
    for what, names in told.items():
        if names:
            yield f"{what}: {_clean(', '.join(names))}"
    counts = {
        "cells of grids": merged.cells,
        "releases": merged.releases,
        "events": merged.events,
        "days of history": merged.days,
    }
    for what, count in counts.items():
        if count:
            yield f"{what}: {count:,}"
    for cell in merged.conflicts:
        said = f"{cell.kept!r} stays, {cell.other!r} goes"
        yield f"both have a cell in {cell.grid}, {_clean(cell.feature)}: {_clean(said)}"
    for sentence in merged.left:
        yield f"left behind: {sentence}"


def _clean(text: str) -> str:
    """`text` without the control characters that could rewrite a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
