"""Getting what may fit a query out of an index: little by little, until it is enough.

Each step asks for a bounded number of entries, best quality first. Entries come with what is known
of them by the step that found them: whether they have each term, and how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from packdex.core.search import tags
from packdex.core.search.grades import Has, Term
from packdex.core.search.query import Query
from packdex.core.search.stem import stem
from packdex.search import beginnings, vocabulary
from packdex.search.engines import Row, engine
from packdex.search.engines.interface import Group
from packdex.search.index import State
from packdex.search.inside import inside
from packdex.search.sieve import Sieve
from packdex.search.terms import Conditions, name_of, terms_of

MOST = 500
"""Matches that are ranked and counted."""

NAMED, BY_OTHERS, BY_PART = 150, 300, 60
"""Entries of one step: by the beginning of names, by synonyms, by a part of the query."""

FEW = 40
"""With fewer results synonyms are looked for, too."""

ENOUGH = 3
"""With fewer results some words may be missing."""

MOST_TERMS = 6
"""Terms of which parts are tried, the rarest."""


@dataclass(slots=True)
class Candidates:
    """The entries that may fit, by their keys, in the order in which they were found.

    `steps` has for each step what its entries have of the terms, and how many it found anew. `near`
    are whole names that the query may misspell, each with its typos. `full`: there are more than
    were looked at. `partly`: nothing has all the words, and these have some. `guessed`: it was
    looked for what the words may mean; `misspelt`: these have nothing else.
    """

    terms: list[Term]
    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    steps: list[tuple[tuple[Has, ...], int]] = field(default_factory=list)
    near: list[tuple[str, int]] = field(default_factory=list)
    full: bool = False
    partly: bool = False
    misspelt: bool = False
    guessed: bool = False

    def add(self, rows: Collection[Row], has: tuple[Has, ...]) -> None:
        """Note what a step found; what an earlier step knew of an entry stays."""
        before = len(self.rows)
        if before:
            rows = [row for row in rows if row[0] not in self.rows]
        self.rows.update(zip([row[0] for row in rows], rows, strict=True))
        self.steps.append((has, len(self.rows) - before))


def retrieve(state: State, generation: int, query: Query, conditions: Conditions) -> Candidates:
    """What may fit `query` in the index of that generation, which is in that state."""
    return _Retrieval(state, generation, query, conditions).run()


class _Retrieval:
    def __init__(self, state: State, generation: int, query: Query, conditions: Conditions) -> None:
        self._state = state
        self._generation = generation
        self._conditions = conditions
        self._sieve = Sieve(generation, conditions, state.entries)
        self._nearest: dict[str, list[tuple[str, int]]] = {}
        words = [*query.words, *query.names, *(w for p in query.phrases for w in p)]
        joined = ["".join(pair) for pair in zip(query.words, query.words[1:], strict=False)]
        self._known = vocabulary.known(generation, {*words, *joined, query.name})
        self.found = Candidates(
            terms_of(query, self._known, state.entries), name_of(query, self._known)
        )
        self._joined = [word for word in joined if word in self._known]

    def run(self) -> Candidates:
        found, terms = self.found, self.found.terms
        if not terms:
            self._add(self._find([], MOST), Has.LITERALLY)
            return found
        self._literally()
        self._beginnings()
        if len(found.rows) < FEW:
            self._otherwise()
        if not found.rows:
            self._inside()
        if not found.rows or (len(found.rows) < ENOUGH and any(map(self._is_unknown, terms))):
            nothing = not found.rows
            self._misspelt()
            found.misspelt = nothing and bool(found.rows)
        if len(found.rows) < ENOUGH and len(terms) > 1:
            self._partly()
        return found

    # ---- the steps

    def _whole_names(self, names: Sequence[str]) -> None:
        """What is called just that."""
        if names:
            group = tuple([(tags.whole_name(name),) for name in names])
            self._add(self._find([group], BY_PART), Has.LITERALLY)

    def _literally(self) -> None:
        """What is called just that, and what has all the words, in any place."""
        found = self.found
        words = tuple([root for term in found.terms for root in term.stems])
        name = (tags.whole_name(found.name),)
        rows = self._find([(words, name)], MOST) if found.name and self._are_rare() else None
        if rows is None or len(rows) >= MOST:  # else these are all
            if found.name:
                self._whole_names([found.name])
            rows = self._find([(words,)], MOST)
            found.full = len(rows) >= MOST
        self._add(rows, Has.LITERALLY)
        if found.full:  # those with the words in their names may be of lower quality
            self._add(self._find([(tuple(map(tags.name_stem, words)),)], NAMED), Has.LITERALLY)
        for word in self._joined:  # "web sockets" is websockets, too
            self._add(self._find([((stem(word),),)], BY_PART), Has.OTHERWISE)

    def _beginnings(self) -> None:
        """What has names that go on from the words: what is being typed, and halves of names."""
        words = [word for term in self.found.terms for word in term.words]
        if self._conditions.are_none:
            if not self.found.full or min(map(len, words)) > 2:
                self._add(self._begin(words, NAMED), Has.NOT)
        elif len(self.found.rows) < FEW:
            rows = self._begin(words, BY_PART)
            fitting = self._conditions.among(row.key for row in rows)
            self._add(engine().find(self._generation, fitting, BY_PART) if rows else [], Has.NOT)

    def _begin(self, words: Sequence[str], limit: int) -> list[Row]:
        rows = engine().begin(self._generation, words, limit)
        if not rows and len(words) == 1:
            return beginnings.joined(self._generation, words[0], limit)
        return rows

    def _otherwise(self) -> None:
        """What has a synonym of a word where it has not the word."""
        if any(term.others for term in self.found.terms):
            self._add(self._find(self._groups(self.found.terms), BY_OTHERS), Has.OTHERWISE)

    def _inside(self) -> None:
        """What has the words somewhere within its names: "ballot" in secretballot."""
        words = [word for term in self.found.terms for word in term.words]
        if self._conditions.are_none and min(map(len, words)) > 3:
            self._add(inside(self._generation, self._state, words, BY_PART), Has.NOT)

    def _misspelt(self) -> None:
        """What has words that the unknown ones may mean, or a name that all of it may mean."""
        found = self.found
        found.guessed = True
        self._guess()
        if any(term.meant for term in found.terms):
            self._add(self._find(self._groups(found.terms), BY_OTHERS), Has.OTHERWISE)
        if len(found.name) > 3 and not (len(found.terms) == 1 and found.terms[0].meant):
            # What is misspelt of several words was guessed word by word.
            one = len(found.terms) == 1
            found.near = (
                self._near(found.name) if one else vocabulary.near(self._generation, found.name)
            )
            self._whole_names([name for name, _ in found.near])

    def _partly(self) -> None:
        """What has some of the words: first all but one, then fewer."""
        found = self.found
        self._guess()
        found.partly = not found.rows
        places = sorted(range(len(found.terms)), key=lambda i: -found.terms[i].weight)[:MOST_TERMS]
        for size in _sizes(len(places)):
            for some in combinations(places, size):
                rows = self._find(self._groups([found.terms[i] for i in some]), BY_PART)
                has = tuple(
                    Has.LITERALLY if i in some else Has.NOT for i in range(len(found.terms))
                )
                found.add(rows, has)
            if len(found.rows) >= ENOUGH:
                break

    # ---- what they share

    def _guess(self) -> None:
        """Have terms that are nowhere mean what is near them."""
        self.found.terms = [
            replace(term, meant=tuple(self._near(term.words[0])))
            if self._is_unknown(term) and not term.meant else term
            for term in self.found.terms
        ]  # fmt: skip

    def _add(self, rows: Collection[Row], how: Has) -> None:
        self.found.add(rows, (how,) * len(self.found.terms))

    def _find(self, groups: Sequence[Group], limit: int) -> list[Row]:
        return self._sieve.find(groups, limit)

    def _groups(self, terms: Sequence[Term]) -> list[Group]:
        """Of each term a word or a synonym, or what a misspelt word may mean."""
        return [tuple(dict.fromkeys(_alternatives(term))) for term in terms]

    def _are_rare(self) -> bool:
        """Whether it is unlikely that more entries have all words than are looked at."""
        words = [word for term in self.found.terms for word in term.words]
        return min([self._known.get(word, 0) for word in words]) < MOST

    def _is_unknown(self, term: Term) -> bool:
        return len(term.words) == 1 and term.words[0] not in self._known

    def _near(self, word: str) -> list[tuple[str, int]]:
        if word not in self._nearest:
            near = vocabulary.near(self._generation, word)
            self._nearest[word] = near or vocabulary.near_joined(self._generation, word)
        return self._nearest[word]


def _alternatives(term: Term) -> Iterator[tuple[str, ...]]:
    yield term.stems
    yield (tags.whole_name("".join(term.words)),)
    yield from sorted(term.others)
    for word, _ in term.meant:
        yield (stem(word),)
        yield (tags.whole_name(word),)


def _sizes(count: int) -> list[int]:
    """How many of so many terms are tried together, the most first."""
    sizes = [count - 1, count - 2] if count <= 5 else [count - 1]
    return list(dict.fromkeys(size for size in [*sizes, 1] if size > 0))
