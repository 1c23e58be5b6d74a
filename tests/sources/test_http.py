"""The door, over a real socket."""

import ssl
import threading
import time

import pytest

from packdex.sources import http
from packdex.sources.errors import (
    DoorError,
    GarbledError,
    RefusedError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
)
from packdex.sources.http import Door
from tests.standins.registry import (
    MIB,
    Registry,
    Reply,
    gzip_bomb,
    huge,
    hung_up,
    moved_to,
    not_http,
    silent,
    slow_body,
    slow_headers,
    status,
    truncated,
    truncated_gzip,
)

pytestmark = pytest.mark.loopback


def url(registry: Registry, name: str = "x") -> str:
    return f"{registry.origin}/pypi/{name}/json"


def test_an_answer_is_complete(registry: Registry, door: Door) -> None:
    registry.answer("x", status(200, b"hello", x_one="1", content_type="text/plain"))
    answer = door.get(url(registry), {"if-none-match": '"e"', "X-Mine": "2"})
    assert (answer.status, answer.body, answer.url) == (200, b"hello", url(registry))
    assert answer.headers["x-one"] == "1"
    assert answer.taken_at.utcoffset() is not None
    sent = registry.requests[0].headers
    assert sent["user-agent"] == "packdex-tests"
    assert sent["host"] == f"127.0.0.1:{registry.port}"
    assert sent["accept-encoding"] == "gzip"
    assert (sent["if-none-match"], sent["x-mine"]) == ('"e"', "2")


def test_one_connection_serves_many_questions(registry: Registry, door: Door) -> None:
    registry.answer("x", status(200, b"hello"))
    for _ in range(3):
        door.get(url(registry))
    assert len({seen.connection for seen in registry.requests}) == 1


def test_a_connection_that_the_server_closed_is_opened_again(
    registry: Registry, door: Door
) -> None:
    registry.answer("x", status(200, b"1", connection="close"), status(200, b"2"))
    assert [door.get(url(registry)).body for _ in range(2)] == [b"1", b"2"]


def test_cookies_are_not_kept(registry: Registry, door: Door) -> None:
    registry.answer("x", status(200, set_cookie="a=b; Path=/"))
    door.get(url(registry))
    door.get(url(registry))
    assert "cookie" not in registry.requests[1].headers


@pytest.mark.parametrize("code", [304, 400, 403, 404, 429, 500, 501])
def test_every_other_status_is_an_answer_at_once(registry: Registry, door: Door, code: int) -> None:
    registry.answer("x", status(code))
    assert door.get(url(registry)).status == code
    assert len(registry.requests) == 1


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "git://example.org/x",
        "https://",
        "https://user:secret@127.0.0.1/",
        "https://example.org:port/",
        "https://example.org/" + "a" * 5000,
        "https://exa\x00mple.org/",
        "https://exa%00mple.org/",
        "https://example.org\\@other.example/",
    ],
)
def test_addresses_that_are_not_asked(door: Door, address: str) -> None:
    with pytest.raises(RefusedError) as caught:
        door.get(address)
    assert caught.value.permanent
    assert "secret" not in caught.value.why


def test_private_addresses_are_refused(registry: Registry) -> None:
    with Door("tests") as door, pytest.raises(RefusedError, match="not an address of the public"):
        door.get(url(registry))
    assert registry.requests == []


def test_a_trusted_host_is_reached(registry: Registry) -> None:
    registry.answer("x", status(200, b"ours"))
    with Door("tests", allowed_hosts=frozenset({"LOCALHOST"})) as door:
        named = url(registry).replace("127.0.0.1", "localhost")
        assert door.get(named).body == b"ours"
        with pytest.raises(RefusedError):
            door.get(url(registry))
    assert registry.requests[0].headers["host"] == f"localhost:{registry.port}"


def test_a_header_that_would_smuggle_another_is_refused(registry: Registry, door: Door) -> None:
    for value in ("a\r\nX-Evil: 1", "\u2713"):
        with pytest.raises(RefusedError, match="cannot be sent"):
            door.get(url(registry), {"If-None-Match": value})
    assert registry.requests == []


def test_certificates_are_always_verified() -> None:
    context = http._tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


# Redirects


def test_redirects_are_followed(registry: Registry, door: Door) -> None:
    registry.answer("x", moved_to("/pypi/y/json"))
    registry.answer("y", moved_to(url(registry, "z"), 302))
    registry.answer("z", status(200, b"here"))
    answer = door.get(url(registry))
    assert (answer.body, answer.url) == (b"here", url(registry, "z"))


def test_five_are_enough(registry: Registry, door: Door) -> None:
    registry.answer("x", moved_to("/pypi/x/json"))
    with pytest.raises(RefusedError, match="more than 5 redirects"):
        door.get(url(registry))
    assert len(registry.requests) == 6


@pytest.mark.parametrize(
    "target", ["ftp://example.org/", "file:///etc/passwd", "//user@127.0.0.1/", "http://[x/"]
)
def test_a_redirect_leads_nowhere_that_we_would_not_go(
    registry: Registry, door: Door, target: str
) -> None:
    registry.answer("x", moved_to(target))
    with pytest.raises(RefusedError):
        door.get(url(registry))


