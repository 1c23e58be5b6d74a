"""Getting Django and the database ready for a command."""

from __future__ import annotations

from collections.abc import Sequence

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error

from packdex.cli.exits import Unusable
from packdex.core.counts import counted


def start() -> None:
    """Load the settings and the apps. Call it before anything that uses the catalogue."""
    django.setup()


def pending() -> int:
    """How many migrations the database still lacks.

    Raises Unusable when it cannot be reached or was written by a newer Packdex.
    """
    try:
        executor = MigrationExecutor(connection)
        applied = set(executor.loader.applied_migrations)
        there = executor.loader.disk_migrations
        known = {*there, *(old for migration in there.values() for old in migration.replaces)}
        ours = {app for app, _ in known}
        unknown = sorted(f"{app}.{name}" for app, name in applied - known if app in ours)
        if unknown:
            raise Unusable(
                f"the database ({name()}) was written by a newer Packdex: this one does not know"
                f" {', '.join(unknown)}. Install that version, or set another PACKDEX_DATA or"
                " PACKDEX_DATABASE_URL."
            )
        for key, migration in there.items():
            _refuse_half_way(applied, key, migration.replaces)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error as error:
        raise Unusable(
            f"the database ({name()}) cannot be used: {reason(error)}. See PACKDEX_DATA and"
            " PACKDEX_DATABASE_URL."
        ) from error


def _refuse_half_way(
    applied: set[tuple[str, str]], one: tuple[str, str], steps: Sequence[tuple[str, str]]
) -> None:
    """Raise Unusable for a database that took some steps of those that are `one` by now."""
    missing = [step for step in steps if step not in applied]
    if one not in applied and missing and len(missing) < len(steps):
        raise Unusable(
            f"the database ({name()}) was made by an early Packdex and lacks"
            f" {'.'.join(missing[0])}, which this one cannot add. Serve it with the Packdex that"
            " made it, and take the catalogue from there into an empty database: packdex import"
            " ADDRESS."
        )


def ready() -> None:
    """Load all, and raise Unusable unless the database is up to date."""
    start()
    if missing := pending():
        lacks = counted(missing, "migration")
        raise Unusable(f"the database ({name()}) lacks {lacks}. Run: packdex migrate")


def reason(error: Error) -> str:
    """What a database says of an error, on one line and without a full stop."""
    return " ".join(str(error).split()).rstrip(".")


def name() -> str:
    """The database's name, without the password that its address may hold."""
    config = connection.settings_dict
    return f"{connection.vendor} {config.get('HOST') or ''} {config['NAME']}".replace("  ", " ")
