"""From the bytes of a file to its text, whatever wrote them."""

from __future__ import annotations

import codecs

from packdex.core.stack.dependency import Found

LARGEST_FILE = 20_000_000
"""Bytes of one file. Locks of a thousand projects have some 2,000,000."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(content: bytes, found: Found) -> str:
    """The text with plain ends of lines; what is odd about it is noted in `found`."""
    if len(content) > LARGEST_FILE:
        found.problem(None, f"larger than {LARGEST_FILE:,} bytes, so it was not read")
        return ""
    text = _decoded(content, found)
    if "\0" in text:
        found.problem(text.count("\n", 0, text.index("\0")) + 1, "a file that is not text")
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, found: Found) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found.problem(line, "not UTF-8; the file was read as Latin-1", grave=False)
        return content.decode("latin-1")


class Lines:
    """Where texts stand in a file, for formats whose readers tell no lines.

    Asked in the order of the file, so that it costs one walk. After many that are not there nothing
    is looked for any more.
    """

    _MISSES = 500

    def __init__(self, text: str) -> None:
        self._text = text
        self._from, self._at, self._line, self._missed = 0, 0, 1, 0

    def of(self, *parts: str) -> int | None:
        """The line of the next place that has the last of `parts`, looked for one after another."""
        at = self._from - 1
        for part in parts:
            at = self._find(part, at + 1)
            if at < 0:
                return None
        return self._found(at)

    def quoted(self, text: str) -> int | None:
        """The line of the next place that has `text` in quotes of either kind."""
        places = [self._find(f"{mark}{text}{mark}", self._from) for mark in "\"'"]
        at = min((place for place in places if place >= 0), default=-1)
        return None if at < 0 else self._found(at)

    def _find(self, part: str, start: int) -> int:
        at = self._text.find(part, start) if self._missed < self._MISSES else -1
        self._missed += at < 0
        return at

    def _found(self, at: int) -> int:
        self._line += self._text.count("\n", self._at, at)
        self._at, self._from = at, at + 1
        return self._line
