"""A table of texts for a terminal: columns in line, in as many blocks as the width needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

WIDEST_HEADING, WIDEST_CELL = 24, 28  # places on the screen; what is longer is cut
_GAP = "  "


def blocks(lines: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table, in `width` places where no single column needs more.

    The first line and the first column are headings. Columns that do not fit beside the others
    follow below, after an empty line, with the first column again.
    """
    cells = [[printed(text) for text in line] for line in lines]
    head, *columns = [list(column) for column in zip(*cells, strict=True)]
    first = _column(head, WIDEST_HEADING)
    room = width - _width(first[0])
    # Where there are few columns, they share the width.
    widest = max(WIDEST_CELL, room // max(1, len(columns)) - len(_GAP))
    together: list[list[str]] = []
    for cut in (_column(column, widest) for column in columns):
        needed = len(_GAP) + _width(cut[0])
        if together and needed > room:
            yield from _joined([first, *together])
            yield ""
            together, room = [], width - _width(first[0])
        together.append(cut)
        room -= needed
    yield from _joined([first, *together])


def printed(text: str) -> str:
    """`text` on one line, without the control characters that could rewrite a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _joined(columns: list[list[str]]) -> Iterator[str]:
    return (_GAP.join(line).rstrip() for line in zip(*columns, strict=True))


def _column(texts: list[str], widest: int) -> list[str]:
    """The texts, cut and filled up to one width."""
    width = min(widest, max(map(_width, texts)))
    cut = [_cut(text, width) for text in texts]
    return [text + " " * (width - _width(text)) for text in cut]


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept, left = "", width - 1
    for letter in text:
        left -= _width(letter)
        if left < 0:
            break
        kept += letter
    return f"{kept}…"


def _width(text: str) -> int:
    """How many places a terminal gives to `text`: two to wide letters, none to combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
