"""Refs that a forge told: one request brings what is new; where that fails, all is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from packdex.core.forge import Tags
from packdex.core.history import History
from packdex.core.weeks import commits_over_52
from packdex.sources.git import Git, GitRef, Told, fetch
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Fetched, NotModified, Outcome, RateLimited
from tests.standins.git_http import GitServer
from tests.standins.registry import Reply, hung_up, status
from tests.standins.repositories import DATA, Commit, Repository, history, rows

pytestmark = pytest.mark.loopback

START = 1_767_225_600
AT = datetime.now(UTC) - timedelta(minutes=5)
PROGRAM = Git("packdex-tests", Guard(allow_private=True), timeout_s=20)
EXPECTED: list[dict[str, Any]] = json.loads((DATA / "expected.json").read_text("utf-8"))


def commit(mark: int, *parents: int, name: str = "Ann", **files: str) -> Commit:
    when = START + mark * 86_400
    paths = {path.replace("__", "/"): text for path, text in files.items()}
    return Commit(mark, when, when, name, f"{name.lower()}@example.com", parents, paths)


_ANN = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
CHAIN = [commit(1, LICENSE="x", src__tests__a="x"), commit(2, 1, README="2"), commit(3, 2, a="3")]
NEXT = [*CHAIN, commit(4, 3, name="Bo", src__b="4"), commit(5, 4, **{".travis.yml": "x"})]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "served" / "name.git")
    # As the largest public forge has it.
    made.git("config", "uploadpackfilter.tree.maxDepth", "0")
    made.git("config", "uploadpackfilter.combine.allow", "false")
    made.grow(CHAIN)
    return made


@pytest.fixture
def server(repository: Repository) -> Iterator[GitServer]:
    with GitServer(repository.folder.parent) as serving:
        yield serving


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=5) as opened:
        yield opened


@pytest.fixture
def kept(server: GitServer, door: Door, tmp_path: Path) -> GitRef:
    """The question to ask next, when the first was answered."""
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    return replace(ref, etag=taken(ref, door).etag)


def taken(ref: GitRef, door: Door) -> Fetched[History]:
    outcome = fetch(ref, PROGRAM, door)
    assert isinstance(outcome, Fetched), outcome
    return outcome


def word(head: str, repository: Repository | None = None, first: int = 30) -> Told:
    """What a forge says of the repository, `first` tags of it, but for its tip."""
    branch = repository.git("symbolic-ref", "--short", "HEAD") if repository else "main"
    tags = repository.tags() if repository else []
    return Told(head, branch, Tags(len(tags), tuple(tags[:first])), AT)


def told(
    ref: GitRef, head: str, door: Door, repository: Repository | None = None, first: int = 30
) -> Outcome[History]:
    return fetch(replace(ref, told=word(head, repository, first)), PROGRAM, door)


def whole(ref: GitRef, door: Door) -> Fetched[History]:
    """What somebody is told who has nothing yet."""
    return taken(GitRef(ref.url), door)


def assert_same(outcome: Outcome[History], other: History) -> None:
    """The two tell the same."""
    assert isinstance(outcome, Fetched)
    assert outcome.facts == other


def test_one_request_brings_all(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    head, before = repository.grow(NEXT), server.count
    news = told(kept, head, door)
    assert server.count - before == 1
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert news.taken_at == AT
    # The whole question finds that it was all.
    assert isinstance(fetch(replace(kept, etag=news.etag), PROGRAM, door), NotModified)


def test_one_move_after_another_costs_one_request_each(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    for mark in range(4, 9):
        more = [commit(n, n - 1, **{f"f{n}__tests__x": "x"}) for n in range(4, mark + 1)]
        head, before = repository.grow([*CHAIN, *more]), server.count
        news = told(kept, head, door)
        assert server.count - before == 1
        assert_same(news, whole(kept, door).facts)
        assert isinstance(news, Fetched)
        kept = replace(kept, etag=news.etag)


def test_tags_come_with_what_is_new(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    head = repository.grow(NEXT)
    repository.git("tag", "v1", "main~1")
    repository.git(*_ANN, "tag", "-a", "-m", "two", "v2", "main")
    before = server.count
    news = told(kept, head, door, repository)
    assert server.count - before == 1
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert {tag.name for tag in news.facts.tags} == {"v1", "v2"}
    assert all(tag.at for tag in news.facts.tags)
    assert isinstance(fetch(replace(kept, etag=news.etag), PROGRAM, door), NotModified)


def test_a_tag_alone_costs_what_has_to_come_of_it(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    head, before = repository.git("rev-parse", "main"), server.count
    assert told(kept, head, door, repository) == NotModified(AT)
    repository.git("tag", "v1", "main")
    light = told(kept, head, door, repository)
    assert server.count == before
    assert_same(light, whole(kept, door).facts)
    repository.git(*_ANN, "tag", "-a", "-m", "two", "v2", "main")
    before = server.count
    annotated = told(kept, head, door, repository)
    assert server.count - before == 1
    assert_same(annotated, whole(kept, door).facts)


def test_a_tag_off_the_branch_brings_its_commits(
    repository: Repository, kept: GitRef, door: Door
) -> None:
    repository.grow([CHAIN[0], commit(7, 1, name="Bo", c="c")], "old")
    repository.git("tag", "v0.1", "old")
    head = repository.grow(NEXT)
    news = told(kept, head, door, repository)
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert [tag.at for tag in news.facts.tags] == [datetime.fromtimestamp(START + 7 * 86_400, UTC)]


def test_known_tags_and_told_ones_may_be_all(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    for number in range(4):
        repository.git("tag", f"v{number}", "main")
    kept = replace(kept, etag=taken(kept, door).etag)
    head = repository.grow(NEXT)
    repository.git("tag", "v4", "main")
    before = server.count
    news = told(kept, head, door, repository, first=2)
    assert server.count - before == 1
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert len(news.facts.tags) == 5


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([["tag", "v5", "main"], ["tag", "v6", "main"]], id="more-than-told"),
        pytest.param([["tag", "-d", "v0"]], id="one-less"),
        pytest.param([["tag", "-d", "v0"], ["tag", "v5", "main"]], id="one-for-another"),
    ],
)
def test_tags_that_do_not_add_up_are_asked_for(
    server: GitServer, repository: Repository, kept: GitRef, door: Door, changes: list[list[str]]
) -> None:
    for number in range(4):
        repository.git("tag", f"v{number}", "main")
    kept = replace(kept, etag=taken(kept, door).etag)
    head = repository.grow(NEXT)
    for arguments in changes:
        repository.git(*arguments)
    before = server.count
    news = told(kept, head, door, repository, first=1)
    assert server.count - before == 2
    assert_same(news, whole(kept, door).facts)


def test_a_tag_that_was_moved_is_followed(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    repository.git("tag", "v1", "main")
    kept = replace(kept, etag=taken(kept, door).etag)
    head = repository.grow(NEXT)
    repository.git("tag", "-f", "v1", "main")
    before = server.count
    news = told(kept, head, door, repository)
    assert server.count - before == 1
    assert_same(news, whole(kept, door).facts)


def test_tags_that_were_not_told_are_found_by_the_next_whole_question(
    repository: Repository, kept: GitRef, door: Door
) -> None:
    head = repository.grow(NEXT)
    repository.git("tag", "v1", "main")
    news = told(kept, head, door)
    assert isinstance(news, Fetched)
    later = taken(replace(kept, etag=news.etag), door)
    assert later.facts == whole(kept, door).facts
    assert [tag.name for tag in later.facts.tags] == ["v1"]


def test_a_forced_push_is_counted_from_the_new_tip(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    repository.git("update-ref", "-d", "refs/heads/main")
    head = repository.grow([CHAIN[0], commit(9, 1, name="Bo")])
    before = server.count
    news = told(kept, head, door)
    # The server takes the folders of commits for known of which only the later ones came here.
    assert server.count - before <= 2
    assert_same(news, whole(kept, door).facts)


def test_a_history_begun_anew_is_counted_alone(
    repository: Repository, kept: GitRef, door: Door
) -> None:
    repository.git("update-ref", "-d", "refs/heads/main")
    head = repository.grow([commit(9, name="Bo", b="b")])
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "--quiet", "--prune=now")
    news = told(kept, head, door)
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert news.facts.commits == 1


def test_a_renamed_default_branch_is_followed(
    repository: Repository, kept: GitRef, door: Door
) -> None:
    head = repository.grow(NEXT)
    repository.git("branch", "-m", "main", "trunk")
    repository.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    news = told(kept, head, door, repository)
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert news.facts.default_branch == "trunk"
    assert isinstance(fetch(replace(kept, etag=news.etag), PROGRAM, door), NotModified)


@pytest.mark.parametrize("wrong", ["0" * 40, "a" * 64, "main", ""])
def test_a_tip_that_is_not_there_is_asked_for(
    repository: Repository, kept: GitRef, door: Door, wrong: str
) -> None:
    repository.grow(NEXT)
    assert taken(replace(kept, told=word(wrong)), door).facts == whole(kept, door).facts


def test_a_file_is_no_tip(repository: Repository, kept: GitRef, door: Door) -> None:
    repository.grow(NEXT)
    file = repository.git("rev-parse", "main:src/b")
    assert taken(replace(kept, told=word(file)), door).facts == whole(kept, door).facts


def test_an_older_tip_is_not_believed(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    before = server.count
    assert isinstance(told(kept, repository.git("rev-parse", "main~1"), door), NotModified)
    assert server.count - before == 1
    # Neither is it when the branch was set back, which the refs then say.
    repository.git("update-ref", "refs/heads/main", repository.git("rev-parse", "main~1"))
    set_back = told(kept, repository.git("rev-parse", "main"), door)
    assert isinstance(set_back, Fetched)
    assert set_back.facts == whole(kept, door).facts


def test_without_a_copy_or_a_mark_all_is_asked(
    repository: Repository, kept: GitRef, door: Door, tmp_path: Path
) -> None:
    head, everything = repository.grow(NEXT), whole(kept, door).facts
    hint = word(head)
    elsewhere = replace(kept, folder=tmp_path / "other", told=hint)
    assert taken(elsewhere, door).facts == everything
    assert taken(replace(kept, folder=None, told=hint), door).facts == everything
    assert taken(replace(kept, etag=None, told=hint), door).facts == everything


@pytest.mark.parametrize("name", ["uploadpack.allowFilter", "uploadpackfilter.allow"])
def test_a_server_without_filters_is_asked_in_its_own_way(
    repository: Repository, kept: GitRef, door: Door, name: str
) -> None:
    repository.git("config", name, "false")
    head = repository.grow(NEXT)
    assert taken(replace(kept, told=word(head)), door).facts == whole(kept, door).facts


def test_folders_that_the_server_takes_for_known_are_asked_for(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    """With bitmaps it leaves out what any commit of ours had, and not all of that is here."""
    tree = repository.git("mktree")
    emptied = repository.git(*_ANN, "commit-tree", "-p", "main", "-m", "none", tree)
    repository.git("update-ref", "refs/heads/main", emptied)
    first = told(kept, emptied, door)
    assert isinstance(first, Fetched)
    assert first.facts.presence.has_licence_file is False
    back = repository.git(*_ANN, "commit-tree", "-p", "main", "-m", "back", "main~2^{tree}")
    repository.git("update-ref", "refs/heads/main", back)
    repository.git("repack", "-a", "-d", "-b", "--quiet")
    before = server.count
    news = told(replace(kept, etag=first.etag), back, door)
    assert server.count - before <= 2
    assert_same(news, whole(kept, door).facts)
    assert isinstance(news, Fetched)
    assert news.facts.presence.has_tests is True


@pytest.mark.parametrize("reply", [status(500), status(404), status(200, b"<html>"), hung_up])
def test_trouble_with_the_short_way_is_no_failure(
    server: GitServer, repository: Repository, kept: GitRef, door: Door, reply: Reply
) -> None:
    head, answered, before = repository.grow(NEXT), server.reply_to, server.count

    def spoilt(request: object) -> Reply:
        return reply if server.count == before + 1 else answered(request)  # type: ignore[arg-type]

    server.reply_to = spoilt  # type: ignore[method-assign]
    assert taken(replace(kept, told=word(head)), door).facts == whole(kept, door).facts


def test_a_host_that_wants_a_pause_is_asked_no_more(
    server: GitServer, repository: Repository, kept: GitRef, door: Door
) -> None:
    head, before = repository.grow(NEXT), server.count
    server.trouble(status(429, retry_after="60"))
    assert isinstance(told(kept, head, door), RateLimited)
    assert server.count - before == 1


@pytest.mark.parametrize("expected", EXPECTED, ids=[one["slug"] for one in EXPECTED])
def test_the_published_figures_come_out_of_what_was_new(
    expected: dict[str, Any], door: Door, tmp_path: Path
) -> None:
    made = Repository.create(tmp_path / "served" / "name.git", expected["default_branch"])
    commits = history(rows(expected["file"]))
    made.grow(commits[: len(commits) * 9 // 10 or 1], expected["default_branch"])
    with GitServer(tmp_path / "served") as server:
        ref = GitRef(server.url("name"), folder=tmp_path / "copy")
        ref = replace(ref, etag=taken(ref, door).etag)
        head = made.grow(commits, expected["default_branch"])
        before = server.count
        news = taken(replace(ref, told=word(head)), door)
        assert server.count - before == 1
    moment = datetime.fromisoformat(expected["reference_date"])
    assert commits_over_52(news.facts.days, moment) == tuple(expected["commits_over_52"])
    if expected["last_updated"]:
        assert news.facts.last_updated == datetime.fromisoformat(expected["last_updated"])
    assert (news.facts.head, news.facts.commits) == (head, len(commits))