def test_a_redirect_to_a_private_address_is_refused(registry: Registry) -> None:
    """The first host is trusted, the one that it points to is not."""
    registry.answer("x", moved_to(url(registry, "inner")))
    named = url(registry).replace("127.0.0.1", "localhost")
    trusting = Door("tests", allowed_hosts=frozenset({"localhost"}))
    with trusting, pytest.raises(RefusedError, match=r"127\.0\.0\.1 is not an address"):
        trusting.get(named)
    assert len(registry.requests) == 1


def test_a_token_does_not_travel_to_another_host(registry: Registry, door: Door) -> None:
    with Registry() as other:
        registry.answer("x", moved_to("/pypi/y/json"))
        registry.answer("y", moved_to(url(other)))
        other.answer("x", status(200))
        door.get(url(registry), {"Authorization": "t", "Private-Token": "t", "Accept": "a/b"})
        assert registry.requests[1].headers["private-token"] == "t"
        received = other.requests[0].headers
    assert received["accept"] == "a/b"
    assert received["host"] == f"127.0.0.1:{other.port}"
    assert not {"authorization", "private-token"} & received.keys()


def test_a_redirect_without_a_target_is_an_answer(registry: Registry, door: Door) -> None:
    registry.answer("x", status(301))
    assert door.get(url(registry)).status == 301


# Further attempts


@pytest.mark.parametrize("trouble", [hung_up, truncated, not_http, status(502), status(504)])
def test_passing_trouble_is_tried_again(registry: Registry, door: Door, trouble: Reply) -> None:
    registry.answer("x", trouble, trouble, status(200, b"at last"))
    assert door.get(url(registry)).body == b"at last"


def test_what_does_not_pass_is_told(registry: Registry, door: Door) -> None:
    registry.answer("x", status(503))
    assert door.get(url(registry)).status == 503
    registry.answer("y", hung_up)
    with pytest.raises(UnreachableError) as caught:
        door.get(url(registry, "y"))
    assert not caught.value.permanent
    assert len(registry.requests) == 6


def test_nobody_listens(door: Door) -> None:
    with Registry() as gone:
        address = url(gone)
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1: the connection failed"):
        door.get(address)


def test_a_short_wish_to_wait_is_honoured(registry: Registry, door: Door) -> None:
    registry.answer("x", status(503, retry_after="1"), status(200, b"at last"))
    began = time.monotonic()
    assert door.get(url(registry)).body == b"at last"
    assert time.monotonic() - began >= 1


def test_a_long_one_is_left_to_the_caller(registry: Registry, door: Door) -> None:
    registry.answer("x", status(503, retry_after="60"))
    assert door.get(url(registry)).headers["retry-after"] == "60"
    assert len(registry.requests) == 1


# Slow and large


@pytest.mark.parametrize("reply", [slow_body(0.05), slow_headers(0.05), silent(1.5)])
def test_slow_answers_end_at_the_deadline(registry: Registry, reply: Reply) -> None:
    registry.answer("x", reply)
    began = time.monotonic()
    hasty = Door("tests", timeout_s=0.4, deadline_s=0.6, allow_private=True)
    with hasty, pytest.raises(TimedOutError):
        hasty.get(url(registry))
    assert time.monotonic() - began < 1.2


@pytest.mark.parametrize(
    "reply",
    [huge(), huge(announced=False), gzip_bomb()],
    ids=["announced", "unannounced", "bomb"],
)
def test_large_answers_are_left_early(registry: Registry, reply: Reply) -> None:
    registry.answer("x", reply)
    with Door("tests", max_bytes=2 * MIB, allow_private=True) as door:
        with pytest.raises(TooLargeError) as caught:
            door.get(url(registry))
        assert caught.value.permanent
        registry.answer("x", status(200, b"still fine"))
        assert door.get(url(registry)).body == b"still fine"


def test_headers_without_end_are_left_too(registry: Registry, door: Door) -> None:
    registry.answer("x", status(200, x_long="a" * 200_000))
    with pytest.raises(DoorError):
        door.get(url(registry))


def test_half_a_gzip_is_no_answer(registry: Registry, door: Door) -> None:
    registry.answer("x", truncated_gzip)
    with pytest.raises(GarbledError, match="ends before"):
        door.get(url(registry))


def test_threads_share_a_door_but_not_a_deadline(registry: Registry) -> None:
    registry.answer("slow", slow_body(0.05, count=20))
    registry.answer("fast", status(200, b"fast"))
    bodies: list[bytes] = []
    with Door("tests", deadline_s=5, allow_private=True) as door:
        thread = threading.Thread(
            target=lambda: bodies.append(door.get(url(registry, "slow")).body)
        )
        thread.start()
        bodies.append(door.get(url(registry, "fast")).body)
        thread.join()
    assert bodies == [b"fast", b" " * 20]
