"""The index in SQLite: two FTS5 tables beside the entries, without content and positions.

Rows are found in the order of their keys, which is that of quality, so a search may stop after its
first matches, however common the words are. An entry that is removed stays in the FTS5 tables under
a key that no entry has any more, and is passed over: taking it out would need all its tokens again.
A rebuild leaves these behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import starmap
from typing import Any

import orjson
from django.db import connection

from packdex.core.search.tags import GRID, PACKAGE
from packdex.core.search.written import Row, Written
from packdex.search.engines import entries, tables
from packdex.search.engines.interface import Group, Match
from packdex.search.engines.tables import COLUMNS, WRITTEN, execute, execute_many, table

# Letters of all scripts are passed on as they are (`ascii`), and so are the signs of tags.
_TEXT = """tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars ':=@.-_'" """
# Without an index of its own a beginning costs 0.1 ms for each thousand names that have it.
_NAMES = "words, content='', detail=none, columnsize=0, tokenize=ascii, prefix='1 2 3 4 5 6 7 8'"

_FILLING = {"cache_size": -12_000, "wal_autocheckpoint": 16_000}
"""Settings of a connection that fills an index: KiB of pages, and pages of 4 KiB."""

_SEGMENTS, _SEGMENTS_FILLING = 4, 16
"""FTS5's usual number, and the largest: what is merged once at the end needs no steps before."""


class SQLite:
    """`engines.Engine` over SQLite."""

    def create(self, generation: int) -> None:
        """As in the interface. Primary keys are `integer`, which SQLite keeps in the table."""
        entries.forget()
        entry, text, names = (table(part, generation) for part in ("entry", "text", "names"))
        common = [
            statement.replace("bigint PRIMARY KEY", "integer PRIMARY KEY")
            for statement in tables.common_tables(generation)
        ]
        statements = [
            f"CREATE TABLE {entry} (key integer PRIMARY KEY, {tables.ENTRY_COLUMNS})",
            f"CREATE VIRTUAL TABLE {text} USING fts5({_TEXT})",
            f"CREATE VIRTUAL TABLE {names} USING fts5({_NAMES})",
            *common,
        ]
        for statement in statements:
            execute(statement)
        for name in (text, names):
            _merge(name, _SEGMENTS_FILLING)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """As in the interface: with half of the page cache it takes no longer.

        And what is written is brought into the database's file more rarely, mostly pages that are
        written several times.
        """
        usual = {name: execute(f"PRAGMA {name}")[0][0] for name in _FILLING}
        try:
            for name, value in _FILLING.items():
                execute(f"PRAGMA {name} = {value}")
            yield
        finally:
            for name, value in usual.items():
                execute(f"PRAGMA {name} = {int(value)}")

    def finish(self, generation: int) -> None:
        """As in the interface: segments are merged in small steps, or no one could write."""
        execute(tables.owner_index(generation))
        for part in ("text", "names"):
            name = table(part, generation)
            _merge(name, _SEGMENTS)
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
        width = len(WRITTEN.split(","))
        execute_many(
            f"INSERT INTO {table('entry', generation)} ({WRITTEN}) VALUES ({tables.marks(width)})",  # noqa: S608
            [entry[:width] for entry in entries],
        )
        execute_many(
            f"INSERT INTO {table('text', generation)} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
            [(entry.key, entry.tokens) for entry in entries],
        )
        execute_many(
            f"INSERT INTO {table('names', generation)} (rowid, words) VALUES (%s, %s)",  # noqa: S608
            [(entry.key, entry.words) for entry in entries],
        )

    def find(self, generation: int, match: Match, limit: int) -> list[Row]:
        """As in the interface."""
        if match.is_impossible:
            return []
        if match.among is not None:
            return _read_among(generation, match, match.among, limit)
        return _read(generation, "text", _expression(match), tables.ranges(match), limit)

    def begin(
        self, generation: int, prefixes: Iterable[str], limit: int, words: Iterable[str] = ()
    ) -> list[Row]:
        """As in the interface."""
        wanted = [*(f'"{word}"' for word in words), *(f'"{prefix}"*' for prefix in prefixes)]
        return _read(generation, "names", " AND ".join(wanted), ("", []), limit)


def _read(
    generation: int,
    part: str,
    expression: str,
    only: tuple[str, list[int]],
    limit: int,
) -> list[Row]:
    name, (where, values) = table(part, generation), only
    found = f"SELECT rowid AS found FROM {name} WHERE {name} MATCH %s ORDER BY rowid"  # noqa: S608
    entry = f"{table('entry', generation)} e ON e.key = found"
    if where:  # in a query of its own, or the limit would count entries and not matches
        source = f"({found} LIMIT {tables.LOOKED_THROUGH}) CROSS JOIN {entry} WHERE {where}"
    else:  # some of what matches has no entry any more, and does not count
        source = f"({found}) CROSS JOIN {entry} ORDER BY found"
    return _in_order(generation, f"{source} LIMIT {int(limit)}", [expression, *values])


def _read_among(generation: int, match: Match, keys: Sequence[int], limit: int) -> list[Row]:
    """The rows with `keys` that match: FTS5 is asked for each key, which it finds at once."""
    name = table("text", generation)
    where, values = tables.ranges(match)
    conditions = [f"e.key IN ({tables.marks(len(keys))})", *filter(None, [where])]
    if match.groups or match.without:
        conditions.append(f"EXISTS (SELECT 1 FROM {name} WHERE {name} MATCH %s AND rowid = e.key)")  # noqa: S608
        values.append(_expression(match))
    entry, wanted = table("entry", generation), " AND ".join(conditions)
    source = f"{entry} e WHERE {wanted} ORDER BY key LIMIT {int(limit)}"
    return _in_order(generation, source, [*keys, *values])


def _in_order(generation: int, source: str, values: Sequence[Any]) -> list[Row]:
    """The entries that `source` gives, in the order of their keys."""
    # What is written in a transaction may be taken back, and its keys with it.
    if connection.in_atomic_block or not entries.are_kept(generation):
        return list(starmap(Row, execute(f"SELECT {COLUMNS} FROM {source}", values)))  # noqa: S608
    # Keys as one text cost half as much as as many rows.
    query = f"SELECT json_group_array(key) FROM (SELECT key FROM {source})"  # noqa: S608
    return entries.rows_of(generation, sorted(orjson.loads(execute(query, values)[0][0])))


def _expression(match: Match) -> str:
    """A match as FTS5 writes it. Tokens hold no quotation mark."""
    wanted = " AND ".join(map(_one, match.groups)) or f'"{PACKAGE}" OR "{GRID}"'
    if not match.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_all, zip(match.without, strict=True)))})"


def _one(group: Group) -> str:
    """One alternative of a group."""
    return _all(group[0]) if len(group) == 1 else f"({' OR '.join(map(_all, group))})"


def _all(tokens: Sequence[str]) -> str:
    return f'"{tokens[0]}"' if len(tokens) == 1 else f"""("{'" AND "'.join(tokens)}")"""


def _merge(name: str, segments: int) -> None:
    """Have FTS5 merge segments of a table where there are so many of a level."""
    execute(f"INSERT INTO {name}({name}, rank) VALUES ('automerge', {segments})")  # noqa: S608


def _changes() -> int:
    return int(execute("SELECT total_changes()")[0][0])
