"""The index in PostgreSQL: entries with two `tsvector` columns and GIN indexes, no extension.

Tokens go in and are looked for as they are (`array_to_tsvector`, quoted lexemes): PostgreSQL's own
parsers and dictionaries have no part in it. The entries are in slices, the best first, and one
looks at the next slice only where those before had too little (slices.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import starmap
from typing import Any

from packdex.core.search.tags import GRID, PACKAGE
from packdex.core.search.written import Row, Written
from packdex.search.engines import slices, tables
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
        execute(tables.owner_index(generation))
        slices.mark(generation)
        for column in ("tokens", "words"):
            slices.make(generation, column)
        # Words with one beginning are looked for at once: here they come to lie on one page.
        word = table("word", generation)
        execute(f"CLUSTER {word} USING {word}_pkey")
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
        if match.is_impossible:
            return []
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
    parts, left = [], str(int(limit))
    for number, condition in enumerate(slices.of(generation)):
        parts.append(
            f"s{number} AS MATERIALIZED (SELECT {COLUMNS} FROM {table('entry', generation)} e"  # noqa: S608
            f" WHERE {column} @@ %s::tsquery AND {condition}{where and ' AND ' + where}"
            f" ORDER BY {slices.KEY} LIMIT {left})"
        )
        left += f" - (SELECT count(*) FROM s{number})"  # noqa: S608
    found = " UNION ALL ".join(f"SELECT * FROM s{number}" for number in range(len(parts)))  # noqa: S608
    query = f"WITH {', '.join(parts)} {found} ORDER BY key"
    return list(starmap(Row, execute(query, [expression, *values] * len(parts))))


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
