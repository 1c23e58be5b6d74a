"""packdex facts says what git alone knows of a repository, or what was in the way."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import free_port, run
from tests.standins.git_http import GitServer
from tests.standins.registry import moved_to
from tests.standins.repositories import Commit, Repository

pytestmark = pytest.mark.loopback

NO_REPLY = "users.noreply.github.com"
TIME = 1_767_225_600  # 2026-01-01 00:00 UTC


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    made = Repository.create(tmp_path / "served" / "group" / "name.git")
    files = {"tests/test_x.py": "x", "LICENSE": "x"}
    made.grow(
        [
            Commit(1, TIME, TIME, "Ann", f"17+ann@{NO_REPLY}", files=files),
            Commit(2, TIME + 86_400, TIME + 86_400, "bump[bot]", "b@example.com", [1]),
        ]
    )
    made.git("tag", "v1.0", "main~1")
    with GitServer(tmp_path / "served") as serving:
        yield serving


@pytest.fixture
def private(env: dict[str, str]) -> dict[str, str]:
    """An instance that may reach this machine."""
    return env | {"PACKDEX_ALLOW_PRIVATE_HOSTS": "1"}


def test_all_of_it_as_json(private: dict[str, str], server: GitServer) -> None:
    done = run(private, "facts", server.url("group/name"), "--at", "2026-01-10", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert len(facts.pop("head")) == 40
    assert facts.pop("commits_over_52") == [0] * 50 + [2, 0]
    assert facts == {
        "url": f"{server.origin}/group/name",
        "at": "2026-01-10T00:00:00Z",
        "default_branch": "main",
        "last_updated": "2026-01-02T00:00:00Z",
        "commits": 2,
        "contributor_count": 2,
        "contributors": [
            {"name": "ann", "commits": 1, "is_bot": False, "last": "2026-01-01"},
            {"name": "bump[bot]", "commits": 1, "is_bot": True, "last": "2026-01-02"},
        ],
        "bot_commits": 1,
        "tags": [{"name": "v1.0", "at": "2026-01-01T00:00:00Z"}],
        "has_tests": True,
        "has_ci": False,
        "has_changelog": False,
        "has_licence_file": True,
    }


def test_the_moment_may_be_in_any_zone(private: dict[str, str], server: GitServer) -> None:
    at = "2026-01-01T19:59:59.999-04:00"  # a moment before the second commit
    done = run(private, "facts", server.url("group/name"), "--at", at, "--json")
    assert json.loads(done.stdout)["last_updated"] == "2026-01-01T00:00:00Z"


def test_a_line_for_each_fact(private: dict[str, str], server: GitServer) -> None:
    done = run(private, "facts", server.url("group/name"))
    assert done.returncode == 0, done.stderr
    assert "contributors       ann (1), bump[bot] (1, bot)\n" in done.stdout
    assert "commits            2\n" in done.stdout
    assert "has tests          yes\n" in done.stdout


def test_a_move_is_followed_and_said(private: dict[str, str], server: GitServer) -> None:
    server.answer(
        "/old.git/info/refs", moved_to("/group/name.git/info/refs?service=git-upload-pack")
    )
    done = run(private, "facts", server.url("old"), "--json")
    assert json.loads(done.stdout)["url"] == f"{server.origin}/group/name"
    assert f"{server.origin}/old moved to {server.origin}/group/name" in done.stderr


def test_what_is_not_there(private: dict[str, str], server: GitServer) -> None:
    done = run(private, "facts", server.url("nothing"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no such repository" in done.stderr


def test_a_host_that_does_not_answer(private: dict[str, str]) -> None:
    done = run(private, "facts", f"http://127.0.0.1:{free_port()}/owner/name", "--json")
    assert (done.returncode, done.stdout) == (3, "")


def test_this_machine_is_refused_without_the_setting(
    env: dict[str, str], server: GitServer
) -> None:
    done = run(env, "facts", server.url("group/name"))
    assert (done.returncode, done.stdout, server.count) == (2, "", 0)
    assert "not an address of the public internet" in done.stderr


@pytest.mark.parametrize("url", ["name", "--upload-pack=x", "file:///etc", "https://a/b\nc"])
def test_what_is_no_address(env: dict[str, str], url: str) -> None:
    done = run(env, "facts", "--", url)
    assert done.returncode == 2
    assert "not the address of a repository" in done.stderr


def test_what_is_no_time(env: dict[str, str]) -> None:
    done = run(env, "facts", "https://example.org/a", "--at", "yesterday")
    assert done.returncode == 2
    assert "expected one such as 2026-02-15T14:23:25-05:00" in done.stderr
