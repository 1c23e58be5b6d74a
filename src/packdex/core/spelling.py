"""Names that are one to a person: with a typo or two, with or without the framework's prefix."""

from __future__ import annotations

from rapidfuzz.distance import OSA

PREFIX = "django"
"""Half of the packages of a framework carry its name in theirs, and people leave it out."""

HEAD = 4
"""Letters at the beginning in which a typo is looked for by trying; behind them by comparing."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def stem_of(plain: str) -> str:
    """A plain name (lower case, no separators) without the framework's prefix."""
    rest = plain.removeprefix(PREFIX)
    return rest if len(rest) > 1 else plain


def typos_let(length: int) -> int:
    """How many typos make no other name of a stem with so many letters."""
    return 0 if length < 4 else 1 if length < 8 else 2


def variants(stem: str) -> set[str]:
    """What one typo in the first HEAD letters of `stem` makes of it: some 360 texts, or fewer."""
    found = set()
    for i in range(min(HEAD, len(stem)) + 1):
        before, here = stem[:i], stem[i:]
        found |= {before + letter + here for letter in _LETTERS}
        if here:
            found |= {before + letter + here[1:] for letter in _LETTERS}
            found.add(before + here[1:])
        if len(here) > 1:
            found.add(before + here[1] + here[0] + here[2:])
    return found - {stem, ""}


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with the next one.

    `most + 1` where it is more than `most` (optimal string alignment).
    """
    return OSA.distance(one, other, score_cutoff=most)
