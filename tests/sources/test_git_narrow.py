"""HEAD and tags in one request, and when git has to ask in its own way instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from packdex.sources.git import Git, GitRef, fetch
from packdex.sources.git.address import Destination
from packdex.sources.git.narrow import ask
from packdex.sources.git.remote import Refs
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Moved, NotModified, RateLimited
from tests.sources.git_door import ClosedDoor
from tests.sources.scripted import ScriptedDoor
from tests.standins.git_http import GitServer
from tests.standins.registry import moved_to, status
from tests.standins.repositories import Commit, Repository

START = 1_767_225_600
URL = "https://example.org/name"
A, B = "a" * 40, "b" * 40
PROGRAM = Git("tests", Guard(allow_private=True), timeout_s=20)
RESULT = {"content-type": "application/x-git-upload-pack-result"}


def told(body: bytes, code: int = 200, **headers: str) -> Refs | None:
    door = ScriptedDoor()
    door.tell(f"{URL}/git-upload-pack", code, body, headers=RESULT | headers)
    return ask(door, Destination(URL, "example.org", {}))


def lines(*texts: str) -> bytes:
    return b"".join(f"{len(text) + 5:04x}{text}\n".encode() for text in texts) + b"0000"


def test_refs() -> None:
    listed = lines(f"{A} HEAD symref-target:refs/heads/main", f"{B} refs/tags/v1", f"{A} refs/x")
    assert told(listed) == Refs(A, "main", {"v1": B}, has_branches=False)
    assert told(lines(f"{A} HEAD")) == Refs(A, None, {}, has_branches=False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"0000",
        lines("ERR no such command"),
        lines(f"{B} refs/tags/v1"),
        lines(f"{A} HEAD")[:-4],
        lines(f"{A} HEAD")[:-6],
        b"0004",
        b"0003" * 5,
        b"-005",
        b"<html>Back soon</html>",
        lines("HEAD"),
        lines("x HEAD"),
    ],
)
def test_what_is_no_answer_is_left_to_git(body: bytes) -> None:
    assert told(body) is None


@pytest.mark.parametrize("code", [400, 401, 404, 405, 415, 500])
def test_a_status_that_may_mean_the_question_is_left_to_git(code: int) -> None:
    assert told(lines(f"{A} HEAD"), code) is None


def test_another_type_is_left_to_git() -> None:
    assert told(lines(f"{A} HEAD"), content_type="text/html") is not None
    assert told(lines(f"{A} HEAD"), **{"content-type": "text/html"}) is None


def test_other_protocols_are_not_asked() -> None:
    assert ask(ScriptedDoor(), Destination("git://example.org/name", "example.org", {})) is None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    made = Repository.create(tmp_path / "name.git")
    tip = made.grow([Commit(1, START, START, "Ann", "ann@example.com")])
    pulls = "".join(f"create refs/pull/{number}/head {tip}\n" for number in range(500))
    made.git("update-ref", "--stdin", given=f"{pulls}create refs/tags/v1 {tip}\n")
    with GitServer(tmp_path) as serving:
        yield serving


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("tests", allow_private=True, wait_s=0.01, attempts=1) as opened:
        yield opened


@pytest.mark.loopback
def test_both_ways_lead_to_the_same_at_other_costs(server: GitServer, door: Door) -> None:
    short = fetch(GitRef(server.url("name")), PROGRAM, door)
    assert isinstance(short, Fetched)
    server.sent = 0
    assert isinstance(fetch(GitRef(server.url("name"), short.etag), PROGRAM, door), NotModified)
    assert server.sent < 300
    long = fetch(GitRef(server.url("name")), PROGRAM, ClosedDoor())
    assert isinstance(long, Fetched)
    assert (long.facts, long.etag) == (short.facts, short.etag)
    assert server.sent > 30_000


@pytest.mark.loopback
def test_a_host_that_wants_a_pause_tells_until_when(server: GitServer, door: Door) -> None:
    server.trouble(status(429, retry_after="3000"))
    outcome = fetch(GitRef(server.url("name")), PROGRAM, door)
    assert isinstance(outcome, RateLimited)
    assert timedelta(minutes=45) < outcome.until - datetime.now(UTC) <= timedelta(minutes=50)
    assert server.count == 1


@pytest.mark.loopback
def test_a_busy_host_is_not_asked_again_by_git(server: GitServer, door: Door) -> None:
    server.trouble(status(503))
    outcome = fetch(GitRef(server.url("name")), PROGRAM, door)
    assert outcome == Failed("127.0.0.1: answered with status 503", permanent=False)
    assert server.count == 1


@pytest.mark.loopback
def test_a_redirect_of_the_question_is_looked_into(server: GitServer, door: Door) -> None:
    advertised = "/info/refs?service=git-upload-pack"
    server.answer("/old.git/git-upload-pack", moved_to("/name.git/git-upload-pack"))
    server.answer("/old.git/info/refs", moved_to(f"/name.git{advertised}"))
    outcome = fetch(GitRef(server.url("old")), PROGRAM, door)
    assert outcome == Moved(f"{server.origin}/name")
