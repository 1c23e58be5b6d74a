"""Each thing that a repository's host can do to us, and what comes of it, over a real socket."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from packdex.sources.git import Git, GitRef, fetch
from packdex.sources.git.copy import locked
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, Outcome, RateLimited
from tests.sources.git_door import ClosedDoor
from tests.standins.git_http import GitServer, git_daemon
from tests.standins.registry import (
    Reply,
    hung_up,
    moved_to,
    not_http,
    silent,
    slow_body,
    status,
    truncated,
)
from tests.standins.repositories import Commit, Repository

pytestmark = pytest.mark.loopback

START = 1_767_225_600
PROGRAM = Git("packdex-tests", Guard(allow_private=True), timeout_s=20)
ADVERTISED = "/info/refs?service=git-upload-pack"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    made = Repository.create(tmp_path / "served" / "name.git")
    made.grow(
        [
            Commit(mark, START + mark, START + mark, "Ann", "ann@example.com", [mark - 1][:mark])
            for mark in range(300)
        ]
    )
    with GitServer(tmp_path / "served") as serving:
        yield serving


def asked(server: GitServer, git: Git = PROGRAM, **ref: Path) -> Outcome[object]:
    return fetch(GitRef(server.url("name"), **ref), git, ClosedDoor())


@pytest.mark.parametrize("code", [404, 410])
def test_a_repository_that_is_not_there(server: GitServer, code: int) -> None:
    server.trouble(status(code))
    assert asked(server) == Gone(code)


def test_too_many_questions(server: GitServer) -> None:
    server.trouble(status(429))
    outcome = asked(server)
    assert isinstance(outcome, RateLimited)
    assert timedelta(minutes=9) < outcome.until - datetime.now(UTC) <= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("reply", "permanent", "why"),
    [
        (status(401, www_authenticate='Basic realm="x"'), True, "it asks for a login: the repo"),
        (status(403), True, "status 403"),
        (status(500), False, "status 500"),
        (status(503), False, "status 503"),
        (status(200, b"<html>\n<p>\tBack soon\n", content_type="text/html"), False, "127.0.0.1: "),
        (hung_up, False, "127.0.0.1: "),
        (truncated, False, "127.0.0.1: "),
        (not_http, False, "127.0.0.1: "),
    ],
)
def test_nothing_learnt(server: GitServer, reply: Reply, permanent: bool, why: str) -> None:
    server.trouble(reply)
    outcome = asked(server)
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent
    assert why in outcome.why


@pytest.mark.parametrize("reply", [slow_body(0.1), silent(8)])
def test_a_slow_answer_ends_in_time(server: GitServer, reply: Reply) -> None:
    server.answer("/name.git/info/refs", reply)
    begun = time.monotonic()
    outcome = asked(server, replace(PROGRAM, timeout_s=1))
    assert time.monotonic() - begun < 3
    assert outcome == Failed("127.0.0.1: no answer in time", permanent=False)


def test_nothing_of_git_is_left_after_the_time(server: GitServer) -> None:
    server.answer("/name.git/info/refs", silent(8))
    asked(server, replace(PROGRAM, timeout_s=0.5))
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert server.origin not in running.stdout


def test_half_a_pack_is_no_history_and_leaves_a_copy_usable(
    server: GitServer, tmp_path: Path
) -> None:
    server.change = lambda body: body[: len(body) // 2] if b"packfile" in body[:200] else body
    outcome = asked(server, folder=tmp_path / "copy")
    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    server.change = lambda body: body
    again = asked(server, folder=tmp_path / "copy")
    assert isinstance(again, Fetched)


def test_a_pack_that_was_changed_on_the_way(server: GitServer) -> None:
    server.change = lambda body: body[:-40] + bytes(40) if b"packfile" in body[:200] else body
    outcome = asked(server)
    assert isinstance(outcome, Failed)
    assert not outcome.permanent


def test_a_repository_beyond_the_limit(server: GitServer, tmp_path: Path) -> None:
    made = Repository(tmp_path / "served" / "name.git")
    made.git("config", "uploadpack.allowFilter", "false")
    noise = os.urandom(3_000_000).hex()
    made.grow([Commit(1, START, START, "Ann", "ann@example.com", (), {"big": noise})])
    outcome = asked(server, replace(PROGRAM, max_bytes=1_000_000), folder=tmp_path / "copy")
    assert outcome == Failed(
        "127.0.0.1: the repository takes more than 1 MB on disk", permanent=True
    )
    assert not (tmp_path / "copy").exists()


def test_a_copy_that_another_process_reads_is_left_alone(server: GitServer, tmp_path: Path) -> None:
    with locked(tmp_path / "copy"):
        outcome = asked(server, folder=tmp_path / "copy")
    assert outcome == Failed(
        "copy: another process reads this repository", permanent=False, ours=True
    )
    assert server.count == 0


def door() -> Door:
    return Door("tests", allow_private=True, wait_s=0.01)


def test_a_redirect_to_another_repository_is_a_move(server: GitServer) -> None:
    server.answer("/old.git/info/refs", moved_to(f"/name.git{ADVERTISED}"))
    with door() as opened:
        outcome = fetch(GitRef(server.url("old")), PROGRAM, opened)
    assert outcome == Moved(f"{server.origin}/name")


def test_a_redirect_to_another_spelling_is_followed(server: GitServer) -> None:
    server.answer("/name/info/refs", moved_to(f"/name.git{ADVERTISED}"))
    with door() as opened:
        outcome = fetch(GitRef(f"{server.origin}/name"), PROGRAM, opened)
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize("target", ["/login", f"/name.git{ADVERTISED}"])
def test_a_redirect_that_leads_nowhere(server: GitServer, target: str) -> None:
    server.answer("/login", status(200, b"<html>"))
    server.answer("/name.git/info/refs", moved_to(target))
    with door() as opened:
        outcome = fetch(GitRef(server.url("name")), PROGRAM, opened)
    assert isinstance(outcome, Failed)
    assert outcome.permanent


def test_a_redirect_to_a_private_host_is_refused(server: GitServer, tmp_path: Path) -> None:
    """The first host is trusted by name; the one that it sends us to is not."""
    with GitServer(tmp_path / "served") as private:
        server.answer("/name.git/info/refs", moved_to(f"{private.origin}/name.git{ADVERTISED}"))
        address = server.url("name").replace("127.0.0.1", "localhost")
        trusted = frozenset({"localhost"})
        git = Git("tests", Guard(allowed_hosts=trusted))
        with Door("tests", allowed_hosts=trusted) as opened:
            outcome = fetch(GitRef(address), git, opened)
        assert outcome == Failed(
            "127.0.0.1: 127.0.0.1 is not an address of the public internet"
            " (PACKDEX_ALLOW_PRIVATE_HOSTS=1 has such be asked)",
            permanent=True,
        )
        assert private.count == 0


def test_git_itself_follows_no_redirect(server: GitServer, tmp_path: Path) -> None:
    with GitServer(tmp_path / "served") as other, door() as opened:
        target = f"{other.origin}/name.git/git-upload-pack"
        server.answer("/name.git/git-upload-pack", moved_to(target, 307))
        outcome = fetch(GitRef(server.url("name")), PROGRAM, opened)
        assert outcome == Failed("127.0.0.1: it sends us elsewhere (HTTP 307)", permanent=True)
        assert other.count == 0


def test_a_page_is_not_an_empty_repository(server: GitServer) -> None:
    for path in ("info/refs", "git-upload-pack"):
        server.answer(f"/name.git/{path}", status(200, b"<html>Back soon</html>"))
    with door() as opened:
        outcome = fetch(GitRef(server.url("name")), PROGRAM, opened)
    why = f"{server.url('name')}: what answers there is not git"
    assert outcome == Failed(why, permanent=False)


def test_a_daemon_that_has_no_such_repository(tmp_path: Path) -> None:
    with git_daemon(tmp_path) as origin:
        assert fetch(GitRef(f"{origin}/name.git"), PROGRAM, ClosedDoor()) == Gone(404)


def test_nobody_listens() -> None:
    outcome = fetch(GitRef("http://127.0.0.1:9/name.git"), PROGRAM, ClosedDoor())
    assert isinstance(outcome, Failed)
    assert not outcome.permanent
    assert "connect" in outcome.why.lower()


def test_what_git_asks_with_is_ours_alone(
    server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a user's configuration and password file nor a proxy reaches the other side."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login user password secret\n")
    (tmp_path / ".gitconfig").write_text('[http]\n\textraHeader = "X-User: secret"\n')
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / ".gitconfig"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("GIT_ASKPASS", "/bin/false")
    server.trouble(status(401, www_authenticate='Basic realm="x"'))
    asked(server)
    assert isinstance(asked(server), Fetched)
    for request in server.requests:
        assert request.headers["user-agent"] == "packdex-tests"
        assert "authorization" not in request.headers
        assert "secret" not in str(request.headers)
