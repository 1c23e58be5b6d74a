"""The body in pieces: the same bytes, never many at once."""

import gzip
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.sources.body import PIECE, decoded, read_body
from packdex.sources.errors import GarbledError, TooLargeError

MIB = 1024 * 1024


def cut(body: bytes, size: int) -> Iterator[bytes]:
    return (body[i : i + size] for i in range(0, len(body), size))


@given(st.binary(max_size=2000), st.integers(1, 300), st.sampled_from(["", "gzip"]))
def test_the_pieces_are_the_body(body: bytes, size: int, encoding: str) -> None:
    sent = gzip.compress(body) if encoding else body
    assert b"".join(decoded(cut(sent, size), encoding, 2000)) == body
    assert read_body(cut(sent, size), encoding, 2000) == body


@pytest.mark.parametrize("size", [100, 64 * 1024])
def test_no_piece_is_large(size: int) -> None:
    pieces = [
        len(piece) for piece in decoded(cut(gzip.compress(bytes(9 * MIB)), size), "gzip", 9 * MIB)
    ]
    assert sum(pieces) == 9 * MIB
    assert max(pieces) <= PIECE


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_too_much_is_left_early(encoding: str) -> None:
    body = bytes(9 * MIB)
    pieces = decoded([gzip.compress(body) if encoding else body], encoding, MIB)
    taken = sum(len(next(pieces)) for _ in range(MIB // PIECE))
    assert taken == MIB
    with pytest.raises(TooLargeError):
        next(pieces)


@pytest.mark.parametrize("length", [5, 20, -1])
def test_half_a_gzip_is_noticed_at_its_end(length: int) -> None:
    sent = gzip.compress(b"a body of some length")[:length]
    with pytest.raises(GarbledError):
        list(decoded([sent], "gzip", MIB))


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(GarbledError, match="only gzip"):
        list(decoded([b"x"], "br", MIB))
