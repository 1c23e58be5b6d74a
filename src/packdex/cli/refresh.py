"""packdex refresh."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from packdex.cli import database
from packdex.cli.exits import PARTLY
from packdex.cli.progress import progress

if TYPE_CHECKING:
    from packdex.catalog.models import Package
    from packdex.refresh.pipeline import Report


@click.command(
    epilog="Example: packdex refresh django-invitations django-oauth-toolkit",
)
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(*, slugs: tuple[str, ...], as_json: bool) -> None:
    """Take the facts of packages from their sources and record them.

    Where a source cannot be reached, the facts that are known stay, with their old date.
    """
    database.ready()
    packages, missing = _find(slugs)
    reports = _refresh(packages)
    for slug in missing:
        click.echo(f"packdex: there is no package with the slug {slug!r}", err=True)
    if as_json:
        click.echo(json.dumps({"reports": [asdict(r) for r in reports], "unknown": missing}))
    else:
        for report in reports:
            click.echo(f"{report.slug}: {report.result} ({report.source}). {report.message}")
    if missing or any(report.result == "failed" for report in reports):
        sys.exit(PARTLY)


def _find(slugs: tuple[str, ...]) -> tuple[list[Package], list[str]]:
    from packdex.catalog.models import Package

    wanted = list(dict.fromkeys(slugs))
    found = {package.slug: package for package in Package.objects.filter(slug__in=wanted)}
    return [found[s] for s in wanted if s in found], [s for s in wanted if s not in found]


def _refresh(packages: list[Package]) -> list[Report]:
    from packdex.refresh.door import open_door, registry_origin
    from packdex.refresh.pipeline import refresh

    origin = registry_origin()
    with open_door() as door, progress(packages, "Refreshing") as rows:
        return [refresh(package, door, origin, datetime.now(UTC)) for package in rows]
