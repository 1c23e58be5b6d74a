"""A page as bytes that are ready to be sent: in whole, compressed, and with each visitor's menu."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from packdex.web import visitor

LEVEL = 1
"""Of compression. The best is a fifth smaller and takes six times as long."""

_PLACES = re.compile(b"|".join(map(re.escape, (visitor.MARK, visitor.SAID))))
_FOR_STRANGERS = (visitor.STRANGER.encode(), b"")

Fills = Sequence[bytes]
"""What belongs into the places of a page, one for each."""

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflated, no time, no name
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<q>[0-9.]+)\s*)?(?=,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finished:
    """A page in parts, between which what depends on the visitor has its places.

    `parts` are kept as they are and deflated (`packed`), so that a page of any size is put together
    for a visitor without being compressed again. `whole` is the compressed page of strangers.
    """

    parts: tuple[bytes, ...]
    packed: tuple[bytes, ...]
    mark: str
    whole: bytes = b""

    @classmethod
    def of(cls, body: bytes) -> Finished:
        """The page `body`, as render.page made it, with the origin in its links."""
        parts = tuple(_PLACES.split(body, maxsplit=2))
        packed = tuple(_deflated(part, end=at == len(parts) - 1) for at, part in enumerate(parts))
        mark = hashlib.blake2b(b"".join(packed), digest_size=9).hexdigest()  # of less than the page
        page = cls(parts, packed, mark)
        return cls(parts, packed, mark, page.gzipped(_FOR_STRANGERS))

    @property
    def size(self) -> int:
        """The bytes of memory that it takes, nearly."""
        return sum(map(len, (*self.parts, *self.packed, self.whole)))

    def filled(self, fills: Fills) -> bytes:
        """The page with what belongs into its places."""
        return b"".join(_between(self.parts, fills))

    def gzipped(self, fills: Fills) -> bytes:
        """The same as one gzip file."""
        checked = size = 0
        for part in _between(self.parts, fills):
            checked, size = zlib.crc32(part, checked), size + len(part)
        packed = _between(self.packed, [_deflated(fill) for fill in fills])
        end = checked.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
        return b"".join((_HEAD, *packed, end))

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer for whoever asks; 304 when the client has it."""
        fills = (visitor.entry(request).encode(), visitor.said(request).encode())
        gzip, stranger = takes_gzip(request), fills == _FOR_STRANGERS
        person = "" if stranger else f"-{zlib.crc32(b'|'.join(fills)):x}"
        etag = f'"{self.mark}{person}{"-gz" if gzip else ""}"'
        packed = self.whole if stranger and gzip else self.gzipped(fills) if gzip else b""
        body = packed or self.filled(fills)
        response = HttpResponse(body, content_type="text/html; charset=utf-8")
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        response["Vary"] = "Cookie, Accept-Encoding"
        if gzip:
            response["Content-Encoding"] = "gzip"
        answer = get_conditional_response(request, etag=etag, response=response)
        return response if answer is None else answer


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client can unpack gzip (RFC 9110, 12.5.3)."""
    found = _GZIP.search(request.headers.get("Accept-Encoding", "")[:1_000])
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
