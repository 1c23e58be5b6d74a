"""How well an entry fits a query, from 0 to 100. The formula stands in docs/METHODOLOGY.md.

An exact name is 100, a name that is one no more 98, and nothing else comes above 97: words of a
name weigh more than topics, those more than the text, and quality adds at most 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from packdex.core.search.document import FORMER
from packdex.core.search.grades import SOMEWHERE, Grades, Has, Term, Words, beginnings, shortest
from packdex.core.search.quality import BEST
from packdex.core.search.words import LONGEST
from packdex.core.spelling import distance, typos_let

EXACT, FORMER_NAME = 100.0, 98.0
RELEVANCE, COVERAGE, QUALITY = 70, 15, 10

MISSPELT_NAME = {1: 90.0, 2: 82.0}
"""A whole name with so many typos, before its quality is added: below an exact one."""

_PLUS = tuple(QUALITY * quality / BEST for quality in range(BEST + 1))


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
        self._starts = [f" {each}" for each in shortest(beginnings(terms))]
        self._kept: dict[tuple[tuple[Words, ...], Words, int], tuple[list[int], float]] = {}

    def scores(
        self,
        names: Sequence[str],
        about: Sequence[str],
        steps: Iterable[tuple[tuple[Has, ...], int]],
        qualities: Sequence[int],
    ) -> list[float]:
        """How well each entry fits: a list for each of what ranks are made of, and one of scores.

        `names` and `about` as the index keeps them; `steps` say of each term whether the entries
        have it anywhere: so many have it so, then the next. Most entries have the words in their
        texts only, and those of a step are alike. Names and topics are gone through at once for
        those of which more is to be said.
        """
        found: list[float] = []
        has: list[tuple[Has, ...]] = []
        for way, count in steps:
            text = self._in_text(way)
            found += [text + _PLUS[quality] for quality in qualities[len(has) : len(has) + count]]
            has += [way] * count
        special = {*_having(self._starts, names), *_having(self._starts, about)}
        for place in self._wholes(names):
            if whole := self._as_a_whole(names[place], _PLUS[qualities[place]]):
                found[place] = whole
                special.discard(place)
        for place in special:
            score = self._by_name(names[place], about[place], has[place])
            found[place] = score + _PLUS[qualities[place]]
        return found

    def _wholes(self, names: Sequence[str]) -> Iterable[int]:
        """The places of those of which the query may be a whole name."""
        if self._let:
            return [i for i, line in enumerate(names) if self._is_as_long(line)]
        together = "|\n|".join(["", *names, ""]).replace(FORMER, "").replace(" ", "")
        # A name of full length may be the beginning of a longer one.
        name = f"|{self._name}|" if len(self._name) < LONGEST else self._name
        if not self._name or name not in together:
            return ()
        return [i for i, line in enumerate(together.split("\n"), -1) if name in line]

    def _is_as_long(self, names: str) -> bool:
        """Whether one of the names may be as long as the query, but for its typos."""
        if "|" in names or FORMER in names or len(self._name) + self._let >= LONGEST:
            return True
        return abs(len(names) - names.count(" ") - len(self._name)) <= self._let

    def _by_name(self, names: str, about: str, has: tuple[Has, ...]) -> float:
        """The score of an entry that has something of the query in its names or topics.

        That is without its quality. What names say of a query, many say alike.
        """
        letters, words = self._grades.telling(names)
        topics = self._grades.topics(about) if about else ()
        key = words, topics, id(has)
        known = self._kept.get(key)
        if known is None:
            said, grades = self._grades.of(words, topics, has)
            known = self._kept[key] = said, RELEVANCE * self._relevance(grades)
        coverage = max(
            [min(1.0, s / n) for s, n in zip(known[0], letters, strict=True)], default=0.0
        )
        return known[1] + COVERAGE * coverage

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
        return RELEVANCE * self._relevance([SOMEWHERE[there] for there in has])

    def _relevance(self, grades: Sequence[float]) -> float:
        """The mean grade of the terms by their weights, times the share of those that are there."""
        there = graded = 0.0
        for term, grade in zip(self._terms, grades, strict=True):
            if grade:
                there += term.weight
                graded += term.weight * grade
        return graded / self._total * there / self._total


def _having(starts: Iterable[str], lines: Sequence[str]) -> Iterator[int]:
    """The places of lines in which a word begins with one of `starts`: each is a space and more."""
    text = " " + "\n ".join(lines).replace("|", " ")
    parts: list[str] = []
    for start in starts:
        if start in text:
            parts = parts or text.split("\n")
            yield from [place for place, part in enumerate(parts) if start in part]
