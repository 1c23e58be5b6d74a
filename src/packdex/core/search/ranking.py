"""How well an entry fits a query, from 0 to 100. The formula stands in docs/METHODOLOGY.md.

An exact name is 100, a name that is one no more 98, and nothing else comes above 97: words of a
name weigh more than topics, those more than the text, and quality adds at most 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from packdex.core.search.document import FORMER
from packdex.core.search.quality import BEST
from packdex.core.search.stem import stem

EXACT, FORMER_NAME = 100.0, 98.0
RELEVANCE, COVERAGE, QUALITY = 70, 15, 10

IN_NAME, STEM_IN_NAME, SYNONYM_IN_NAME = 1.0, 0.95, 0.7
BEGINS, BEGINS_MORE = 0.6, 0.3
TYPOS = {1: 0.9, 2: 0.75}
TOPIC, SYNONYM_TOPIC = 0.55, 0.45
TEXT, OTHER_TEXT = 0.4, 0.3

MISSPELT_NAME = {1: 90.0, 2: 82.0}
"""A whole name with so many typos, before its quality is added: below an exact one."""


class Has(IntEnum):
    """How an entry was found to have a term somewhere."""

    NOT = 0
    OTHERWISE = 1  # a synonym, or what a misspelt word may mean
    LITERALLY = 2


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


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an entry: the words of each, and all their stems."""

    each: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    stems: frozenset[str]


class Ranking:
    """The ranks of entries for one query: its terms, and its words as one name."""

    def __init__(
        self, terms: Sequence[Term], name: str, misspelt: Sequence[tuple[str, int]]
    ) -> None:
        self._terms = terms
        self._name = name
        self._misspelt = dict(misspelt)
        self._total = sum(term.weight for term in terms) or 1.0
        self._is_named = re.compile("|".join(sorted(map(re.escape, _needles(terms))))).search
        self._elsewhere: dict[tuple[Has, ...], float] = {}

    def score(self, names: str, about: str, has: tuple[Has, ...], quality: int) -> float:
        """How well the entry fits; `names` and `about` as the index keeps them.

        `has` says of each term whether the entry has it anywhere.
        """
        plus = QUALITY * quality / BEST
        if not (self._is_named(names) or self._is_named(about)):
            return self._in_text(has) + plus
        each = tuple(tuple(n.split()) for n in names.split("|") if not n.startswith(FORMER))
        wholes = {"".join(words) for words in each}
        if self._name and self._name in wholes:
            return EXACT
        if self._name and FORMER in names and self._name in _former(names):
            return FORMER_NAME
        typos = min((self._misspelt[w] for w in wholes if w in self._misspelt), default=0)
        if typos:
            return MISSPELT_NAME[typos] + plus * 0.7
        words = frozenset(word for name in each for word in name)
        known = Names(each, words, frozenset(map(stem, words)))
        topics = frozenset(about.split())
        pairs = list(zip(self._terms, has, strict=True))
        grades = [_grade(term, known, topics, there) for term, there in pairs]
        relevance = self._relevance(grades)
        return RELEVANCE * relevance + COVERAGE * self._coverage(known) + plus

    def _in_text(self, has: tuple[Has, ...]) -> float:
        """The score of an entry that has nothing of the query in its names or topics."""
        score = self._elsewhere.get(has)
        if score is None:
            relevance = self._relevance([_TEXT_GRADES[there] for there in has])
            score = self._elsewhere[has] = RELEVANCE * relevance
        return score

    def _relevance(self, grades: Sequence[float]) -> float:
        """The mean grade of the terms by their weights, times the share of those that are there."""
        weighted = [(term.weight, grade) for term, grade in zip(self._terms, grades, strict=True)]
        there = sum(weight for weight, grade in weighted if grade)
        return sum(weight * grade for weight, grade in weighted) / self._total * there / self._total

    def _coverage(self, names: Names) -> float:
        """How much of a name the query says: the share of its letters, of the best of its names."""
        best = 0.0
        for name in names.each:
            letters = sum(map(len, name))
            said = sum(self._said(word) for word in name)
            best = max(best, said / letters if letters else 0.0)
        return best

    def _said(self, word: str) -> int:
        root = stem(word)
        for term in self._terms:
            if word in term.words or root in term.stems or any(word == m for m, _ in term.meant):
                return len(word)
        begun = [len(w) for term in self._terms for w in term.words if word.startswith(w)]
        return max(begun, default=0)


_TEXT_GRADES = {Has.NOT: 0.0, Has.OTHERWISE: OTHER_TEXT, Has.LITERALLY: TEXT}


def _former(names: str) -> set[str]:
    former = (name.removeprefix(FORMER) for name in names.split("|") if name.startswith(FORMER))
    return {name.replace(" ", "") for name in former}


def _needles(terms: Iterable[Term]) -> Iterable[str]:
    """Texts of which one at least stands in an entry's names or topics if any term does."""
    found: set[str] = set()
    for term in terms:
        found.update(_beginning(root) for root in term.stems)
        found.update(_beginning(other[0]) for other in term.others)
        found.update(_beginning(stem(word)) for word, _ in term.meant)
    return found


def _beginning(root: str) -> str:
    """What all words with a stem begin with: its last letter may be another ("query", "queri")."""
    return root[:-1] if len(root) > 3 else root


def _grade(term: Term, names: Names, topics: frozenset[str], there: Has) -> float:
    """How well an entry has a term, from 0 to 1."""
    parts = zip(term.words, term.stems, strict=True)
    literal = sum(_literal(w, s, names, topics, there) for w, s in parts) / len(term.words)
    return max(literal, _otherwise(term, names, topics), _TEXT_GRADES[there])


def _literal(word: str, root: str, names: Names, topics: frozenset[str], there: Has) -> float:
    if word in names.words or any("".join(name) == word for name in names.each):
        return IN_NAME
    if root in names.stems:
        return STEM_IN_NAME
    begun = [len(word) / len(each) for each in names.words if each.startswith(word)]
    if begun and len(word) > 1:
        return BEGINS + BEGINS_MORE * max(begun)
    if root in topics:
        return TOPIC
    return TEXT if there is Has.LITERALLY else 0.0


def _otherwise(term: Term, names: Names, topics: frozenset[str]) -> float:
    best = 0.0
    for word, typos in term.meant:
        if (
            word in names.words
            or stem(word) in names.stems
            or any("".join(name) == word for name in names.each)
        ):
            best = max(best, TYPOS[typos])
    for other in term.others:
        if names.stems.issuperset(other):
            best = max(best, SYNONYM_IN_NAME)
        elif topics.issuperset(other):
            best = max(best, SYNONYM_TOPIC)
    return best
