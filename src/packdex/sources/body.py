"""The body of an answer, whole, decompressed, and never larger than allowed."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from packdex.sources.errors import GarbledError, TooLargeError

GZIP = 16 + zlib.MAX_WBITS
ACCEPTED_ENCODING = "gzip"
PIECE = 256 * 1024
"""Bytes of a body that is read in pieces; what one small compressed chunk inflates to at once."""


class _Decoder(Protocol):
    rest: bytes

    def take(self, chunk: bytes, room: int) -> bytes: ...

    def end(self) -> None: ...


def read_body(chunks: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """The body that `chunks` make, undone from its `Content-Encoding`, at most `max_bytes` long.

    A small compressed body may stand for gigabytes, so it is never inflated beyond the limit.
    Raises TooLargeError there, and GarbledError for an encoding that we did not ask for (several on
    top of each other are refused with it) or a body that breaks it or ends early.
    """
    decoder = _decoder(encoding)
    body = bytearray()
    for chunk in chunks:
        body += decoder.take(chunk, max_bytes + 1 - len(body))
        if len(body) > max_bytes:
            raise TooLargeError(f"the answer is larger than {max_bytes:,} bytes")
    decoder.end()
    return bytes(body)


def decoded(chunks: Iterable[bytes], encoding: str, max_bytes: int) -> Iterator[bytes]:
    """The same body in pieces of at most 256 kiB, for what is too large to hold.

    Raises what `read_body` raises, when the reading comes to it.
    """
    decoder = _decoder(encoding)
    room = max_bytes
    for chunk in chunks:
        rest = chunk
        while rest:
            piece = decoder.take(rest, PIECE)
            rest = decoder.rest
            room -= len(piece)
            if room < 0:
                raise TooLargeError(f"the answer is larger than {max_bytes:,} bytes")
            if piece:
                yield piece
    decoder.end()


def _decoder(encoding: str) -> _Decoder:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case other:
            raise GarbledError(f"the answer is encoded as {other[:50]!r}; only gzip was asked for")


class _Plain:
    rest = b""

    def take(self, chunk: bytes, room: int) -> bytes:
        self.rest = chunk[room:]
        return chunk[:room]

    def end(self) -> None:
        """Nothing can be missing."""


class _Gzip:
    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(GZIP)
        self._started = False
        self.rest = b""

    def take(self, chunk: bytes, room: int) -> bytes:
        self._started = True
        try:
            piece = self._inflater.decompress(chunk, room)
        except zlib.error as error:
            raise GarbledError(
                f"the answer is not the gzip that it claims to be ({error})"
            ) from error
        if self._inflater.unused_data:
            raise GarbledError("the answer goes on after the end of its gzip")
        self.rest = self._inflater.unconsumed_tail
        return piece

    def end(self) -> None:
        # An answer without a body (304) may carry the header all the same.
        if self._started and not self._inflater.eof:
            raise GarbledError("the answer ends before its gzip does")
