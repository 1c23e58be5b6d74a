"""When nothing was found: the nearest names, and what to leave out so that something is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from packdex.core.search.query import Query
from packdex.core.search.stem import stem
from packdex.search import vocabulary
from packdex.search.engines import engine
from packdex.search.terms import conditions_of

T = TypeVar("T")

MOST_NAMES = 5
MOST_TRIED = 8
COUNTED = 100


@dataclass(frozen=True, slots=True)
class Loosened:
    """A part of the query that can be left out, and how much is found then.

    `count` is COUNTED at most. `text` is the query without the part.
    """

    part: str
    text: str
    count: int


def nearest(generation: int, name: str) -> list[str]:
    """Up to 5 names like `name`, the likest first, each as one word."""
    if not name:
        return []
    near = [word for word, _ in vocabulary.near(generation, name)]
    rows = engine().begin(generation, [name[: max(3, len(name) // 2)]], MOST_NAMES)
    begun = [row.names.split("|")[0] for row in rows]
    return list(dict.fromkeys([*near, *begun]))[:MOST_NAMES]


def loosened(generation: int, query: Query, today: date) -> list[Loosened]:
    """What can be left out of `query`, the part first that gives the most."""
    found = []
    for part, rest in _rests(query):
        conditions = conditions_of(rest, today)
        groups = [((stem(word),),) for word in rest.words]
        count = len(engine().find(generation, conditions.match(*groups), COUNTED))
        if count:
            found.append(Loosened(part, _written(rest), count))
    return sorted(found, key=lambda each: -each.count)


def _rests(query: Query) -> Iterator[tuple[str, Query]]:
    """Each part of the query that can be left out, with the rest of it."""
    rests = [
        *(
            (each.typed, replace(query, filters=_but(query.filters, each)))
            for each in query.filters
        ),
        *(
            (f'"{" ".join(p)}"', replace(query, phrases=_but(query.phrases, p)))
            for p in query.phrases
        ),
        *(
            (f"-{' '.join(w)}", replace(query, without=_but(query.without, w)))
            for w in query.without
        ),
        *((f"name:{n}", replace(query, names=_but(query.names, n))) for n in query.names),
        *((word, replace(query, words=_but(query.words, word))) for word in query.words),
    ]
    yield from (pair for pair in rests[:MOST_TRIED] if not pair[1].is_empty)


def _but(items: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(item for item in items if item is not one)


def _written(query: Query) -> str:
    """A query as it would be typed."""
    parts = [
        *query.words,
        *(f'"{" ".join(phrase)}"' for phrase in query.phrases),
        *(f"name:{name}" for name in query.names),
        *(each.typed for each in query.filters),
        *(f'-"{" ".join(words)}"' if len(words) > 1 else f"-{words[0]}" for words in query.without),
    ]
    return " ".join(parts)
