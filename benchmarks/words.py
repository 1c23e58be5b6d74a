"""Made-up words with Zipf frequencies: common ones of the field, then a tail of syllables."""

import itertools
import random

HEAD = """
    django a for the and to app with of in simple reusable admin your models forms support
    using based an integration application api views user users template templates file files
    rest model project that management fields easy custom field provides from on tool
    utilities database authentication content cache library plugin backend static queries
    framework pages html web image images data email site settings form objects tags system is
    multiple middleware testing generic search tree menu blog storage session async tasks
    queue permissions login payment shop translation localisation editor widgets assets
    permission small extra export import reports
""".split()  # noqa: SIM905 -- the most frequent first, to be read as a text

SYLLABLES = ["".join(pair) for pair in itertools.product("bdfgklmnprstvz", "aeiou")]


def made_up(number: int, syllables: int = 4) -> str:
    """Give the pronounceable word that stands for a number, another one for each.

    Neighbouring numbers give unlike words. Raises ValueError when there are more numbers than
    words of that many syllables (24 million of four).
    """
    base = len(SYLLABLES)
    words = base**syllables
    if not 0 <= number < words:
        raise ValueError(f"no word of {syllables} syllables for {number}")
    number = (number * 7_654_321 + 12_345) % words
    parts = []
    for _ in range(syllables):
        number, rest = divmod(number, base)
        parts.append(SYLLABLES[rest])
    return "".join(parts)


class Vocabulary:
    """Words of which the one of rank r is drawn with a frequency proportional to 1/r (Zipf)."""

    def __init__(self, size: int) -> None:
        tail = (made_up(number, 3) for number in range(size - len(HEAD)))
        self.words = [*HEAD, *tail]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, size + 1)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Draw that many words, the same ones for the same state of the generator."""
        return rng.choices(self.words, cum_weights=self._weights, k=count)
