"""Finding packages and grids by words: the door of this room. Nothing hidden is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from packdex.catalog.browse import packages_to_list
from packdex.catalog.models import Grid, Package
from packdex.core.search import query as language
from packdex.core.search.query import Query
from packdex.core.search.ranking import EXACT, Ranking
from packdex.search import fresh, index, loosen, phrases, writing
from packdex.search.engines.interface import Row
from packdex.search.facets import Facets, facets_of
from packdex.search.loosen import Loosened
from packdex.search.names import plain_name, without_prefix
from packdex.search.retrieve import Candidates, retrieve
from packdex.search.terms import conditions_of

__all__ = ["Found", "Hit", "find", "plain_name", "search", "without_prefix"]

MAX_LENGTH = language.MAX_LENGTH
BEST_LOOKED_AT, MOST_MEANT = 100, 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `weight` is 0 to 100: how well it fits; 100 is an exact name."""

    row: Package | Grid
    weight: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the hits from `offset`, and what is said beside them.

    `total` counts all that was ranked; `more`: there are more, of lower quality, beyond those.
    `partly`: nothing has all the words, and these have some. `misspelt`: nothing has the
    words, and these have what they may mean. `meant` has each word that is nowhere, with the words
    that were looked for in its place. `notes` are sentences about what was not understood. `names`
    are the nearest names, and `loosened` what to leave out, where nothing was found. `rows` are
    the entries of all that was ranked, in its order.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    partly: bool = False
    misspelt: bool = False
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facets: Facets = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)
    loosened: list[Loosened] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list, repr=False)


class _Ranked(NamedTuple):
    """What was found as it is ordered: the best first, packages before grids, then by quality."""

    least: float  # the score below 0: what is least comes first
    is_grid: int
    standing: int
    owner: int
    row: Row


NOT_BUILT = "The search index is not there yet. “packdex search rebuild” makes it."

SORTS: dict[str, Callable[[_Ranked], tuple[object, ...]] | None] = {
    "relevance": None,
    "stars": lambda r: (1 if r.row.stars is None else -r.row.stars, r.least, r.owner),
    "updated": lambda r: (1 if r.row.updated is None else -r.row.updated, r.least, r.owner),
    "name": lambda r: (r.row.names, r.owner),
}
"""The sort orders; what is not known comes last, and equals by their ids."""


def search(
    text: str,
    limit: int = 20,
    offset: int = 0,
    *,
    sort: str = "relevance",
    counted: bool = True,
    today: date | None = None,
) -> Found:
    """What `text` finds, `limit` hits from `offset`. Any text has an answer.

    `sort` is one of SORTS. `counted`: with facets. About ten queries; twenty where words are
    misspelt or missing.
    """
    today = today or datetime.now(UTC).date()
    query = language.parse(text, today)
    if query.is_empty:
        return Found(query, notes=query.notes)
    part = slice(offset, offset + limit)
    return index.again(lambda: _search(query, part, sort, today, counted=counted))


def _search(query: Query, part: slice, sort: str, today: date, *, counted: bool) -> Found:
    generation, entries = _generation()
    if generation is None:
        return Found(query, notes=(*query.notes, NOT_BUILT))
    conditions = conditions_of(query, today)
    found = retrieve(generation, query, conditions, entries)
    ranked = sorted(_ranked(query, found), key=SORTS[sort])
    rows = [each.row for each in ranked]
    return Found(
        query,
        _hits(ranked[part]),
        len(rows),
        found.full,
        found.partly,
        found.misspelt,
        _meant(query, found, rows),
        facets_of(generation, rows, today) if counted else {},
        notes=(*query.notes, *conditions.unknown),
        names=[] if rows else loosen.nearest(generation, found.name),
        loosened=[] if rows else loosen.loosened(generation, query, today),
        rows=rows,
    )


def find(text: str, limit: int) -> list[Hit]:
    """The best `limit` packages and grids for `text`, best first; [] for no words."""
    return search(text, limit, counted=False).hits


def _generation() -> tuple[int | None, int]:
    """The generation to read, made fresh, and about how many entries it has."""
    state = index.state()
    if state.generation is None:
        generation = index.ready()
        return generation, index.state().entries
    if state.stale:
        fresh.before_reading(state.generation)
    return state.generation, state.entries


def _ranked(query: Query, found: Candidates) -> list[_Ranked]:
    ranking = Ranking(found.terms, found.name, misspelt=found.guessed)
    score, quality_of, has = ranking.score, writing.quality_of, found.has
    ranked = []
    for row in found.rows.values():
        key, owner, names, about, *_ = row
        quality = quality_of(key)
        ranked.append(
            _Ranked(-score(names, about, has[key], quality), owner % 2, -quality, owner, row)
        )
    if not any(len(words) > 1 for words in (*query.phrases, *query.without)):
        return ranked
    best = sorted(ranked)[: phrases.MOST]
    fitting = phrases.fitting(query, [each.owner for each in best])
    return [each for each in best if each.owner in fitting]


def _meant(
    query: Query, found: Candidates, rows: Sequence[Row]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each word that is nowhere, with what it may mean: what stands in names of the best rows."""
    pairs = [(term.words[0], term.meant) for term in found.terms if term.meant]
    if not pairs and found.misspelt:
        pairs = [(" ".join(query.words), tuple(found.near))]
    if not pairs:
        return ()
    names = [each for row in rows[:BEST_LOOKED_AT] for each in row.names.split("|")]
    there = {word for name in names for word in (*name.split(), name.replace(" ", ""))}
    told = []
    for word, meant in pairs:
        words = [each for each, _ in meant]
        told.append((word, tuple([each for each in words if each in there] or words)[:MOST_MEANT]))
    return tuple(told)


def _hits(ranked: Sequence[_Ranked]) -> list[Hit]:
    packages = [each.owner // 2 for each in ranked if not each.is_grid]
    grids = [each.owner // 2 for each in ranked if each.is_grid]
    rows: dict[int, Package | Grid] = {p.pk * 2: p for p in packages_to_list(packages)}
    if grids:
        rows |= {g.pk * 2 + 1: g for g in Grid.shown.filter(id__in=grids)}
    return [
        Hit(rows[each.owner], 100 if -each.least >= EXACT else min(99, round(-each.least)))
        for each in ranked
        if each.owner in rows
    ]
