"""Statements that only read, past Django's cursor.

That takes 9 µs for a statement that takes SQLite 2, and an answer is made of several.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[tuple[Any, ...]]


def read(query: str, values: Iterable[Any] = ()) -> Rows:
    """The rows of one statement, with %s for each value. Raises Django's DatabaseError."""
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks this up for each attribute
    if database.vendor == "sqlite" and _is_plain(database):
        try:
            rows: Rows = database.connection.execute(_in_sqlite(query), tuple(values)).fetchall()
        except sqlite3.Error:
            with database.wrap_database_errors:
                raise
        return rows
    with database.cursor() as cursor:
        cursor.execute(query, list(values))
        found: Rows = cursor.fetchall()
        return found


def _is_plain(database: BaseDatabaseWrapper) -> bool:
    """Whether nobody follows the statements of a connection that is open."""
    return database.connection is not None and not (
        database.execute_wrappers or database.needs_rollback or database.queries_logged
    )


@lru_cache(maxsize=400)
def _in_sqlite(query: str) -> str:
    return query.replace("%s", "?").replace("%%", "%")
