"""What a repository's history is made of, and what asking again costs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from packdex.core.history import Contributor, History, Presence, Tag
from packdex.sources.git import Git, GitRef, fetch, head_of
from packdex.sources.git.copy import MAX_PACKS
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, NotModified, Outcome
from tests.sources.git_door import ClosedDoor
from tests.standins.git_http import FileServer, GitServer
from tests.standins.repositories import Commit, Repository
from tests.standins.server import Server

pytestmark = pytest.mark.loopback

START = 1_767_225_600  # 2026-01-01 00:00 UTC
DAY = 86_400
PROGRAM = Git("tests", Guard(allow_private=True), timeout_s=30)


def commit(mark: int, *parents: int, name: str = "Ann", **files: str) -> Commit:
    """A commit made `mark` days after the start."""
    when = START + mark * DAY
    paths = {path.replace("__", "/"): text for path, text in files.items()}
    return Commit(mark, when, when, name, f"{name.lower()}@example.com", parents, paths)


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "served" / "name.git")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    (tmp_path / "served").mkdir(exist_ok=True)
    with GitServer(tmp_path / "served") as serving:
        yield serving


def answer(ref: GitRef) -> Outcome[History]:
    with Door("tests", allow_private=True) as door:
        return fetch(ref, PROGRAM, door)


def ask(ref: GitRef) -> Fetched[History]:
    outcome = answer(ref)
    assert isinstance(outcome, Fetched), outcome
    return outcome


def test_a_history(made: Repository, server: GitServer) -> None:
    tip = made.grow([commit(0), commit(1, 0, name="Bo"), commit(2, 1), commit(3, 2, name="x[bot]")])
    before = datetime.now(UTC)
    taken = ask(GitRef(server.url("name")))
    assert before <= taken.taken_at <= datetime.now(UTC)
    assert head_of(taken.etag) == tip
    assert taken.facts == History(
        head=tip,
        default_branch="main",
        last_updated=datetime(2026, 1, 4, tzinfo=UTC),
        commits=4,
        days={date(2026, 1, day): 1 for day in (1, 2, 3, 4)},
        bot_days={date(2026, 1, 4): 1},
        bot_commits=1,
        contributor_count=3,
        contributors=(
            Contributor("Ann", 2, is_bot=False, last=date(2026, 1, 3)),
            Contributor("Bo", 1, is_bot=False, last=date(2026, 1, 2)),
            Contributor("x[bot]", 1, is_bot=True, last=date(2026, 1, 4)),
        ),
        tags=(),
        presence=Presence(
            has_tests=False, has_ci=False, has_changelog=False, has_licence_file=False
        ),
    )


def test_author_dates_make_the_days_and_the_committer_date_the_update(
    made: Repository, server: GitServer
) -> None:
    made.grow([replace(commit(0), authored=START - 1, committed=START + 5)])
    facts = ask(GitRef(server.url("name"))).facts
    assert facts.days == {date(2025, 12, 31): 1}
    assert facts.last_updated == datetime(2026, 1, 1, 0, 0, 5, tzinfo=UTC)


def test_times_out_of_range_count_on_no_day(made: Repository, server: GitServer) -> None:
    far = 400_000_000_000  # the year 14645
    made.grow([commit(0), replace(commit(1, 0), authored=far, committed=far)])
    facts = ask(GitRef(server.url("name"))).facts
    assert (facts.commits, sum(facts.days.values()), facts.last_updated) == (2, 1, None)


def test_tags_have_their_own_time_or_that_of_their_commit(
    made: Repository, server: GitServer
) -> None:
    tip = made.grow([commit(0), commit(1, 0)])
    side = made.grow([commit(0), commit(9, 0)], "maintenance")
    made.git("tag", "v1", tip)
    made.git("tag", "v1.0.1", side)
    made.git(
        "fast-import", "--quiet",
        given=f"tag v2\nfrom {tip}\ntagger A <a@example.com> {START + 5 * DAY} +0000\ndata 2\nv2\n",
    )  # fmt: skip
    made.git("update-ref", "refs/tags/file", made.git("hash-object", "-w", "--stdin", given="x"))
    tags = ask(GitRef(server.url("name"))).facts.tags
    assert [(tag.name, tag.at and tag.at.day) for tag in tags] == [
        ("v1.0.1", 10), ("v2", 6), ("v1", 2), ("file", None),
    ]  # fmt: skip
    assert tags[2] == Tag("v1", tip, datetime(2026, 1, 2, tzinfo=UTC))
    early = ask(GitRef(server.url("name"), at=datetime(2026, 1, 7, tzinfo=UTC))).facts
    assert [tag.name for tag in early.tags] == ["v2", "v1"]


def test_what_lies_at_the_tip(made: Repository, server: GitServer) -> None:
    files = {".github__workflows__ci.yml": "x", "src__name__tests__test_a.py": "x"}
    made.grow([commit(0, CHANGES="x", COPYING="x"), commit(1, 0, **files)])
    found = ask(GitRef(server.url("name"))).facts.presence
    assert found == Presence(has_tests=True, has_ci=True, has_changelog=True, has_licence_file=True)
    early = ask(GitRef(server.url("name"), at=datetime(2026, 1, 1, tzinfo=UTC))).facts.presence
    assert (early.has_tests, early.has_ci, early.has_licence_file) == (False, False, True)


def test_unchanged_refs_cost_a_question_and_no_history(made: Repository, server: GitServer) -> None:
    made.grow([commit(0)])
    etag = ask(GitRef(server.url("name"))).etag
    server.requests.clear()
    assert isinstance(answer(GitRef(server.url("name"), etag)), NotModified)
    assert [request.path for request in server.requests] == ["/name.git/git-upload-pack"]


@pytest.mark.parametrize(
    "change", [["tag", "v1", "main"], ["branch", "-m", "main", "trunk"], ["tag", "-d", "v0"]]
)
def test_a_tag_or_another_branch_is_a_change(
    made: Repository, server: GitServer, change: list[str]
) -> None:
    made.grow([commit(0)])
    made.git("tag", "v0", "main")
    etag = ask(GitRef(server.url("name"))).etag
    made.git(*change)
    made.git("symbolic-ref", "HEAD", made.git("for-each-ref", "--format=%(refname)", "refs/heads"))
    assert ask(GitRef(server.url("name"), etag)).etag != etag


def test_a_kept_copy_takes_only_what_is_new(
    made: Repository, server: GitServer, tmp_path: Path
) -> None:
    chain = [commit(0), *(commit(mark, mark - 1) for mark in range(1, 500))]
    made.grow(chain)
    ref = GitRef(server.url("name"), folder=tmp_path / "kept" / "copy")
    ask(ref)
    at_first, server.sent = server.sent, 0
    tip = made.grow([*chain, commit(500, 499)])
    facts = ask(ref).facts
    assert (facts.head, facts.commits) == (tip, 501)
    assert server.sent < at_first / 20


def test_after_a_forced_push_only_what_the_tip_leads_to_counts(
    made: Repository, server: GitServer, tmp_path: Path
) -> None:
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    made.grow([commit(0), commit(1, 0), commit(2, 1)])
    assert ask(ref).facts.commits == 3
    tip = made.grow([commit(0), commit(7, 0, name="Bo")])
    facts = ask(ref).facts
    assert (facts.head, facts.commits, facts.contributor_count) == (tip, 2, 2)
    assert ask(ref).facts == facts


def test_a_copy_in_pieces_is_begun_anew(
    made: Repository, server: GitServer, tmp_path: Path
) -> None:
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    made.grow([commit(0)])
    ask(ref)
    shutil.rmtree(tmp_path / "copy" / "objects")
    assert ask(ref).facts.commits == 1
    for pack in (tmp_path / "copy").glob("objects/pack/*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(b"PACK")
    made.grow([commit(0), commit(1, 0)])
    assert ask(ref).facts.commits == 2


def test_many_packs_are_made_one(
    made: Repository, server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packdex.sources.git.copy.MAX_PACKS", 4)
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    packs = tmp_path / "copy" / "objects" / "pack"
    chain = [commit(0, LICENSE="x", tests__a="x")]
    for mark in range(1, 10):
        chain.append(commit(mark, mark - 1, **{f"f{mark}": "x"}))
        made.grow(chain)
        before = server.count
        facts = ask(ref).facts
        assert facts == ask(GitRef(server.url("name"))).facts
        assert len(list(packs.glob("*.pack"))) <= 4
        assert mark == 1 or server.count - before == 2 + 4
    # What git fetches in its own way is added to it too.
    made.grow([*chain, commit(10, 9, name="Bo")])
    outcome = fetch(ref, PROGRAM, ClosedDoor())
    assert isinstance(outcome, Fetched)
    assert outcome.facts == ask(GitRef(server.url("name"))).facts


def test_what_a_killed_fetch_left_is_removed(
    made: Repository, server: GitServer, tmp_path: Path
) -> None:
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    made.grow([commit(0)])
    ask(ref)
    packs = tmp_path / "copy" / "objects" / "pack"
    for number in range(MAX_PACKS):
        (packs / f"pack-{number}.pack").touch()
    (packs / "tmp_pack_left").touch()
    assert ask(ref).facts.commits == 1
    assert len(list(packs.glob("*.pack"))) <= 2
    assert not list(packs.glob("tmp_*"))


def test_without_a_folder_nothing_is_left(
    made: Repository, server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    made.grow([commit(0)])
    ask(GitRef(server.url("name")))
    assert list(place.iterdir()) == []


def test_an_empty_repository_has_no_commits(made: Repository, server: GitServer) -> None:
    taken = ask(GitRef(server.url("name")))
    assert (taken.facts.head, taken.facts.commits, taken.facts.last_updated) == (None, 0, None)
    assert head_of(taken.etag) is None
    assert isinstance(answer(GitRef(server.url("name"), taken.etag)), NotModified)


def test_a_detached_head_has_no_branch(made: Repository, server: GitServer) -> None:
    tip = made.grow([commit(0)])
    made.git("update-ref", "--no-deref", "HEAD", tip)
    facts = ask(GitRef(server.url("name"))).facts
    assert (facts.head, facts.default_branch, facts.commits) == (tip, None, 1)


def test_a_head_that_leads_nowhere_is_not_an_empty_repository(
    made: Repository, server: GitServer
) -> None:
    made.grow([commit(0)])
    made.git("symbolic-ref", "HEAD", "refs/heads/gone")
    outcome = answer(GitRef(server.url("name")))
    why = f"{server.url('name')}: HEAD names a branch that is not there"
    assert outcome == Failed(why, permanent=False)


@pytest.mark.parametrize(
    "settings",
    [
        {"uploadpack.allowFilter": "false"},
        {"uploadpackfilter.tree.allow": "false"},
        {"uploadpackfilter.allow": "false"},
    ],
    ids=["none known", "no trees", "all refused"],
)
def test_a_server_without_filters_sends_more(
    made: Repository, server: GitServer, settings: dict[str, str]
) -> None:
    made.grow([commit(0, LICENSE="x"), commit(1, 0)])
    for name, value in settings.items():
        made.git("config", name, value)
    facts = ask(GitRef(server.url("name"))).facts
    assert facts.commits == 2
    assert facts.presence.has_licence_file is True


@pytest.mark.parametrize("filters", ["true", "false"])
def test_what_lies_at_the_tip_is_known_of_a_kept_copy_too(
    made: Repository, server: GitServer, tmp_path: Path, filters: str
) -> None:
    """Most of the new tip's folders are those of the old one, which the copy never had."""
    made.git("config", "uploadpackfilter.combine.allow", filters)
    ref = GitRef(server.url("name"), folder=tmp_path / "copy")
    before = [commit(0, LICENSE="x", src__name__tests__test_a="x"), commit(1, 0)]
    made.grow(before)
    first = ask(ref).facts.presence
    made.grow([*before, commit(2, 1, src__name__a="x")])
    assert ask(ref).facts.presence == first
    assert (first.has_tests, first.has_ci, first.has_licence_file) == (True, False, True)
    made.grow([*before, commit(2, 1, src__name__a="x"), commit(3, 2, **{".travis.yml": "x"})])
    assert ask(ref).facts.presence.has_ci is True
    assert not (tmp_path / "copy" / "folders").exists()


