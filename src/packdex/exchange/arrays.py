"""Files that are one JSON array of objects, or a v4 list with such an array in its `results`.

They are read piece by piece, so that memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from packdex.exchange.fields import RecordError
from packdex.exchange.items import MAX_ITEM, Item, refuse_constant

_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
_CHUNK = 65_536
_SPACE = " \t\r\n"
_ENDS = frozenset(f"{_SPACE},:]}}")
_NEAR = 8


def read_array(file: IO[str], name: str, after: int = 0) -> Iterator[Item]:
    """The elements of the array behind element `after`.

    Broken JSON ends the reading, with an error in place of the first element that it makes
    unreadable: where the next one begins cannot be known.
    """
    text = _Text(file)
    number = 0
    try:
        _enter(text)
        first = True
        while not text.takes("]"):
            if not first:
                text.expect(",")
            first = False
            value, size = text.value()
            number += 1
            if number > after:
                yield Item(name, number, value, size=size)
    except RecordError as error:
        yield Item(name, number + 1, error=error)


def _enter(text: _Text) -> None:
    """Go behind the `[` whose elements are wanted."""
    if text.takes("["):
        return
    text.expect("{")
    while True:
        key, _ = text.value()
        text.expect(":")
        if key == "results":
            text.expect("[")
            return
        text.value()
        text.expect(",")


class _Text:
    """A text that is read in chunks, as far as it is needed to see the next JSON value whole."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._line = self._column = 1  # where in the file the buffer begins

    def takes(self, sign: str) -> bool:
        """Go behind `sign` if it comes next."""
        self._skip_space()
        found = self._buffer.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def expect(self, sign: str) -> None:
        """Go behind `sign`, which has to come next."""
        if not self.takes(sign):
            there = self._buffer[self._at : self._at + 20]
            found = repr(there) if there else "the end of the file"
            raise self._broken(self._at, f"{found} is where {sign!r} should be")

    def value(self) -> tuple[object, int]:
        """The next JSON value, and how many characters it has."""
        self._skip_space()
        size = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise self._broken(self._at, "nested too deep") from None
            except ValueError as error:
                if self._ended or len(self._buffer) - self._at > MAX_ITEM:
                    raise self._unreadable(error) from None
            else:
                # A number that ends near the end of the buffer ("-4." of "-4.5") may go on there.
                near = len(self._buffer) - end < _NEAR
                if self._ended or not near or self._buffer[end : end + 1] in _ENDS:
                    length, self._at = end - self._at, end
                    return value, length
            self._fill(size)
            size *= 2  # so that a long value is not tried too often

    def _skip_space(self) -> None:
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer) or self._ended:
                return
            self._fill(_CHUNK)

    def _unreadable(self, error: ValueError) -> RecordError:
        if isinstance(error, json.JSONDecodeError):
            return self._broken(error.pos, error.msg)
        return self._broken(self._at, str(error))

    def _broken(self, at: int, why: str) -> RecordError:
        line, column = self._place(at)
        return RecordError("", f"no JSON from line {line}, column {column} on: {why}")

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column in the file of a place in the buffer, both from 1."""
        newlines = self._buffer.count("\n", 0, at)
        if newlines:
            return self._line + newlines, at - self._buffer.rfind("\n", 0, at)
        return self._line, self._column + at

    def _fill(self, size: int) -> None:
        chunk = self._file.read(size)
        self._ended = not chunk
        self._line, self._column = self._place(self._at)
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
