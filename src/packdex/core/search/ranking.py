"""How well an entry fits a query, from 0 to 100. The formula stands in docs/METHODOLOGY.md.

An exact name is 100, a name that is one no more 98, and nothing else comes above 97: words of a
name weigh more than topics, those more than the text, and quality adds at most 10.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from packdex.core.search.document import FORMER
from packdex.core.search.grades import SOMEWHERE, Grades, Has, Term, beginnings
from packdex.core.search.quality import BEST
from packdex.core.search.words import LONGEST
from packdex.core.spelling import distance, typos_let

EXACT, FORMER_NAME = 100.0, 98.0
RELEVANCE, COVERAGE, QUALITY = 70, 15, 10

MISSPELT_NAME = {1: 90.0, 2: 82.0}
"""A whole name with so many typos, before its quality is added: below an exact one."""


class Ranking:
    """The ranks of entries for one query: its terms, and its words as one name.

    `misspelt`: words of it are nowhere, so that names count, too, that are a typo or two away.
    """

    def __init__(self, terms: Sequence[Term], name: str, *, misspelt: bool) -> None:
        self._terms = terms
        self._name = name
        self._let = typos_let(len(name)) if misspelt else 0
        self._total = sum(term.weight for term in terms) or 1.0
        self._grades = Grades(terms)
        some = sorted(beginnings(terms)) or ["(?!)"]  # without terms nothing is named
        self._is_named = re.compile(rf"\b(?:{'|'.join(some)})").search
        self._elsewhere: dict[tuple[Has, ...], float] = {}

    def score(self, names: str, about: str, has: tuple[Has, ...], quality: int) -> float:
        """How well the entry fits; `names` and `about` as the index keeps them.

        `has` says of each term whether the entry has it anywhere.
        """
        plus = QUALITY * quality / BEST
        if self._let or (self._name and self._name in names.replace(" ", "")):
            whole = self._as_a_whole(names, plus)
            if whole:
                return whole
        if not (self._is_named(names) or (about and self._is_named(about))):
            return self._in_text(has) + plus
        called = [name.split(" ") for name in names.split("|") if not name.startswith(FORMER)]
        coverage, grades = self._grades.of(called, about.split(), has)
        return RELEVANCE * self._relevance(grades) + COVERAGE * coverage + plus

    def _as_a_whole(self, names: str, plus: float) -> float:
        """The score of an entry of which the query is a whole name, perhaps misspelt; else 0."""
        each = names.split("|")
        wholes = [name.replace(" ", "")[:LONGEST] for name in each if not name.startswith(FORMER)]
        if self._name in wholes:
            return EXACT
        if any(self._name == name.removeprefix(FORMER).replace(" ", "") for name in each):
            return FORMER_NAME
        typos = [distance(self._name, whole, self._let) for whole in wholes] if self._let else []
        nearest = min(typos, default=0)
        return MISSPELT_NAME[nearest] + plus * 0.7 if 0 < nearest <= self._let else 0.0

    def _in_text(self, has: tuple[Has, ...]) -> float:
        """The score of an entry that has nothing of the query in its names or topics."""
        score = self._elsewhere.get(has)
        if score is None:
            score = RELEVANCE * self._relevance([SOMEWHERE[there] for there in has])
            self._elsewhere[has] = score
        return score

    def _relevance(self, grades: Sequence[float]) -> float:
        """The mean grade of the terms by their weights, times the share of those that are there."""
        there = graded = 0.0
        for term, grade in zip(self._terms, grades, strict=True):
            if grade:
                there += term.weight
                graded += term.weight * grade
        return graded / self._total * there / self._total
