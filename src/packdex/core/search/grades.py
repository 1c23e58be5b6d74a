"""How well an entry has each term of a query, from 0 to 1. The table is in docs/METHODOLOGY.md.

A search compares thousands of names of which most words say nothing, so what each word says of the
query is found once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import islice
from typing import NamedTuple

from packdex.core.search.document import FORMER
from packdex.core.search.stem import stem

IN_NAME, STEM_IN_NAME, SYNONYM_IN_NAME = 1.0, 0.95, 0.7
BEGINS, BEGINS_MORE = 0.6, 0.3
TYPOS = {1: 0.9, 2: 0.75}
TOPIC, SYNONYM_TOPIC = 0.55, 0.45
TEXT, OTHER_TEXT = 0.4, 0.3


class Has(IntEnum):
    """How an entry was found to have a term somewhere."""

    NOT = 0
    OTHERWISE = 1  # a synonym, or what a misspelt word may mean
    LITERALLY = 2


SOMEWHERE = {Has.NOT: 0.0, Has.OTHERWISE: OTHER_TEXT, Has.LITERALLY: TEXT}
"""The grade of a term that the entry has, but neither in its names nor in its topics."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query, or an expression of several ("log in").

    `words` are as typed, `stems` theirs. `others` are the stems of synonyms, `meant` the words that
    a misspelt one may mean, each with its number of typos. `weight`: rare words weigh more.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    others: frozenset[tuple[str, ...]] = frozenset()
    meant: tuple[tuple[str, int], ...] = ()
    weight: float = 1.0


class _Said(NamedTuple):
    """What a word of a name says of a query: how many of its letters are in the query.

    `literal` has a grade for each word of the query, `meant` one for each term.
    """

    letters: int
    literal: tuple[float, ...]
    meant: tuple[float, ...]


Words = tuple[str, ...]


class Telling(NamedTuple):
    """What of an entry's names says something of a query, for each name of which any word does.

    `letters` is how many the name has, and `words` those of its words; where the query has a whole
    name as one word, that one, too.
    """

    letters: tuple[int, ...]
    words: tuple[Words, ...]


class Grades:
    """The grades of entries for one query."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._words = [word for term in terms for word in term.words]
        self._roots = [root for term in terms for root in term.stems]
        self._meant = [{word: TYPOS[n] for word, n in reversed(term.meant)} for term in terms]
        self._meant_roots = [{stem(w): grade for w, grade in each.items()} for each in self._meant]
        self._wholes = set(self._words).union(*self._meant)
        self._have_others = any(term.others for term in terms)
        parts = {root for term in terms for other in term.others for root in other}
        self._topical = parts.union(self._roots)
        self._beginnings = tuple(shortest({*beginnings(terms), *map(_shared, parts)}))
        self._kept: dict[str, _Said] = {}

    def telling(self, names: str) -> Telling:
        """What of an entry's names, as the index keeps them, says anything of the query."""
        some = self._beginnings
        letters, found = [], []
        for name in names.split("|"):
            if not name.startswith(FORMER):
                words = name.split(" ")
                telling = [word for word in words if word.startswith(some)]
                if len(words) > 1 and (whole := "".join(words)) in self._wholes:
                    telling.append(whole)
                if telling:
                    letters.append(len(name) - len(words) + 1)
                    found.append(tuple(telling))
        return Telling(tuple(letters), tuple(found))

    def topics(self, about: str) -> Words:
        """Those of an entry's topics, as the index keeps them, that say anything of the query."""
        return tuple([root for root in about.split() if root in self._topical])

    def of(
        self, called: Sequence[Words], topics: Words, has: Sequence[Has]
    ) -> tuple[list[int], list[float]]:
        """How many letters of each name are in the query, and the grade of each term.

        `called` and `topics` are what is telling; `has` says of each term whether the entry has it
        anywhere.
        """
        there = [TEXT if each is Has.LITERALLY else 0.0 for each in has]
        literal = [there[i] for i, term in enumerate(self._terms) for _ in term.words]
        grades = [SOMEWHERE[each] for each in has]
        letters = []
        for words in called:
            said = 0
            for word in words:
                known = self._kept.get(word) or self._saying(word)
                said += known.letters
                literal = list(map(max, literal, known.literal))
                grades = list(map(max, grades, known.meant))
            letters.append(said)
        if topics:
            topical = (TOPIC if root in topics else 0.0 for root in self._roots)
            literal = list(map(max, literal, topical))
        if self._have_others:
            grades = list(map(max, grades, self._synonyms(called, topics)))
        return letters, list(map(max, grades, self._by_term(literal)))

    def _saying(self, word: str) -> _Said:
        """What a word says; kept, as names share their words."""
        root = stem(word)
        literal = tuple(map(partial(_literal, word, root), self._words, self._roots))
        typos = zip(self._meant, self._meant_roots, strict=True)
        meant = tuple(max(words.get(word, 0.0), roots.get(root, 0.0)) for words, roots in typos)
        letters = max((len(w) for w in self._words if word.startswith(w)), default=0)
        if max(literal) >= STEM_IN_NAME or any(meant):
            letters = len(word)
        found = self._kept[word] = _Said(letters, literal, meant)
        return found

    def _synonyms(self, called: Sequence[Words], topics: Words) -> list[float]:
        """The grade of each term for its synonyms."""
        roots = {stem(word) for words in called for word in words}
        return [
            SYNONYM_IN_NAME if any(map(roots.issuperset, term.others))
            else SYNONYM_TOPIC if any(map(set(topics).issuperset, term.others)) else 0.0
            for term in self._terms
        ]  # fmt: skip

    def _by_term(self, literal: list[float]) -> list[float]:
        """Of grades for each word the mean of those of each term."""
        if len(literal) == len(self._terms):
            return literal
        each = iter(literal)
        return [sum(islice(each, len(t.words))) / len(t.words) for t in self._terms]


def beginnings(terms: Iterable[Term]) -> set[str]:
    """Of the words in an entry's names or topics one begins with one of these, if it has any term.

    All words with a stem begin with it but for its last letter ("query", "queri"; "using", "use").
    """
    found = {word for term in terms for word in term.words}
    roots = {root for term in terms for root in term.stems}
    roots.update(other[0] for term in terms for other in term.others)
    roots.update(stem(word) for term in terms for word, _ in term.meant)
    return found | {_shared(root) for root in roots}


def shortest(beginnings: Iterable[str]) -> list[str]:
    """Those of which no other one is the beginning: what begins as any of them begins as these."""
    found: list[str] = []
    for each in sorted(beginnings):
        if not found or not each.startswith(found[-1]):
            found.append(each)
    return found


def _shared(root: str) -> str:
    """What all words with a stem begin with."""
    return root[:-1] if len(root) > 3 or (len(root) > 2 and root[-1] in "eil") else root


def _literal(word: str, root: str, asked: str, asked_root: str) -> float:
    """The grade of a word of a name for one of the query."""
    if word == asked:
        return IN_NAME
    if root == asked_root:
        return STEM_IN_NAME
    if len(asked) > 1 and word.startswith(asked):
        return BEGINS + BEGINS_MORE * len(asked) / len(word)
    return 0.0
