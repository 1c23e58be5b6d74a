"""What the tables of both engines have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from packdex.search.engines.interface import Match

COLUMNS = (
    "key, owner, version, digest, names, about, category, licence, pythons, frameworks, stars,"
    " updated, flags"
)
PARTS = ("entry", "text", "names", "word", "typo")

LOOKED_THROUGH = 20_000
"""Matches that are looked through for those in a range, at most."""


def table(part: str, generation: int) -> str:
    """The name of a table: "search_g3_entry"."""
    return f"search_g{int(generation)}_{part}"


def execute(query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement; returns its rows, or [] where it has none."""
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


def ranges(match: Match) -> tuple[str, list[Any]]:
    """The conditions of a match's ranges on the entry `e`, and their values."""
    conditions: list[str] = []
    values: list[Any] = []
    for column in ("stars", "updated"):
        for low, high in getattr(match, column):
            joint = "AND" if low <= high else "OR"
            conditions.append(f"(e.{column} >= %s {joint} e.{column} <= %s)")
            values += [low, high]
    return " AND ".join(conditions), values


def common_tables(generation: int) -> list[str]:
    """The statements that make the tables of words and typo keys."""
    columns = "number bigint PRIMARY KEY, word text NOT NULL, docs int NOT NULL, named int NOT NULL"
    return [
        f"CREATE TABLE {table('word', generation)} ({columns})",
        f"CREATE TABLE {table('typo', generation)} (key bigint PRIMARY KEY)",
    ]


ENTRY_COLUMNS = (
    "owner bigint NOT NULL, version bigint NOT NULL, digest bigint NOT NULL, names text NOT NULL,"
    " about text NOT NULL, category bigint, licence text NOT NULL, pythons text NOT NULL,"
    " frameworks text NOT NULL, stars bigint, updated int, flags int NOT NULL"
)
