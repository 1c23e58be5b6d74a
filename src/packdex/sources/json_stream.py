"""A JSON object too large to hold, read part by part: its members, and one long list's items."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import Any

from packdex.sources.errors import SourceError

MAX_PART = 1024 * 1024
"""Characters of one part: an item of the list, or another member with all that is in it."""

_BLANK = re.compile(r"[ \t\n\r]*")
_AFTER = frozenset(" \t\n\r,:]}")
_decode = json.JSONDecoder().raw_decode


def parts(chunks: Iterable[bytes], list_key: str) -> Iterator[tuple[str, Any]]:
    """What is in the object that `chunks` (UTF-8) make, in its order, as (key, value).

    The list at `list_key` is not given as a whole but item by item, each with that key. Raises
    SourceError where the text is not JSON, is no object, has something else than a list there, ends
    early, goes on after its end, or has a part of more than a million characters.
    """
    text = _Text(chunks)
    text.expect("{", "an object expected")
    for _ in text.separated("}"):
        key = text.value()
        if not isinstance(key, str):
            raise SourceError("document", "not JSON (a key that is no text)")
        text.expect(":", "not JSON (a key without a value)")
        if key == list_key:
            text.expect("[", f"a list expected at {list_key!r}")
            for _ in text.separated("]"):
                yield key, text.value()
        else:
            yield key, text.value()
    text.end()


class _Text:
    """The characters that are here, and those that are still to come."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._utf8 = getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is not blank, without taking it; "" at the end."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def expect(self, character: str, why: str) -> None:
        """Take `character`, which must come next."""
        if self.peek() != character:
            raise SourceError("document", why)
        self._at += 1

    def separated(self, closing: str) -> Iterator[None]:
        """Stop at every part of a list or object, then take its end."""
        if self.peek() != closing:
            yield None
            while self.peek() == ",":
                self._at += 1
                yield None
        self.expect(closing, "not JSON, or it ends early")

    def value(self) -> Any:
        """Take one whole value."""
        self.peek()
        wanted = 1
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                reason = str(error)
            else:
                # "1" may be the beginning of "12", and "1." of "1.5": what follows tells.
                if self._text[end : end + 1] in _AFTER:
                    self._at = end
                    return value
                reason = "it ends early, or goes on where a part ends"
            here = len(self._text) - self._at
            if here > MAX_PART:
                raise SourceError("document", f"not JSON, or a part of more than {MAX_PART:,}")
            # Doubled each time, so that a large part is not begun anew with every small chunk.
            wanted = max(wanted, here) * 2
            if not self._more(wanted):
                raise SourceError("document", f"not JSON ({reason[:200]})")

    def end(self) -> None:
        """Nothing may follow."""
        if self.peek():
            raise SourceError("document", "not JSON (it goes on after its end)")

    def _more(self, wanted: int = 1) -> bool:
        """Get at least `wanted` characters where there are so many; whether any came."""
        pieces = [self._text[self._at :]]
        length = before = len(pieces[0])
        while not self._ended and length < max(wanted, before + 1):
            chunk = next(self._chunks, None)
            self._ended = chunk is None
            try:
                piece = self._utf8.decode(chunk or b"", final=self._ended)
            except UnicodeDecodeError as error:
                raise SourceError("document", f"not UTF-8 ({error.reason})") from error
            pieces.append(piece)
            length += len(piece)
        self._text, self._at = "".join(pieces), 0
        return length > before
