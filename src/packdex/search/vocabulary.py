"""The words of the index: how many entries have each, and which are meant by a misspelt one.

Words and typo keys are kept under numbers (core/search/typos.py), so that both tables are small and
what belongs together lies together. Counts grow with each entry that is written and never fall;
a rebuild counts anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from packdex.core.search import typos
from packdex.core.spelling import typos_let
from packdex.search.engines.interface import Row
from packdex.search.engines.tables import COLUMNS, execute, execute_many, marks, table

TWO_TYPOS = 20_000
"""Heads of words for which the keys of two typos are kept in any case."""

OFTEN = 3
"""Entries that have a word of a head whose keys of two typos are kept beyond that."""

LOOKED_INSIDE = 10_000
"""Entries of which the names are read where nothing else finds anything."""

_CHUNK = 50_000
_MOST_HEADS = 150
_MOST_COMPARED = 3_000


def count(generation: int, words: Mapping[str, int], named: Collection[str]) -> None:
    """Add to the counts of `words`; `named` are those that stand in names."""
    rows = sorted(
        (typos.word_number(word), word, number, int(word in named))
        for word, number in words.items()
    )
    name = table("word", generation)
    execute_many(
        f"INSERT INTO {name} (number, word, docs, named) VALUES (%s, %s, %s, %s)"  # noqa: S608
        f" ON CONFLICT (number) DO UPDATE SET docs = {name}.docs + excluded.docs,"
        f" named = {name}.named | excluded.named",
        rows,
    )


def add_keys(generation: int, words: Iterable[str]) -> None:
    """Have `words` found with up to two typos."""
    _store(generation, sorted({n for word in words for n in _numbers(word, 2)}))


def make_keys(generation: int) -> Iterator[int]:
    """Make the keys of all words that are in names, or in two entries; gives how many are done.

    Each step is short, so that others can write meanwhile.
    """
    name = table("word", generation)
    heads = execute(f"SELECT count(DISTINCT number / 4294967296) FROM {name}")[0][0]  # noqa: S608
    last, done = -1, 0
    query = f"SELECT number, word, docs, named FROM {name} WHERE number > %s ORDER BY number"  # noqa: S608
    while rows := execute(f"{query} LIMIT {_CHUNK}", [last]):
        found: set[int] = set()
        for _, those in groupby(rows, lambda row: row[0] >> 32):
            each = list(those)
            if any(named or docs > 1 for _, _, docs, named in each):
                often = heads <= TWO_TYPOS or any(row[2] >= OFTEN for row in each)
                found.update(_numbers(each[0][1], 2 if often else 1))
        _store(generation, sorted(found))
        last, done = rows[-1][0], done + len(rows)
        yield done


def _numbers(word: str, most: int) -> Iterator[int]:
    if len(word) > 2 and not word.isdigit():
        yield from typos.key_numbers(word, most)


def _store(generation: int, numbers: Sequence[int]) -> None:
    with transaction.atomic():
        execute_many(
            f"INSERT INTO {table('typo', generation)} (key) VALUES (%s) ON CONFLICT DO NOTHING",  # noqa: S608
            [(number,) for number in numbers],
        )


def known(generation: int, words: Collection[str]) -> dict[str, int]:
    """Those of `words` that are in the index, each with how many entries have it. One query."""
    if not words:
        return {}
    numbers = [typos.word_number(word) for word in words]
    rows = execute(
        f"SELECT word, docs FROM {table('word', generation)} WHERE number IN ({marks(len(numbers))})",  # noqa: S608, E501
        numbers,
    )
    return {word: docs for word, docs in rows if word in words}


def near(generation: int, word: str) -> list[tuple[str, int]]:
    """The words that may be meant by `word`, each with its number of typos, the nearest first.

    Two queries.
    """
    let = typos_let(len(word))
    keys = {typos.key_range(key) for key in typos.keys(word, let)} if let else set()
    rows = _within("k.key", f"{table('typo', generation)} k", "k.key", keys)
    met = Counter(typos.head_of(key) for (key,) in rows)
    # Heads that share more keys are nearer.
    heads = {typos.words_range(head) for head, _ in met.most_common(_MOST_HEADS)}
    words = _within("w.word, w.docs", f"{table('word', generation)} w", "w.number", heads)
    return typos.meant(word, words)


def inside(generation: int, texts: Sequence[str], limit: int) -> list[Row]:
    """The best entries that have each of `texts` within their names. One query.

    No index helps here, so only the LOOKED_INSIDE best entries are looked at.
    """
    has = " AND ".join(["e.names LIKE %s"] * len(texts))
    found = execute(
        f"SELECT {COLUMNS} FROM (SELECT * FROM {table('entry', generation)}"  # noqa: S608
        f" ORDER BY key LIMIT {LOOKED_INSIDE}) e WHERE {has} ORDER BY key LIMIT {int(limit)}",
        [f"%{text}%" for text in texts],
    )
    return [Row(*row) for row in found]


def _within(
    columns: str, source: str, column: str, ranges: Collection[tuple[int, int]]
) -> list[tuple[Any, ...]]:
    """The rows of `source` of which `column` is in one of `ranges`; one look-up for each range."""
    if not ranges:
        return []
    place = "(%s::bigint, %s::bigint)" if connection.vendor == "postgresql" else "(%s, %s)"
    places = ", ".join([place] * len(ranges))
    query = (
        f"WITH ranges (low, high) AS (VALUES {places})"  # noqa: S608 - our own names
        f" SELECT {columns} FROM ranges CROSS JOIN {source}"
        f" WHERE {column} BETWEEN low AND high LIMIT {_MOST_COMPARED * 4}"
    )
    return execute(query, [number for pair in sorted(ranges) for number in pair])
