"""Words that people use for one another, from a list that anyone can edit (synonyms.txt)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from packdex.core.search.stem import stem
from packdex.core.search.words import words_of

FILE = Path(__file__).with_name("synonyms.txt")

Words = tuple[str, ...]
Synonyms = Mapping[Words, frozenset[Words]]
"""The stems of a word, or of several in a row, and the others of its line."""


def read(lines: Iterable[str]) -> Synonyms:
    """The synonyms of lines such as "auth, log in, login". Empty lines and those with # are none.

    A word on several lines means what is on any of them.
    """
    found: dict[Words, frozenset[Words]] = {}
    for line in lines:
        said = line.partition("#")[0].split(",")
        group = frozenset(words for text in said if (words := tuple(map(stem, words_of(text)))))
        for words in group:
            found[words] = found.get(words, frozenset()) | (group - {words})
    return found


@cache
def usual() -> Synonyms:
    """The synonyms of the list that comes with the software."""
    return read(FILE.read_text("utf-8").splitlines())


def runs(stems: Sequence[str], synonyms: Synonyms) -> list[tuple[int, int]]:
    """Which parts of a query are one expression: pairs of the first place and the one after.

    Every word is in one of them. The longest expressions on the list win, up to three words.
    """
    found = []
    place = 0
    while place < len(stems):
        length = next((n for n in (3, 2) if tuple(stems[place : place + n]) in synonyms), 1)
        length = min(length, len(stems) - place)
        found.append((place, place + length))
        place += length
    return found
