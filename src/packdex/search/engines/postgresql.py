"""The index in PostgreSQL: entries with two `tsvector` columns and GIN indexes, no extension.

Tokens go in and are looked for as they are (`array_to_tsvector`, quoted lexemes): PostgreSQL's own
parsers and dictionaries have no part in it. For a common word the planner walks the entries in the
order of their keys and stops early; for a rare one it takes the GIN index and sorts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import starmap
from typing import Any

from packdex.core.search.tags import GRID, PACKAGE
from packdex.core.search.written import Row, Written
from packdex.search.engines import tables
from packdex.search.engines.interface import Match
from packdex.search.engines.tables import COLUMNS, WRITTEN, execute, execute_many, table


class PostgreSQL:
    """`engines.Engine` over PostgreSQL."""

    def create(self, generation: int) -> None:
        """As in the interface. Small indexes are there at once; they cost little while empty."""
        entry = table("entry", generation)
        vectors = "tokens tsvector NOT NULL, words tsvector NOT NULL"
        for statement in (
            f"CREATE TABLE {entry} (key bigint PRIMARY KEY, {tables.ENTRY_COLUMNS}, {vectors})",
            *tables.common_tables(generation),
        ):
            execute(statement)

    def filling(self) -> AbstractContextManager[None]:
        """As in the interface: the memory is the server's."""
        return nullcontext()

    def finish(self, generation: int) -> None:
        """As in the interface: a GIN index is made at once in a fraction of the time."""
        entry = table("entry", generation)
        execute(tables.owner_index(generation))
        for column in ("tokens", "words"):
            execute(
                f"CREATE INDEX IF NOT EXISTS {entry}_{column} ON {entry}"
                f" USING gin ({column}) WITH (fastupdate = off)"
            )
            execute(f"ALTER TABLE {entry} ALTER COLUMN {column} SET STATISTICS 1000")
        for part in ("entry", "word", "typo"):
            execute(f"ANALYZE {table(part, generation)}")

    def drop(self, generation: int) -> None:
        """As in the interface."""
        for part in tables.PARTS:
            execute(f"DROP TABLE IF EXISTS {table(part, generation)}")

    def generations(self) -> set[int]:
        """As in the interface."""
        rows = execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = (re.fullmatch(r"search_g(\d+)_entry", name) for (name,) in rows)
        return {int(each[1]) for each in found if each}

    def insert(self, generation: int, entries: Sequence[Written]) -> None:
        """As in the interface."""
        width = len(WRITTEN.split(","))
        vectors = ", ".join(["array_to_tsvector(%s::text[])"] * 2)
        execute_many(
            f"INSERT INTO {table('entry', generation)} ({WRITTEN}, tokens, words)"  # noqa: S608
            f" VALUES ({tables.marks(width)}, {vectors})",
            [(*each[:width], each.tokens.split(), each.words.split()) for each in entries],
        )

    def find(self, generation: int, match: Match, limit: int) -> list[Row]:
        """As in the interface."""
        where, values = tables.ranges(match)
        if match.among is not None:
            where = f"{where} AND e.key = ANY(%s)" if where else "e.key = ANY(%s)"
            values.append(list(match.among))
        return _read(generation, "tokens", _expression(match), (where, values), limit)

    def begin(
        self, generation: int, prefixes: Iterable[str], limit: int, words: Iterable[str] = ()
    ) -> list[Row]:
        """As in the interface."""
        wanted = [*(f"'{word}'" for word in words), *(f"'{prefix}':*" for prefix in prefixes)]
        return _read(generation, "words", " & ".join(wanted), ("", []), limit)


def _read(
    generation: int, column: str, expression: str, only: tuple[str, list[Any]], limit: int
) -> list[Row]:
    where, values = only
    found = execute(
        f"SELECT {COLUMNS} FROM {table('entry', generation)} e"  # noqa: S608
        f" WHERE {column} @@ %s::tsquery {'AND ' + where if where else ''}"
        f" ORDER BY key LIMIT {int(limit)}",
        [expression, *values],
    )
    return list(starmap(Row, found))


def _expression(match: Match) -> str:
    """A match as a `tsquery`. Tokens hold neither quotation marks nor backslashes."""
    wanted = " & ".join(f"({' | '.join(map(_all, group))})" for group in match.groups)
    wanted = wanted or f"('{PACKAGE}' | '{GRID}')"
    if not match.without:
        return wanted
    return f"{wanted} & !({' | '.join(map(_all, zip(match.without, strict=True)))})"


def _all(tokens: Iterable[str]) -> str:
    quoted = (f"'{token}'" for token in tokens)
    return f"({' & '.join(quoted)})"