def old(tmp_path: Path) -> Server:
    return GitServer(tmp_path / "served", old=True)


def plain_files(tmp_path: Path) -> Server:
    """A web server that knows nothing of git (its "dumb" protocol)."""
    return FileServer(tmp_path / "served")


@pytest.mark.parametrize("kind", [old, plain_files])
def test_old_ways_to_serve_a_repository(
    made: Repository, tmp_path: Path, kind: Callable[[Path], Server]
) -> None:
    tip = made.grow([commit(0, LICENSE="x"), commit(1, 0)])
    made.git("tag", "v1", "main~1")
    made.git("update-server-info")
    with kind(tmp_path) as server:
        facts = ask(GitRef(f"{server.origin}/name.git")).facts
    assert (facts.head, facts.default_branch, facts.commits) == (tip, "main", 2)
    assert [tag.name for tag in facts.tags] == ["v1"]
    assert facts.presence.has_licence_file is True


def test_other_object_formats(tmp_path: Path, server: GitServer) -> None:
    made = Repository(tmp_path / "served" / "modern.git")
    made.folder.mkdir()
    made.git("init", "-q", "--bare", "--object-format=sha256", "--initial-branch=main")
    tip = made.grow([commit(0, LICENSE="x")])
    assert len(tip) == 64
    facts = ask(GitRef(server.url("modern"))).facts
    assert (facts.head, facts.presence.has_licence_file) == (tip, True)


def test_names_of_any_kind_are_kept_apart(made: Repository, server: GitServer) -> None:
    made.grow(
        [commit(0, name="Zoë Ünal"), commit(1, 0, name="a" * 500), commit(2, 1, name="\t|;`x`")]
    )
    names = {person.name for person in ask(GitRef(server.url("name"))).facts.contributors}
    assert "Zoë Ünal" in names
    assert max(map(len, names)) == 100
