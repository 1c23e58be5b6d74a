"""A page as bytes that are ready to be sent: in whole, compressed, and with each visitor's menu."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from packdex.web import visitor

LEVEL = 1
"""Of compression. The best is a fifth smaller and takes six times as long."""

_PLACES = re.compile(b"|".join(map(re.escape, (visitor.MARK, visitor.SAID))))
_FOR_STRANGERS = (visitor.STRANGER.encode(), b"")

Fills = Sequence[bytes]
"""What belongs into the places of a page, one for each."""

_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"})
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflated, no time, no name
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<q>[0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)


class Finished:
    """A page in parts, between which what depends on the visitor has its places.

    What is compressed is kept, too, once somebody has asked for it: the page of strangers as a
    whole, and for others the parts, so that a page of any size is put together for a visitor
    without being compressed again.
    """

    def __init__(self, body: bytes) -> None:
        """The page `body`, as render.page made it, with the origin in its links."""
        self._parts = tuple(_PLACES.split(body, maxsplit=2))
        # Of what tells two states of a page apart for certain, this takes the least time.
        self._mark = hashlib.sha1(body, usedforsecurity=False).hexdigest()[:20]
        self.size = len(body) * 3 // 2
        """The bytes of memory that it takes, nearly, with what is compressed for strangers."""

    @cached_property
    def _packed(self) -> tuple[bytes, ...]:
        last = len(self._parts) - 1
        return tuple(_deflated(part, end=at == last) for at, part in enumerate(self._parts))

    @cached_property
    def _for_strangers(self) -> bytes:
        return gzip.compress(self.filled(_FOR_STRANGERS), LEVEL, mtime=0)

    def filled(self, fills: Fills) -> bytes:
        """The page with what belongs into its places."""
        return b"".join(_between(self._parts, fills))

    def gzipped(self, fills: Fills) -> bytes:
        """The same as one gzip file."""
        checked = size = 0
        for part in _between(self._parts, fills):
            checked, size = zlib.crc32(part, checked), size + len(part)
        packed = _between(self._packed, [_deflated(fill) for fill in fills])
        end = checked.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
        return b"".join((_HEAD, *packed, end))

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer for whoever asks; 304 when the client has it."""
        fills = (visitor.entry(request).encode(), visitor.said(request).encode())
        packed, stranger = takes_gzip(request), fills == _FOR_STRANGERS
        person = "" if stranger else f"-{zlib.crc32(b'|'.join(fills)):x}"
        etag = f'"{self._mark}{person}{"-gz" if packed else ""}"'
        if packed:
            body = self._for_strangers if stranger else self.gzipped(fills)
        else:
            body = self.filled(fills)
        response = HttpResponse(body, content_type="text/html; charset=utf-8")
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        response["Vary"] = "Cookie, Accept-Encoding"
        if packed:
            response["Content-Encoding"] = "gzip"
        if _CONDITIONS.isdisjoint(request.META):  # to find that out otherwise takes 10 µs
            return response
        answer = get_conditional_response(request, etag=etag, response=response)
        return response if answer is None else answer


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client can unpack gzip (RFC 9110, 12.5.3)."""
    found = _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")[:1_000])
    if found is None:
        return False
    return bool(found["q"] is None or found["q"].strip("0."))


def _deflated(part: bytes, *, end: bool = False) -> bytes:
    """`part` as blocks that others may follow, or that nothing follows (`end`)."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(part) + packer.flush(zlib.Z_FINISH if end else zlib.Z_FULL_FLUSH)


def _between(parts: Sequence[bytes], fills: Fills) -> Iterator[bytes]:
    yield parts[0]
    for fill, part in zip(fills, parts[1:], strict=True):
        yield fill
        yield part
