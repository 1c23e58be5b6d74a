"""The words of the index: how many entries have each, and which are meant by a misspelt one.

Words and typo keys are kept under numbers (core/search/typos.py), so that both tables are small and
what belongs together lies together. Counts grow with each entry that is written and never fall;
a rebuild counts anew.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from packdex.core.search import typos
from packdex.core.search.counts import Counted
from packdex.core.spelling import typos_let
from packdex.search.engines.tables import each_of, execute, execute_many, many, marks, table

TWO_TYPOS = 20_000
"""Heads of words for which the keys of two typos are kept in any case."""

OFTEN = 3
"""Entries that have a word of a head whose keys of two typos are kept beyond that."""

MIN_PART, MOST_SPLITS, MOST_JOINED = 3, 6, 8
"""Letters of a part of a joined name; how many ways to part it are tried, and names that gives."""

_CHUNK = 20_000
_PARTS_BITS = 6
_PARTS = 1 << _PARTS_BITS
_MOST_HEADS = 150
_MOST_COMPARED = 3_000


@transaction.atomic
def store(generation: int, counted: Sequence[Counted]) -> None:
    """Add what was counted to the table."""
    name = table("word", generation)
    execute_many(
        f"INSERT INTO {name} (number, word, docs, named) VALUES (%s, %s, %s, %s)"  # noqa: S608
        f" ON CONFLICT (number) DO UPDATE SET docs = {name}.docs + excluded.docs,"
        f" named = {name}.named | excluded.named",
        counted,
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
    parts = deque(array("q") for _ in range(_PARTS))
    for number in _all_numbers(name, few=heads <= TWO_TYPOS):
        parts[number >> typos.KEY_BITS - _PARTS_BITS].append(number)
    done = 0
    while parts:  # in ascending order pages are filled, and filled once
        numbers = sorted(set(parts.popleft()))
        _store(generation, numbers)
        done += len(numbers)
        yield done


def _all_numbers(name: str, *, few: bool) -> Iterator[int]:
    """The numbers of all keys. `few`: there are so few words that all get those of two typos."""
    last = -1
    query = f"SELECT number, word, docs, named FROM {name} WHERE number > %s ORDER BY number"  # noqa: S608
    while rows := execute(f"{query} LIMIT {_CHUNK}", [last]):
        for _, those in groupby(rows, lambda row: row[0] >> 32):
            each = list(those)
            if any(named or docs > 1 for _, _, docs, named in each):
                often = few or any(row[2] >= OFTEN for row in each)
                yield from _numbers(each[0][1], 2 if often else 1)
        last = rows[-1][0]


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
    if not let:
        return []
    keys = [typos.key_range(key) for key in typos.keys(word, let)]
    rows = _within("key", table("typo", generation), "key", keys)
    heads: Collection[int] = {typos.head_of(key) for (key,) in rows}
    if len(heads) > _MOST_HEADS:  # those that share more keys are nearer
        met = Counter(typos.head_of(key) for (key,) in rows)
        heads = [head for head, _ in met.most_common(_MOST_HEADS)]
    spans = [typos.words_range(head) for head in heads]
    words = _within("word, docs", table("word", generation), "number", spans)
    return typos.meant(word, words)


def near_joined(generation: int, word: str) -> list[tuple[str, int]]:
    """Names of two words that may be meant by `word`, one of them misspelt: "crispyfroms".

    Of the parts of which the other one is known those come first that leave the least to guess.
    """
    places = range(MIN_PART, len(word) - MIN_PART + 1)
    there = known(generation, {part for i in places for part in (word[:i], word[i:])})
    splits = [(word[:i], word[i:]) for i in places]
    rests = [(rest, first, "") for first, rest in splits if first in there]
    rests += [(first, "", rest) for first, rest in splits if rest in there]
    found = []
    for rest, before, behind in sorted(rests, key=lambda each: len(each[0]))[:MOST_SPLITS]:
        for meant, apart in near(generation, rest):
            found.append((f"{before}{meant}{behind}", apart))
    return sorted(dict(reversed(found)).items(), key=lambda each: each[1])[:MOST_JOINED]


def _within(
    columns: str, name: str, column: str, ranges: Sequence[tuple[int, int]]
) -> list[tuple[Any, ...]]:
    """The rows of a table of which `column` is in one of `ranges`, which are equally long.

    One look-up for each of them.
    """
    if not ranges:
        return []
    length, most = ranges[0][1] - ranges[0][0], _MOST_COMPARED * 4
    rows, lows = f"{name} WHERE {column} BETWEEN low AND low + {length}", each_of("low")
    if connection.vendor == "postgresql":
        # It takes one range for a two-hundredth of all, and would rather read all rows for a few
        # of them; one whose rows are to be in order is looked up.
        rows = f"SELECT {columns} FROM {rows} ORDER BY {column} LIMIT {most}"  # noqa: S608
        query = f"SELECT f.* FROM {lows} CROSS JOIN LATERAL ({rows}) f LIMIT {most}"  # noqa: S608
    else:
        query = f"SELECT {columns} FROM {lows} CROSS JOIN {rows} LIMIT {most}"  # noqa: S608
    return execute(query, [many({low for low, _ in ranges})])
