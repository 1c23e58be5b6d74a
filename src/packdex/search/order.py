"""The order of what was found: its scores, and the best of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from packdex.core.search.quality import BEST
from packdex.core.search.query import Query
from packdex.core.search.ranking import EXACT, Ranking
from packdex.core.search.written import SERIAL_BITS, Row, qualities_of
from packdex.search import phrases
from packdex.search.retrieve import Candidates

_Scored = tuple[float, Row]

BY: dict[str, Callable[[_Scored], tuple[object, ...]]] = {
    "relevance": lambda r: (-r[0], r[1].owner % 2, r[1].key >> SERIAL_BITS, r[1].owner),
    "stars": lambda r: (1 if r[1].stars is None else -r[1].stars, -r[0], r[1].owner),
    "updated": lambda r: (1 if r[1].updated is None else -r[1].updated, -r[0], r[1].owner),
    "name": lambda r: (r[1].names, r[1].owner),
}
"""The orders, the usual one first: packages stand before grids that fit as well, then what has the
better quality. What is not known comes last, and equals by their numbers."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found, in any order, and how well each fits."""

    rows: Sequence[Row]
    scores: Sequence[float]

    def best(self, count: int, sort: str = "relevance") -> list[_Scored]:
        """The first `count` in an order of BY, each with its score."""
        scored = zip(self.scores, self.rows, strict=True)
        if sort != "relevance" or count >= len(self.rows):
            return sorted(scored, key=BY[sort])[:count]
        # Only those are compared in full that can be among them.
        least = sorted(self.scores, reverse=True)[count - 1] if count else BEST
        return sorted([each for each in scored if each[0] >= least], key=BY[sort])[:count]


def ranked(query: Query, found: Candidates) -> Ranked:
    """The scores of what was found, without what has not the phrases of the query."""
    rows = list(found.rows.values())
    scores = Ranking(found.terms, found.name, misspelt=found.guessed).scores(
        [row[2] for row in rows],
        [row[3] for row in rows],
        found.steps,
        qualities_of(found.rows),
    )
    if not any(len(words) > 1 for words in (*query.phrases, *query.without)):
        return Ranked(rows, scores)
    best = Ranked(rows, scores).best(phrases.MOST)
    fitting = phrases.fitting(query, [row.owner for _, row in best])
    best = [each for each in best if each[1].owner in fitting]
    return Ranked(list(map(itemgetter(1), best)), list(map(itemgetter(0), best)))


def weight_of(score: float) -> int:
    """A score as it is told: 100 is an exact name."""
    return 100 if score >= EXACT else min(99, round(score))
