"""The raw client reads exactly one answer at a time, however its bytes arrive."""

import pytest

from benchmarks.client import BadAnswerError, Connection, request


class Wire:
    """Stands in for a socket: gives the bytes in pieces, then nothing."""

    def __init__(self, received: bytes, piece: int):
        self.pieces = [received[i : i + piece] for i in range(0, len(received), piece)]
        self.sent = b""

    def sendall(self, data: bytes):
        self.sent += data

    def recv(self, _size: int) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def close(self):
        pass


PLAIN = b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "aB"\r\n\r\nhello'
CHUNKED = (
    b"HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
)
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@pytest.mark.parametrize("piece", [1, 3, 7, 1000])
def test_answers_of_every_kind_follow_each_other_on_one_connection(piece):
    wire = Wire(PLAIN + CHUNKED + UNCHANGED + PLAIN, piece)
    connection = Connection(wire)
    answers = [connection.ask(b"") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 404, 304, 200]
    assert [answer.body for answer in answers] == [b"hello", b"abcde", b"", b"hello"]
    assert answers[3].header(b"etag") == b'"aB"'
    assert answers[2].header(b"etag") == b""


def test_an_answer_cut_short_is_an_error():
    with pytest.raises(BadAnswerError, match="closed the connection"):
        Connection(Wire(PLAIN[:-1], 100)).ask(b"")


def test_an_answer_of_unknown_length_is_an_error():
    with pytest.raises(BadAnswerError, match="neither its length"):
        Connection(Wire(b"HTTP/1.1 200 OK\r\n\r\nhello", 100)).ask(b"")


def test_a_request_ends_with_an_empty_line():
    assert request("/a/?b=1", "*/*").startswith(b"GET /a/?b=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    assert request("/", "*/*").endswith(b"Accept: */*\r\n\r\n")
