"""What a forge tells of the refs spares git the question which there are, not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from packdex.catalog.models import Package, PackageFacts, PackageHistory, SourceState
from packdex.refresh.context import Context
from packdex.refresh.planning import plan_packages
from packdex.refresh.tips import LEAST, MOST, span
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.git_http import GitServer
from tests.standins.github import GitHub
from tests.standins.registry import status
from tests.standins.repositories import Commit, Repository

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
LONG = timedelta(days=400)
_ADA = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")


class World:
    """A forge with one repository of two commits, and a package that is asked about there."""

    def __init__(self, served: GitServer, github: GitHub, context: Context) -> None:
        self.served, self.github, self.context = served, github, context
        self.repository = Repository.create(served.folder / "owner" / "alpha.git")
        self.told = github.add("owner/alpha")
        self.commits = 1
        self.commit()
        self.package: Package = make.package(
            "alpha", repo_url=f"{served.origin}/owner/alpha", facts={"participants": ["ada"]}
        )
        plan_packages([self.package], context)

    def tag(self, *names: str) -> None:
        """Give the tip these tags; the forge tells of them."""
        for name in names:
            self.repository.git("tag", name, "main")
        self.told.tags = list(self.repository.tags())

    def tags(self) -> list[str]:
        """The names of the tags that are known here."""
        return sorted(name for name, _ in self.history().tags)

    def commit(self, *, tell: bool = True) -> None:
        self.commits += 1
        head = self.repository.grow(
            [
                Commit(
                    n, YESTERDAY + n, YESTERDAY, "Ada", "ada@example.com", range(n - 1, n)[: n - 1]
                )
                for n in range(1, self.commits + 1)
            ]
        )
        if tell:
            self.told.head = head

    def refresh(self) -> int:
        """Asks the forge, then git; gives how many requests git took."""
        before = self.served.count
        SourceState.objects.update(due_at=datetime(2020, 1, 1, tzinfo=UTC))
        work(Wish(["forge"]), self.context, lambda _: None)
        work(Wish(["git"]), self.context, lambda _: None)
        return self.served.count - before

    def facts(self) -> PackageFacts:
        return PackageFacts.objects.get(package=self.package)

    def history(self) -> PackageHistory:
        return PackageHistory.objects.get(package=self.package)

    def state(self) -> SourceState:
        return SourceState.objects.get(package=self.package, source="git")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "served").mkdir()
    with (
        GitServer(tmp_path / "served") as served,
        GitHub() as github,
        Door("packdex-tests", allow_private=True, attempts=1, timeout_s=5) as door,
    ):
        context = Context(
            door=door,
            registry="https://registry.example.org",
            github_api=github.origin,
            github_token="token",
            forges={urlsplit(served.origin).netloc: "github"},
            repositories=tmp_path / "copies",
            allow_private=True,
        )
        made = World(served, github, context)
        made.refresh()
        assert made.history().head == made.told.head
        # The forge's first word about a history that is known by now.
        assert made.refresh() == 0
        yield made


def test_a_move_that_the_forge_told_costs_one_request(world: World) -> None:
    world.commit()
    world.repository.git("tag", "v1", "main")
    refs_at = world.history().refs_at
    assert world.refresh() == 1
    history = world.history()
    assert (history.head, history.refs_at, history.tags) == (world.told.head, refs_at, [])
    facts = world.facts()
    assert facts.commits_over_52 == [0] * 51 + [3]
    assert facts.last_updated == datetime.fromtimestamp(YESTERDAY + 3, UTC)
    assert (facts.default_branch, facts.contributor_count) == ("main", 1)


def test_what_did_not_move_is_not_asked_about(world: World) -> None:
    assert world.refresh() == 0


def test_a_release_that_comes_with_a_move_is_known_after_one_request(world: World) -> None:
    world.commit()
    world.tag("v1")
    PackageFacts.objects.update(released_at=datetime.now(UTC))
    assert world.refresh() == 1
    assert (world.history().head, world.tags()) == (world.told.head, ["v1"])
    assert world.refresh() == 0


def test_a_tag_without_a_move_is_known_too(world: World) -> None:
    world.tag("v1")
    assert world.refresh() == 0
    assert world.tags() == ["v1"]


def test_a_tag_that_git_could_not_be_asked_about_is_not_forgotten(world: World) -> None:
    world.repository.git(*_ADA, "tag", "-a", "-m", "one", "v1", "main")
    world.told.tags = list(world.repository.tags())
    world.served.trouble(*[status(503)] * 2)
    world.refresh()
    assert (world.tags(), world.state().failures) == ([], 1)
    world.refresh()
    assert (world.tags(), world.state().failures) == (["v1"], 0)


@pytest.mark.parametrize("spoilt", [None, [("v1", None)], [None]])
def test_tags_that_the_forge_does_not_tell_are_asked_for(world: World, spoilt: Any) -> None:
    world.commit()
    world.tag("v1")
    world.told.tags = spoilt
    assert world.refresh() == 2
    assert world.tags() == ["v1"]


def test_where_the_forge_leaves_tags_out_all_refs_are_asked_for_at_a_bounded_age(
    world: World,
) -> None:
    first = [f"v{number}" for number in range(40)]
    world.tag(*first)
    assert world.refresh() == 1  # more are new than it tells
    assert world.tags() == sorted(first)
    world.commit()
    world.tag("v40")
    assert world.refresh() == 1
    assert world.tags() == sorted([*first, "v40"])
    # It names the newest only, and their number is the same.
    world.commit()
    world.repository.git("tag", "-d", "v7")
    world.repository.git("tag", "old", "main~3")
    world.told.tags = list(world.repository.tags())
    assert world.refresh() == 1
    assert "old" not in world.tags()
    PackageHistory.objects.update(refs_at=datetime.now(UTC) - MOST)
    world.commit()
    assert world.refresh() == 2
    assert world.tags() == sorted({*first, "v40", "old"} - {"v7"})
    world.commit()
    assert world.refresh() == 1


def test_where_the_forge_names_all_tags_git_is_never_asked_for_them(world: World) -> None:
    PackageHistory.objects.update(refs_at=datetime.now(UTC) - MOST * 5)
    world.commit()
    world.tag("v1", "v2")
    assert world.refresh() == 1
    world.commit()
    world.repository.git("tag", "-d", "v2")
    world.tag("v3")
    assert world.refresh() == 1
    assert world.tags() == ["v1", "v3"]


def test_a_tip_told_long_ago_is_no_tip(world: World) -> None:
    world.commit()
    earlier = datetime.now(UTC) - timedelta(hours=3)
    PackageHistory.objects.update(told_head=world.told.head, told_tags=[0, []], told_at=earlier)
    SourceState.objects.filter(source="git").update(due_at=earlier)
    asked = world.served.count
    work(Wish(["git"]), world.context, lambda _: None)
    assert (world.served.count - asked, world.history().head) == (2, world.told.head)


@pytest.mark.parametrize("lie", ["0" * 40, "f" * 40])
def test_a_forge_that_lies_does_no_harm(world: World, lie: str) -> None:
    world.commit()
    head, world.told.head = world.told.head, lie
    assert world.refresh() == 3
    assert world.history().head == head
    assert (world.state().failures, world.state().error) == (0, None)


def test_a_forge_that_lags_does_no_harm(world: World) -> None:
    first = world.told.head
    world.commit()
    world.refresh()
    head, world.told.head = world.told.head, first
    assert world.refresh() == 1
    assert (world.history().head, world.state().failures) == (head, 0)


def test_a_renamed_branch_that_was_pushed_to_anew_is_counted_exactly(world: World) -> None:
    world.repository.git("update-ref", "-d", "refs/heads/main")
    world.repository.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    one = Commit(1, YESTERDAY, YESTERDAY, "Bo", "bo@example.com")
    world.told.head = world.repository.grow([one], "trunk")
    world.told.default_branch = "trunk"
    world.refresh()
    facts = world.facts()
    assert (facts.commits_over_52[-1], facts.default_branch) == (1, "trunk")
    assert facts.last_updated == datetime.fromtimestamp(YESTERDAY, UTC)
    PackageHistory.objects.update(refs_at=datetime.now(UTC) - LONG)
    world.told.head = "0" * 40
    world.refresh()
    assert (world.facts().default_branch, world.facts().commits_over_52[-1]) == ("trunk", 1)


def test_spans_lie_evenly_between_their_bounds() -> None:
    days = sorted(span(number) / timedelta(days=1) for number in range(1, 1401))
    assert LEAST / timedelta(days=1) <= days[0] < days[-1] <= MOST / timedelta(days=1)
    for day in range(180, 360, 18):
        assert 138 <= sum(day <= value < day + 18 for value in days) <= 142
