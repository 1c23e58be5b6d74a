"""What people type into the search box of a generated catalogue, of every kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from benchmarks.generate import Catalogue
from benchmarks.words import HEAD, Vocabulary

OPERATORS = ("stars:>100", "-is:archived", "has:grid", "updated:<900d", "category:apps", "stars:<5")

Make = Callable[["Typist"], str]


class Typist:
    """Makes up queries, the same ones for the same seed."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self.rng = random.Random(seed)
        self._catalogue = catalogue
        self._vocabulary = Vocabulary(8_000)

    def name(self) -> str:
        """The slug of a package."""
        return self._catalogue.name(self.rng.randrange(self._catalogue.packages)).slug

    def words(self, count: int) -> str:
        """Words of descriptions, common ones as often as they stand there."""
        return " ".join(self._vocabulary.draw(self.rng, count))

    def begun(self) -> str:
        """A name of which not all is typed yet."""
        name = self.name()
        return name[: self.rng.randrange(3, max(4, len(name)))]

    def misspelt(self) -> str:
        """A name with two letters in the wrong order."""
        name = self.name()
        place = self.rng.randrange(max(1, len(name) - 6), len(name) - 1)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


KINDS: tuple[tuple[int, Make], ...] = (
    (15, lambda typist: typist.name()),
    (15, lambda typist: typist.words(1)),
    (25, lambda typist: typist.words(2)),
    (15, lambda typist: typist.begun()),
    (15, lambda typist: typist.misspelt()),
    (10, lambda typist: f"{typist.words(1)} {typist.rng.choice(OPERATORS)}"),
    (5, lambda typist: typist.rng.choice(HEAD[:40])),
)
"""Of a hundred queries, how many are of each kind."""


def queries(catalogue: Catalogue, seed: int, count: int) -> Iterator[str]:
    """So many different queries."""
    typist, seen = Typist(catalogue, seed), set[str]()
    shares, makers = zip(*KINDS, strict=True)
    while len(seen) < count:
        text = typist.rng.choices(makers, shares)[0](typist)
        if text.strip("-_ ") and text not in seen:
            seen.add(text)
            yield text
