"""Git alone tells the history of a repository on any host."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from packdex.catalog.models import Package, PackageFacts, PackageHistory
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_packages
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.git_http import GitServer
from tests.standins.repositories import Commit, Repository

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[GitServer]:
    with GitServer(tmp_path) as server:
        yield server


@pytest.fixture
def repository(served: GitServer) -> Repository:
    made = Repository.create(served.folder / "alpha.git")
    made.grow([commit(1), commit(2, parents=[1], files={"tests/test_a.py": "x"})])
    return made


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door:
        yield Context(
            door=door,
            registry="https://registry.example.org",
            repositories=tmp_path / "copies",
            allow_private=True,
        )


def commit(mark: int, **values: object) -> Commit:
    return Commit(mark, YESTERDAY + mark, YESTERDAY, "Ada", "ada@example.com", **values)  # type: ignore[arg-type]


def asked(package: Package, context: Context) -> list[str]:
    reports: list[Report] = []
    plan_packages([package], context)
    work(Wish(["git"], [package.pk]), context, reports.append)
    return [report.result for report in reports]


def test_history_is_taken_and_shown(
    served: GitServer, repository: Repository, context: Context
) -> None:
    package = make.package("alpha", repo_url=served.url("alpha"), facts={"stars": 7})
    assert asked(package, context) == ["fetched"]
    facts = PackageFacts.objects.get(package=package)
    assert facts.commits_over_52 == [0] * 51 + [2]
    assert facts.last_updated == datetime.fromtimestamp(YESTERDAY + 2, UTC)
    assert (facts.default_branch, facts.contributor_count, facts.stars) == ("main", 1, 7)
    assert (facts.has_tests, facts.has_changelog) == (True, False)
    head = PackageHistory.objects.get(package=package).head
    assert head == repository.git("rev-parse", "main")


def test_without_a_new_commit_one_question_is_enough(
    served: GitServer, repository: Repository, context: Context
) -> None:
    package = make.package("alpha", repo_url=served.url("alpha"))
    asked(package, context)
    before = served.count
    assert asked(package, context) == ["unchanged"]
    assert served.count - before <= 2


def test_new_commits_are_added(served: GitServer, repository: Repository, context: Context) -> None:
    package = make.package("alpha", repo_url=served.url("alpha"))
    asked(package, context)
    repository.grow([commit(1), commit(2, parents=[1]), commit(3, parents=[2])])
    assert asked(package, context) == ["fetched"]
    assert PackageFacts.objects.get(package=package).commits_over_52[-1] == 3


def test_a_repository_that_is_not_there_keeps_what_was_known(
    served: GitServer, context: Context
) -> None:
    known = {"commits_over_52": [1] * 52}
    package = make.package("gone", repo_url=served.url("gone"), facts=known)
    assert asked(package, context) == ["failed"]
    facts = PackageFacts.objects.get(package=package)
    assert (facts.commits_over_52, facts.last_fetched) == ([1] * 52, None)
    assert package.sources.get(source="git").error


def test_a_private_address_is_refused_unless_it_is_allowed(
    served: GitServer, repository: Repository, tmp_path: Path
) -> None:
    package = make.package("alpha", repo_url=served.url("alpha"))
    with Door("packdex-tests", attempts=1) as door:
        context = Context(
            door=door,
            registry="https://registry.example.org",
            repositories=tmp_path / "copies",
        )
        assert asked(package, context) == ["failed"]
    assert served.count == 0


def test_an_address_that_is_no_repository_is_not_asked(context: Context) -> None:
    for slug, address in (("none", ""), ("text", "see the web site")):
        assert asked(make.package(slug, repo_url=address), context) == []
