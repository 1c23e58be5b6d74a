"""The index in SQLite: two FTS5 tables beside the entries, without content and positions.

Rows are found in the order of their keys, which is that of quality, so a search may stop after its
first matches, however common the words are. An entry that is removed stays in the FTS5 tables under
a key that no entry has any more, and is passed over: taking it out would need all its tokens again.
A rebuild leaves these behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from packdex.search.engines import tables
from packdex.search.engines.interface import Match, Row, Written
from packdex.search.engines.tables import COLUMNS, execute, execute_many, table

# Letters of all scripts are passed on as they are (`ascii`), and so are the signs of tags.
_TEXT = """tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars ':=@.-_'" """
_NAMES = "tails, content='', detail=none, columnsize=0, tokenize=ascii, prefix='1 2 3 4 5'"


class SQLite:
    """`engines.Engine` over SQLite."""

    def create(self, generation: int) -> None:
        """As in the interface. Primary keys are `integer`, which SQLite keeps in the table."""
        entry, text, names = (table(part, generation) for part in ("entry", "text", "names"))
        common = [
            statement.replace("bigint PRIMARY KEY", "integer PRIMARY KEY")
            for statement in tables.common_tables(generation)
        ]
        statements = [
            f"CREATE TABLE {entry} (key integer PRIMARY KEY, {tables.ENTRY_COLUMNS})",
            f"CREATE INDEX {entry}_owner ON {entry} (owner)",
            f"CREATE VIRTUAL TABLE {text} USING fts5({_TEXT})",
            f"CREATE VIRTUAL TABLE {names} USING fts5({_NAMES})",
            *common,
        ]
        for statement in statements:
            execute(statement)

    def finish(self, generation: int) -> None:
        """As in the interface: segments are merged in small steps, or no one could write."""
        for part in ("text", "names"):
            name = table(part, generation)
            for pages in (-200, *[200] * 200):
                before = _changes()
                execute(f"INSERT INTO {name}({name}, rank) VALUES ('merge', {pages})")  # noqa: S608
                if _changes() - before < 2:
                    break

    def drop(self, generation: int) -> None:
        """As in the interface."""
        for part in tables.PARTS:
            execute(f"DROP TABLE IF EXISTS {table(part, generation)}")

    def generations(self) -> set[int]:
        """As in the interface."""
        rows = execute("SELECT name FROM sqlite_master WHERE name LIKE 'search!_g%%' ESCAPE '!'")
        found = (re.fullmatch(r"search_g(\d+)_entry", name) for (name,) in rows)
        return {int(each[1]) for each in found if each}

    def insert(self, generation: int, entries: Sequence[Written]) -> None:
        """As in the interface."""
        places = tables.marks(len(COLUMNS.split(",")))
        execute_many(
            f"INSERT INTO {table('entry', generation)} ({COLUMNS}) VALUES ({places})",  # noqa: S608
            [entry.row for entry in entries],
        )
        execute_many(
            f"INSERT INTO {table('text', generation)} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
            [(entry.row.key, entry.tokens) for entry in entries],
        )
        execute_many(
            f"INSERT INTO {table('names', generation)} (rowid, tails) VALUES (%s, %s)",  # noqa: S608
            [(entry.row.key, entry.tails) for entry in entries],
        )

    def find(self, generation: int, match: Match, limit: int) -> list[Row]:
        """As in the interface."""
        where, values = tables.ranges(match)
        return _read(generation, "text", _expression(match), (where, values), limit, match.among)

    def begin(self, generation: int, prefixes: Iterable[str], limit: int) -> list[Row]:
        """As in the interface."""
        expression = " AND ".join(f'"{prefix}"*' for prefix in prefixes)
        return _read(generation, "names", expression, ("", []), limit)


def _read(
    generation: int,
    part: str,
    expression: str,
    only: tuple[str, list[int]],
    limit: int,
    among: tuple[int, ...] | None = None,
) -> list[Row]:
    name, (where, values) = table(part, generation), only
    most = tables.LOOKED_THROUGH if where else limit
    columns = COLUMNS.replace("key", "e.key", 1)
    keys = f" AND rowid IN ({tables.marks(len(among))})" if among is not None else ""
    # In a query of its own, or the limit would count entries and not matches.
    query = (
        f"SELECT {columns} FROM (SELECT rowid AS found FROM {name} WHERE {name} MATCH %s{keys}"  # noqa: S608
        f" ORDER BY rowid LIMIT {int(most)}) CROSS JOIN {table('entry', generation)} e"
        f" ON e.key = found {'WHERE ' + where if where else ''} LIMIT {int(limit)}"
    )
    return [Row(*row) for row in execute(query, [expression, *(among or ()), *values])]


def _expression(match: Match) -> str:
    """A match as FTS5 writes it. Tokens hold no quotation mark."""
    wanted = " AND ".join(f"({' OR '.join(map(_all, group))})" for group in match.groups)
    if not match.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_all, zip(match.without, strict=True)))})"


def _all(tokens: Iterable[str]) -> str:
    quoted = (f'"{token}"' for token in tokens)
    return f"({' AND '.join(quoted)})"


def _changes() -> int:
    return int(execute("SELECT total_changes()")[0][0])
