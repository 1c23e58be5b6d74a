"""Finding packages and grids by words: the door of this room. Nothing hidden is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from packdex.catalog.browse import packages_to_list
from packdex.catalog.models import Grid, Package
from packdex.core.search import query as language
from packdex.core.search.query import Query
from packdex.search import fresh, index, loosen, order
from packdex.search.facets import Facets, facets_of
from packdex.search.loosen import Loosened
from packdex.search.names import plain_name, without_prefix
from packdex.search.order import BY, Ranked
from packdex.search.retrieve import Candidates, retrieve
from packdex.search.terms import conditions_of

__all__ = ["Found", "Hit", "Place", "find", "plain_name", "search", "without_prefix"]

MAX_LENGTH = language.MAX_LENGTH
BEST_LOOKED_AT, MOST_MEANT = 100, 3


class Place(NamedTuple):
    """Something found, by its number (`core.search.document.owner_of`).

    `weight` is 0 to 100: how well it fits; 100 is an exact name.
    """

    owner: int
    weight: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found as it is in the catalogue, and its weight."""

    row: Package | Grid
    weight: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: what stands in the places from `offset`, and what is said beside them.

    `total` counts all that was ranked, `grids` the grids among it; `more`: there are more, of lower
    quality, beyond those.
    `partly`: nothing has all the words, and these have some. `misspelt`: nothing has the
    words, and these have what they may mean. `meant` has each word that is nowhere, with the words
    that were looked for in its place. `notes` are sentences about what was not understood. `names`
    are the nearest names, and `loosened` what to leave out, where nothing was found.
    """

    query: Query
    places: list[Place] = field(default_factory=list)
    total: int = 0
    grids: int = 0
    more: bool = False
    partly: bool = False
    misspelt: bool = False
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facets: Facets = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)
    loosened: list[Loosened] = field(default_factory=list)

    def hits(self) -> list[Hit]:
        """What stands in the places, without what is gone meanwhile. Two queries."""
        packages = [place.owner // 2 for place in self.places if place.owner % 2 == 0]
        grids = [place.owner // 2 for place in self.places if place.owner % 2]
        rows: dict[int, Package | Grid] = {p.pk * 2: p for p in packages_to_list(packages)}
        if grids:
            rows |= {g.pk * 2 + 1: g for g in Grid.shown.filter(id__in=grids)}
        return [Hit(rows[owner], weight) for owner, weight in self.places if owner in rows]


NOT_BUILT = "The search index is not there yet. “packdex search rebuild” makes it."

SORTS = tuple(BY)
"""The sort orders, the usual one first."""


def search(
    text: str,
    limit: int = 20,
    offset: int = 0,
    *,
    sort: str = "relevance",
    counted: bool = True,
    today: date | None = None,
    state: index.State | None = None,
) -> Found:
    """What `text` finds, `limit` places from `offset`. Any text has an answer.

    `sort` is one of SORTS. `counted`: with facets. `state` is the index's where it was read just
    now. About eight queries; fifteen where words are misspelt or missing.
    """
    today = today or datetime.now(UTC).date()
    query = language.parse(text, today)
    if query.is_empty:
        return Found(query, notes=query.notes)
    part = slice(offset, offset + limit)
    asked = _Asked(query, part, sort, today, counted)
    return index.again(lambda now: _search(asked, _made_fresh(now)), state)


class _Asked(NamedTuple):
    """A search as it is to be answered."""

    query: Query
    part: slice
    sort: str
    today: date
    counted: bool


def _search(asked: _Asked, state: index.State) -> Found:
    query, part, sort, today, counted = asked
    generation = state.generation
    if generation is None:
        return Found(query, notes=(*query.notes, NOT_BUILT))
    conditions = conditions_of(query, today)
    found = retrieve(state, generation, query, conditions)
    ranked = order.ranked(query, found)
    packages = [row for row in ranked.rows if row[1] % 2 == 0]
    best = ranked.best(part.stop, sort)[part.start :]
    return Found(
        query,
        [Place(row.owner, order.weight_of(score)) for score, row in best],
        len(ranked.rows),
        len(ranked.rows) - len(packages),
        found.full,
        found.partly,
        found.misspelt,
        _meant(query, found, ranked, sort),
        facets_of(generation, packages, today, state.mark) if counted else {},
        notes=(*query.notes, *conditions.unknown),
        names=[] if ranked.rows else loosen.nearest(generation, found.name),
        loosened=[] if ranked.rows else loosen.loosened(generation, query, today),
    )


def find(text: str, limit: int) -> list[Hit]:
    """The best `limit` packages and grids for `text`, best first; [] for no words."""
    return search(text, limit, counted=False).hits()


def _made_fresh(state: index.State) -> index.State:
    """The state in which the index is read, with what was stale."""
    if state.generation is None:
        return index.state() if index.ready() else state
    if state.stale:
        fresh.before_reading(state.generation)
        return index.state()
    return state


def _meant(
    query: Query, found: Candidates, ranked: Ranked, sort: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each word that is nowhere, with what it may mean: what stands in names of the best rows."""
    pairs = [(term.words[0], term.meant) for term in found.terms if term.meant]
    if not pairs and found.misspelt:
        pairs = [(" ".join(query.words), tuple(found.near))]
    if not pairs:
        return ()
    names = [each for _, row in ranked.best(BEST_LOOKED_AT, sort) for each in row.names.split("|")]
    there = {word for name in names for word in (*name.split(), name.replace(" ", ""))}
    told = []
    for word, meant in pairs:
        words = [each for each, _ in meant]
        told.append((word, tuple([each for each in words if each in there] or words)[:MOST_MEANT]))
    return tuple(told)
