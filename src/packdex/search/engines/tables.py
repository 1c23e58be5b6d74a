"""What the tables of both engines have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection

from packdex.catalog.reads import read
from packdex.search.engines.interface import Match

COLUMNS = "key, owner, names, about, traits, stars, updated"
WRITTEN = f"{COLUMNS}, version, digest"
PARTS = ("entry", "traits", "text", "names", "word", "typo")

LOOKED_THROUGH = 20_000
"""Matches that are looked through for those in a range, at most."""


@cache
def on_postgresql() -> bool:
    """Whether the database is PostgreSQL, and not SQLite."""
    return connection.vendor == "postgresql"


def table(part: str, generation: int) -> str:
    """The name of a table: "search_g3_entry"."""
    return f"search_g{int(generation)}_{part}"


def execute(query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement; returns its rows, or [] where it has none."""
    if query.startswith(("SELECT", "WITH")):
        return read(query, values)
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return cursor.fetchall() if cursor.description else []


def execute_many(query: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each of `rows`."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(query, rows)


def marks(count: int) -> str:
    """So many places for values."""
    return ", ".join(["%s"] * count)


def within(column: str) -> str:
    """The condition that `column` is one of many whole numbers, which are one value: `many`."""
    if on_postgresql():
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - our own names


def each_of(column: str) -> str:
    """A table of many whole numbers, which are one value (`many`), in a column of that name."""
    if on_postgresql():
        return f"unnest(%s::bigint[]) AS numbers ({column})"
    return f"(SELECT value AS {column} FROM json_each(%s))"  # noqa: S608 - our own names


def many(numbers: Iterable[int]) -> str | list[int]:
    """Many whole numbers as one value, so that a statement stays the same."""
    found = sorted(numbers)
    return found if on_postgresql() else str(found)


def ranges(match: Match) -> tuple[str, list[Any]]:
    """The conditions of a match's ranges on the entry `e`, and their values."""
    conditions: list[str] = []
    values: list[Any] = []
    for column, spans in (("stars", match.stars), ("updated", match.updated)):
        for low, high in spans:
            joint = "AND" if low <= high else "OR"
            conditions.append(f"(e.{column} >= %s {joint} e.{column} <= %s)")
            values += [low, high]
    return " AND ".join(conditions), values


def common_tables(generation: int) -> list[str]:
    """The statements that make the tables of traits, of words and of typo keys."""
    columns = {
        "traits": "number bigint PRIMARY KEY, said text NOT NULL",
        "word": "number bigint PRIMARY KEY, word text NOT NULL, docs int NOT NULL,"
        " named int NOT NULL",
        "typo": "key bigint PRIMARY KEY",
    }
    return [f"CREATE TABLE {table(part, generation)} ({said})" for part, said in columns.items()]


def owner_index(generation: int) -> str:
    """The statement that makes entries found by their owners; at once it costs half."""
    entry = table("entry", generation)
    return f"CREATE INDEX IF NOT EXISTS {entry}_owner ON {entry} (owner)"


ENTRY_COLUMNS = (
    "owner bigint NOT NULL, names text NOT NULL, about text NOT NULL, traits bigint NOT NULL,"
    " stars bigint, updated int, version bigint NOT NULL, digest bigint NOT NULL"
)
