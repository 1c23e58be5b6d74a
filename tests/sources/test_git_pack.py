"""What is new of a repository comes in one request; where it does not, git fetches by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from packdex.core.history import History
from packdex.sources.git import Git, GitRef, fetch
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Fetched, RateLimited
from tests.standins.git_http import GitServer
from tests.standins.registry import Reply, hung_up, status, truncated
from tests.standins.repositories import Commit, Repository

pytestmark = pytest.mark.loopback

START = 1_767_225_600
PROGRAM = Git("packdex-tests", Guard(allow_private=True), timeout_s=20)


def commits(count: int) -> list[Commit]:
    return [
        Commit(
            n, START + n, START + n, "Ann", "ann@example.com", [n - 1][: n - 1], {"a.py": f"{n}"}
        )
        for n in range(1, count + 1)
    ]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "served" / "name.git")
    made.grow(commits(3))
    return made


@pytest.fixture
def server(repository: Repository) -> Iterator[GitServer]:
    with GitServer(repository.folder.parent) as serving:
        yield serving


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=5) as opened:
        yield opened


def taken(server: GitServer, door: Door, folder: Path, etag: str | None = None) -> Fetched[History]:
    outcome = fetch(GitRef(server.url("name"), etag, folder), PROGRAM, door)
    assert isinstance(outcome, Fetched), outcome
    return outcome


def whole(server: GitServer, door: Door) -> History:
    """The history, taken from the start by whoever has nothing yet."""
    outcome = fetch(GitRef(server.url("name")), PROGRAM, door)
    assert isinstance(outcome, Fetched)
    return outcome.facts


def test_what_is_new_takes_two_requests_and_is_all_there(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path
) -> None:
    first = taken(server, door, tmp_path / "copy")
    repository.grow(commits(5))
    named = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    repository.git(*named, "tag", "-a", "-m", "five", "5.0", "main")
    before = server.count
    news = taken(server, door, tmp_path / "copy", first.etag)
    # Where the branches are; the commits with their folders.
    asked = [(request.method, request.path) for request in server.requests[before:]]
    assert asked == [("POST", "/name.git/git-upload-pack")] * 2
    assert news.facts == whole(server, door)
    assert (news.facts.commits, [tag.name for tag in news.facts.tags]) == (5, ["5.0"])


def test_the_copy_grows_by_commits_and_folders_alone(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    taken(server, door, copy)
    repository.grow(commits(5))
    taken(server, door, copy)
    objects = Repository(copy).git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    # The folders of the two new tips and of the first one, no files.
    assert sorted(objects.split()) == ["commit"] * 5 + ["tree"] * 3


def test_after_a_forced_push_it_is_counted_from_the_new_tip(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path
) -> None:
    taken(server, door, tmp_path / "copy")
    repository.git("update-ref", "-d", "refs/heads/main")
    repository.grow([Commit(9, START, START, "Bo", "bo@example.com", [], {"b.py": "b"})])
    news = taken(server, door, tmp_path / "copy")
    assert news.facts == whole(server, door)
    assert news.facts.commits == 1


SPOILT = {
    "an error": status(500),
    "a page": status(200, b"<html>"),
    "nothing": status(200, b"", content_type="application/x-git-upload-pack-result"),
    "cut short": status(
        200, b"000dpackfile\n00", content_type="application/x-git-upload-pack-result"
    ),
    "no pack": status(
        200, b"000dpackfile\n0009\x01PACK0000", content_type="application/x-git-upload-pack-result"
    ),
    "given up": status(
        200, b"000dpackfile\n0009\x03dead0000", content_type="application/x-git-upload-pack-result"
    ),
    "refused": status(
        200, b"000cERR nope0000", content_type="application/x-git-upload-pack-result"
    ),
}


@pytest.mark.parametrize("reply", SPOILT.values(), ids=SPOILT)
def test_where_it_is_not_answered_git_fetches_by_itself(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path, reply: Reply
) -> None:
    taken(server, door, tmp_path / "copy")
    repository.grow(commits(5))
    answered = server.reply_to

    def spoilt(request: object) -> Reply:
        # The second question is the one about commits.
        return reply if server.count == asked_before + 2 else answered(request)  # type: ignore[arg-type]

    asked_before = server.count
    server.reply_to = spoilt  # type: ignore[method-assign,assignment]
    news = taken(server, door, tmp_path / "copy")
    assert news.facts.commits == 5
    assert server.count > asked_before + 3


def test_a_server_without_filters_is_fetched_from_in_its_own_way(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path
) -> None:
    repository.git("config", "uploadpack.allowFilter", "false")
    taken(server, door, tmp_path / "copy")
    repository.grow(commits(5))
    assert taken(server, door, tmp_path / "copy").facts.commits == 5


def test_a_host_that_wants_a_pause_has_it(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path
) -> None:
    taken(server, door, tmp_path / "copy")
    repository.grow(commits(5))
    answered, before = server.reply_to, server.count

    def busy(request: object) -> Reply:
        second = server.count == before + 2
        return status(429, retry_after="60") if second else answered(request)  # type: ignore[arg-type]

    server.reply_to = busy  # type: ignore[method-assign,assignment]
    outcome = fetch(GitRef(server.url("name"), None, tmp_path / "copy"), PROGRAM, door)
    assert isinstance(outcome, RateLimited)
    assert server.count == before + 2


@pytest.mark.parametrize("reply", [hung_up, truncated])
def test_a_connection_that_breaks_keeps_the_copy(
    server: GitServer, repository: Repository, door: Door, tmp_path: Path, reply: Reply
) -> None:
    taken(server, door, tmp_path / "copy")
    repository.grow(commits(5))
    answered, before = server.reply_to, server.count

    def broken(request: object) -> Reply:
        return reply if server.count == before + 2 else answered(request)  # type: ignore[arg-type]

    server.reply_to = broken  # type: ignore[method-assign,assignment]
    fetch(GitRef(server.url("name"), None, tmp_path / "copy"), PROGRAM, door)
    server.reply_to = answered  # type: ignore[method-assign]
    assert taken(server, door, tmp_path / "copy").facts == whole(server, door)
