"""The relevance set: what people type, what answers it, and how well answers are scored.

`relevance.tsv` was written by hand over the starter catalogue. To it come every package of that
catalogue by its slug, and a part of a generated catalogue that lies around it as noise, by name and
with a typo.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import Catalogue

EXACT, TYPO = "exact", "typo"
NOISE = 2_000
"""Generated packages that lie around the real ones."""

ASKED = 40
"""Every so many of the generated packages is asked for."""

LOOKED_AT = 20
"""Places of an answer that count."""

_SET = Path(__file__).parent / "relevance.tsv"

Find = Callable[[str], Sequence[str]]
"""Gives what was found for a query, best first: slugs, those of grids behind "grid:"."""


@dataclass(frozen=True, slots=True)
class Case:
    """A query of a kind, and all that answers it."""

    kind: str
    query: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """What the cases of a kind came to: their mean reciprocal rank, and success at 1 and at 5."""

    cases: int
    mrr: float
    first: float
    among_five: float


def written() -> list[Case]:
    """The cases that were written by hand."""
    lines = [line for line in _SET.read_text("utf-8").splitlines() if not line.startswith("#")]
    parts = [line.split("\t") for line in lines]
    return [Case(kind, query, frozenset(answers.split())) for kind, query, answers in parts]


def cases(real_slugs: Sequence[str]) -> list[Case]:
    """All cases, over packages with `real_slugs` and the generated ones."""
    by_hand = written()
    asked = {case.query for case in by_hand}
    by_slug = [Case(EXACT, s, frozenset([s])) for s in real_slugs if s not in asked]
    return [*by_hand, *by_slug, *_generated()]


def _generated() -> Iterator[Case]:
    catalogue, rng = Catalogue(NOISE), random.Random("typos")
    for number in range(0, NOISE, ASKED):
        slug = catalogue.name(number).slug
        yield Case(EXACT, slug, frozenset([slug]))
        yield Case(TYPO, misspelt(slug, rng), frozenset([slug]))


def misspelt(name: str, rng: random.Random) -> str:
    """`name` with one letter of its last word left out, doubled, changed, or swapped with the next.

    The first letter of a word is seldom mistaken and stays.
    """
    head, separator, word = name.rstrip("-").rpartition("-")
    i = rng.randrange(1, len(word) - 1)
    wrong = rng.choice("aeioulnrst".replace(word[i], ""))
    spelt = rng.choice(
        (
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[:i] + wrong + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
        )
    )
    return head + separator + spelt


def scores(asked: Sequence[Case], find: Find) -> tuple[dict[str, Score], list[str]]:
    """The scores of each kind and of all ("all"), and a line for each case without a first place.

    A case's reciprocal rank is 1 / the place of the first answer, 0 where there is none in twenty.
    """
    places: dict[str, list[int]] = {"all": []}
    misses = []
    for case in asked:
        found = list(find(case.query))[:LOOKED_AT]
        place = next((i for i, one in enumerate(found, 1) if one in case.answers), 0)
        places.setdefault(case.kind, []).append(place)
        places["all"].append(place)
        if place != 1:
            misses.append(f"{case.kind} {case.query!r}: place {place or '-'}, {found[:3]}")
    return {kind: _score(those) for kind, those in places.items()}, misses


def _score(places: Sequence[int]) -> Score:
    count = len(places)
    return Score(
        count,
        sum(1 / place for place in places if place) / count,
        sum(place == 1 for place in places) / count,
        sum(1 <= place <= 5 for place in places) / count,
    )
