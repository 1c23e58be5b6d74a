import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.sources.body import read_body
from packdex.sources.errors import GarbledError, TooLargeError

MIB = 1024 * 1024


def pieces(data: bytes, size: int = 1000) -> Iterator[bytes]:
    yield from (data[i : i + size] for i in range(0, len(data), size))


@given(st.binary(max_size=5000), st.integers(1, 600), st.sampled_from(["", "identity", "gzip"]))
def test_what_was_sent_is_what_is_read(data: bytes, size: int, encoding: str) -> None:
    sent = gzip.compress(data) if encoding == "gzip" else data
    assert read_body(pieces(sent, size), encoding, len(data)) == data


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_byte_too_many_is_too_large(encoding: str) -> None:
    sent = gzip.compress(b"x" * 1001) if encoding else b"x" * 1001
    with pytest.raises(TooLargeError, match="larger than 1,000 bytes"):
        read_body(pieces(sent), encoding, 1000)


def test_a_bomb_is_never_inflated() -> None:
    bomb = gzip.compress(b" " * 100 * MIB)
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        read_body([bomb], "gzip", MIB)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * MIB


def test_an_endless_body_is_left_early() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * 1000

    with pytest.raises(TooLargeError):
        read_body(endless(), "", MIB)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "?"])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(GarbledError, match="only gzip was asked for"):
        read_body([b""], encoding, MIB)


@pytest.mark.parametrize(
    "sent",
    [
        b"plain text",
        gzip.compress(b"whole" * 100)[:-9],
        gzip.compress(b"whole") + b"and more",
        gzip.compress(b"one") + gzip.compress(b"two"),
        zlib.compress(b"not gzip"),
    ],
    ids=["plain", "cut", "trailing", "two", "zlib"],
)
def test_a_broken_gzip_is_not_half_believed(sent: bytes) -> None:
    with pytest.raises(GarbledError):
        read_body([sent], "GZIP ", MIB)


def test_an_answer_without_a_body_may_claim_an_encoding() -> None:
    assert read_body([], "gzip", MIB) == b""
