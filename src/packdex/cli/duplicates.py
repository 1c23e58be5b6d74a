"""packdex duplicates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from packdex.cli import database

if TYPE_CHECKING:
    from packdex.catalog.duplicates import Duplicates

SHARED = {"repository": "the repository {}", "project": "the registry's project {}"}


@click.command(epilog="Example: packdex duplicates --json")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(*, as_json: bool) -> None:
    """List packages that turn out to be one: the same repository, or the same project.

    Packages of different registry projects in one repository are none. Nothing is changed; packdex
    merge makes one package of two.
    """
    database.ready()
    from packdex.catalog.duplicates import duplicates
    from packdex.refresh.context import registry_origin

    found = duplicates(registry_origin())
    if as_json:
        click.echo(json.dumps({"duplicates": [_as_json(each) for each in found]}))
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        click.echo("There are none.")


def _as_json(found: Duplicates) -> dict[str, object]:
    return {
        "packages": [{"id": p.id, "slug": p.slug, "title": p.title} for p in found.packages],
        "shared": [{"kind": shared.kind, "what": shared.what} for shared in found.shared],
    }


def _line(found: Duplicates) -> str:
    names = ", ".join(f"{package.slug} ({package.id})" for package in found.packages)
    what = " and ".join(SHARED[shared.kind].format(shared.what) for shared in found.shared)
    return f"{names}: {what}"
