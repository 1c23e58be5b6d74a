"""Typos: keys under which a word and its misspellings meet, and which words are meant.

The keys are those of W. Garbe's SymSpell (2012): two words are at most n typos apart if leaving
out at most n letters of each can make them one. Keys are made of the first HEAD letters only, and
the words that meet are then compared in full. That bounds the keys, and two typos are found unless
both are in a head for which only the keys of one were kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from zlib import crc32

from packdex.core.spelling import distance, typos_let

HEAD = 6
"""Letters of a word that keys are made of."""

# Numbers of seven bytes: two texts with one number lead to words that are compared in vain.
_BITS = 24
KEY_BITS = 2 * _BITS
_LOW = (1 << _BITS) - 1


def keys(word: str, most: int) -> set[str]:
    """The head of `word`, and what is left of it without any 1 to `most` letters."""
    head = word[:HEAD]
    found = {head}
    for count in range(1, min(most, len(head) - 2) + 1):
        if count == 1:
            found.update([head[:i] + head[i + 1 :] for i in range(len(head))])
        else:
            found.update(map("".join, combinations(head, len(head) - count)))
    return found


def number_of(text: str) -> int:
    """A number below 2^24 for a text, as the index keeps it in the place of the text."""
    return crc32(text.encode()) & _LOW


def word_number(word: str) -> int:
    """A word's number: all words with one head lie in one range of numbers (`words_range`)."""
    return number_of(word[:HEAD]) << 32 | crc32(word.encode())


def words_range(head_number: int) -> tuple[int, int]:
    """The first and the last number of words with the head of that number."""
    return head_number << 32, (head_number << 32) + 0xFFFFFFFF


def key_numbers(word: str, most: int) -> list[int]:
    """The numbers of all keys that lead to the head of `word`."""
    head = number_of(word[:HEAD])
    return [(crc32(key.encode()) & _LOW) << _BITS | head for key in keys(word, most)]


def key_range(key: str) -> tuple[int, int]:
    """The first and the last number of what a key leads to."""
    first = number_of(key) << _BITS
    return first, first | _LOW


def head_of(key: int) -> int:
    """The number of the head that a key's number leads to."""
    return key & _LOW


def meant(typed: str, words: Iterable[tuple[str, int]], most: int = 4) -> list[tuple[str, int]]:
    """Which of `words` may be meant by `typed`, each with the number of typos, the nearest first.

    `words` come with how often they occur; of words equally near, those that occur more come first.
    How many typos are let depends on the length (`core.spelling.typos_let`).
    """
    let, length = typos_let(len(typed)), len(typed)
    near = []
    for word, count in words:
        if abs(len(word) - length) > let:  # found out sooner than by calling what compares
            continue
        apart = distance(typed, word, let)
        if 0 < apart <= let:
            near.append((apart, -count, word))
    near.sort()
    return [(word, apart) for apart, _, word in near[:most] if apart <= near[0][0] + 1]
