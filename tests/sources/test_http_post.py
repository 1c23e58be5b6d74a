"""Posting a document, and reading an answer while it arrives, over a real socket."""

import json
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from packdex.sources.errors import (
    GarbledError,
    RefusedError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
)
from packdex.sources.http import Door
from tests.standins.registry import (
    MIB,
    Reply,
    gzip_bomb,
    huge,
    hung_up,
    moved_to,
    silent,
    slow_body,
    status,
    truncated,
    truncated_gzip,
)
from tests.standins.server import Server

pytestmark = pytest.mark.loopback


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def test_a_document_arrives_as_json(server: Server, door: Door) -> None:
    server.trouble(status(200, b"{}"))
    answer = door.post(server.origin + "/q?a=1", {"query": "é"}, {"Authorization": "bearer t"})
    assert (answer.status, answer.body) == (200, b"{}")
    sent = server.requests[0]
    assert (sent.method, sent.path, sent.query) == ("POST", "/q", {"a": "1"})
    assert json.loads(sent.body) == {"query": "é"}
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["authorization"] == "bearer t"
    assert sent.headers["user-agent"] == "packdex-tests"


def test_post_and_get_share_a_connection(server: Server, door: Door) -> None:
    server.answer("/", status(200))
    door.post(server.origin + "/", {})
    door.get(server.origin + "/")
    door.post(server.origin + "/", {})
    assert len({request.connection for request in server.requests}) == 1


@pytest.mark.parametrize("code", [301, 307, 502, 503])
def test_redirects_and_refusals_are_answers(server: Server, door: Door, code: int) -> None:
    server.trouble(status(code, location="/elsewhere"))
    assert door.post(server.origin, {}).status == code
    assert server.count == 1


@pytest.mark.parametrize("trouble", [hung_up, truncated])
def test_a_broken_connection_is_tried_again(server: Server, door: Door, trouble: Reply) -> None:
    server.trouble(trouble, trouble, status(200, b"at last"))
    assert door.post(server.origin, {}).body == b"at last"
    server.answer("/", trouble)
    with pytest.raises(UnreachableError):
        door.post(server.origin + "/", {})


def test_post_obeys_the_same_rules(server: Server) -> None:
    with Door("tests") as door, pytest.raises(RefusedError, match="public internet"):
        door.post(server.origin, {})
    assert server.count == 0
    hasty = Door("tests", timeout_s=0.3, deadline_s=0.5, max_bytes=MIB, allow_private=True)
    with hasty as door:
        server.trouble(silent(1))
        with pytest.raises(TimedOutError):
            door.post(server.origin, {})
        server.trouble(huge(3 * MIB))
        with pytest.raises(TooLargeError):
            door.post(server.origin, {})


# Streams


def read(door: Door, server: Server, max_bytes: int = 100 * MIB, deadline_s: float = 5) -> int:
    with door.stream(server.origin + "/", max_bytes=max_bytes, deadline_s=deadline_s) as answer:
        return sum(len(chunk) for chunk in answer.chunks)


def test_a_stream_is_not_held_in_memory(server: Server, door: Door) -> None:
    server.answer("/", huge(30 * MIB, announced=False))
    tracemalloc.start()
    try:
        assert read(door, server) == 30 * MIB
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB  # the server's own pieces included
    finally:
        tracemalloc.stop()


def test_a_stream_has_its_head_first(server: Server, door: Door) -> None:
    server.answer("/", moved_to("/there"))
    server.answer("/there", status(200, b"body", x_serial="7"))
    url = server.origin + "/"
    with door.stream(url, {"Accept": "a/b"}, max_bytes=10, deadline_s=5) as answer:
        assert (answer.status, answer.headers["x-serial"]) == (200, "7")
        assert answer.url == server.origin + "/there"
        assert b"".join(answer.chunks) == b"body"
    assert [request.headers["accept"] for request in server.requests] == ["a/b", "a/b"]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (truncated, UnreachableError),
        (truncated_gzip, GarbledError),
        (huge(3 * MIB), TooLargeError),
        (huge(3 * MIB, announced=False), TooLargeError),
        (gzip_bomb(20 * MIB), TooLargeError),
        (slow_body(0.05), TimedOutError),
        (moved_to("/"), RefusedError),
    ],
)
def test_a_stream_that_goes_wrong(
    server: Server, door: Door, reply: Reply, error: type[Exception]
) -> None:
    server.answer("/", reply)
    began = time.monotonic()
    with pytest.raises(error, match=r"127\.0\.0\.1: "):
        read(door, server, max_bytes=2 * MIB, deadline_s=0.5)
    assert time.monotonic() - began < 3
    server.answer("/", status(200, b"still fine"))
    assert read(door, server) == 10


def test_a_stream_left_early_harms_nothing(server: Server, door: Door) -> None:
    server.answer("/", huge(5 * MIB))
    with door.stream(server.origin + "/", max_bytes=9 * MIB, deadline_s=5) as answer:
        next(answer.chunks)
    server.answer("/", status(200, b"still fine"))
    assert read(door, server) == 10
