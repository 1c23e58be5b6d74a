"""packdex check."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable

import click

from packdex.cli import database
from packdex.cli.exits import UNUSABLE, WRONG_CALL, Unusable
from packdex.core.counts import counted

LEAST_FREE = 100_000_000  # bytes


@click.command(epilog="Example: packdex check --json")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(*, as_json: bool) -> None:
    """Say whether settings, data folder and database are in order."""
    database.start()
    checks: dict[str, Callable[[], str]] = {
        "settings": _settings,
        "data folder": _data_folder,
        "database": _database,
        "catalogue": _catalogue,
    }
    findings = {name: _find(look) for name, look in checks.items()}
    wrong = [name for name, finding in findings.items() if not finding["ok"]]
    if as_json:
        click.echo(json.dumps({"ok": not wrong, "checks": findings}))
    else:
        for name, finding in findings.items():
            click.echo(f"{'ok' if finding['ok'] else 'WRONG':6} {name}: {finding['message']}")
    if wrong:
        sys.exit(WRONG_CALL if wrong == ["settings"] else UNUSABLE)


def _find(look: Callable[[], str]) -> dict[str, object]:
    try:
        return {"ok": True, "message": look()}
    except Unusable as error:
        return {"ok": False, "message": str(error)}


def _settings() -> str:
    """Wrong values end every command before this.

    What is left are names that nobody reads, and a path that may be filled only later.
    """
    from django.conf import settings

    unknown = [
        name
        for name in sorted(os.environ)
        if name.startswith("PACKDEX_") and name not in settings.SETTING_NAMES
    ]
    if unknown:
        raise Unusable(
            f"{', '.join(unknown)}: no such setting. Known are {', '.join(settings.SETTING_NAMES)}."
        )
    advisories = settings.PACKDEX_ADVISORIES
    if advisories and not advisories.exists():
        raise Unusable(f"PACKDEX_ADVISORIES names {advisories}, where nothing is")
    from packdex.catalog import lifecycles
    from packdex.core.lifecycles.file import LifecyclesError

    try:
        lifecycles.read_own()
    except LifecyclesError as error:
        raise Unusable(f"{error}. Remove it, or run: packdex lifecycles update") from error
    return "all are understood"


def _data_folder() -> str:
    from django.conf import settings

    free = shutil.disk_usage(settings.PACKDEX_DATA).free
    if free < LEAST_FREE:
        raise Unusable(f"only {free // 1_000_000} MB are free in {settings.PACKDEX_DATA}")
    return f"{settings.PACKDEX_DATA}, {free // 1_000_000} MB free"


def _database() -> str:
    from django.db import connection, transaction
    from django.db.utils import Error

    database.ready()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET app = app WHERE id < 0")
    except Error as error:
        raise Unusable(f"{database.name()} cannot be written: {database.reason(error)}") from error
    return f"{database.name()}, up to date"


def _catalogue() -> str:
    from django.db.utils import Error

    from packdex.catalog.models import Category, Grid, Package

    try:
        counts = (Package.objects.count(), Grid.objects.count(), Category.objects.count())
    except Error as error:
        raise Unusable(f"it cannot be read: {database.reason(error)}") from error
    packages, grids, categories = counts
    return (
        f"{counted(packages, 'package')}, {counted(grids, 'grid')},"
        f" {counted(categories, 'category', 'categories')}"
    )
