"""What differs between two texts, by words or by lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"

# The time that comparing takes grows with the square of these; longer texts are compared by lines,
# and those with still more of them not at all.
MOST_PIECES = 300


class Piece(NamedTuple):
    """A part of a text: in both (`same`), only in the old one (`gone`), or only in the `new`."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts in one: what stayed, went and came, in the order in which it is read."""
    for split in (r"\s+|\S+", r"[^\n]*\n|[^\n]+"):
        old, new = re.findall(split, before), re.findall(split, after)
        if len(old) <= MOST_PIECES and len(new) <= MOST_PIECES:
            return list(_compared(old, new))
    return [Piece(GONE, before), Piece(NEW, after)]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(old[i:j]))
            continue
        if i < j:
            yield Piece(GONE, "".join(old[i:j]))
        if k < m:
            yield Piece(NEW, "".join(new[k:m]))


def in_context(found: list[Piece], most: int) -> list[Piece]:
    """The pieces with what stayed cut to about `most` characters beside each change."""
    cut = []
    for at, (kind, text) in enumerate(found):
        first, last = at == 0, at == len(found) - 1
        before = "" if first else text[:most]
        after = "" if last else text[-most:]
        if kind == SAME and len(text) > len(before) + len(after) + 1:
            cut.append(Piece(SAME, f"{before}…{after}"))
        else:
            cut.append(Piece(kind, text))
    return cut


def around(before: str, after: str, most: int) -> tuple[str, str]:
    """Both texts in at most about `most` characters each, cut to where they differ.

    Texts that are shorter stay as they are.
    """
    if max(len(before), len(after)) <= most:
        return before, after
    same = 0
    for a, b in zip(before, after, strict=False):
        if a != b:
            break
        same += 1
    start = max(0, same - most // 4)
    return _cut(before, start, most), _cut(after, start, most)


def _cut(text: str, start: int, most: int) -> str:
    end = start + most
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
