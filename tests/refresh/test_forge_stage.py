"""Forges tell stars, descriptions and moves: many repositories a question, or one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from packdex.catalog.models import Event, Package, PackageFacts, PackageHistory, SourceState
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_packages
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.forgejo import Forgejo
from tests.standins.github import GitHub
from tests.standins.gitlab import GitLab
from tests.standins.registry import status

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)  # before any real time, which servers speak of


@pytest.fixture
def github() -> Iterator[GitHub]:
    with GitHub() as server:
        yield server


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as opened:
        yield opened


def on_github(slug: str, **fields: object) -> Package:
    return make.package(slug, repo_url=f"https://github.com/owner/{slug}", **fields)


def asked(context: Context, *packages: Package) -> list[Report]:
    reports: list[Report] = []
    plan_packages(packages, context)
    work(Wish(["forge"], [package.pk for package in packages]), context, reports.append)
    return reports


def facts_of(package: Package) -> PackageFacts:
    return PackageFacts.objects.get(package=package)


def context_of(github: GitHub, door: Door, token: str = "token") -> Context:
    return Context(
        door=door,
        registry="https://registry.example.org",
        github_api=github.origin,
        github_token=token,
        now=lambda: NOW,
    )


def test_many_repositories_are_one_question(github: GitHub, door: Door) -> None:
    people = {"participants": ["ada"]}
    packages = [on_github(f"package-{n}", facts=people) for n in range(40)]
    github.fill(f"owner/package-{n}" for n in range(40))
    reports = asked(context_of(github, door), *packages)
    assert {report.result for report in reports} == {"fetched"}
    assert github.count == 1
    assert [facts_of(package).stars for package in packages] == list(range(40))


def test_without_a_token_each_is_asked_alone_and_by_etag_again(github: GitHub, door: Door) -> None:
    package = on_github("alpha", facts={"participants": ["ada"]})
    github.add("owner/alpha", stars=9)
    context = context_of(github, door, token="")
    assert [report.result for report in asked(context, package)] == ["fetched"]
    assert [report.result for report in asked(context, package)] == ["unchanged"]
    facts = facts_of(package)
    assert (facts.stars, facts.forks, facts.open_issues, facts.archived) == (9, 3, None, False)


def test_contributors_are_asked_for_once(github: GitHub, door: Door) -> None:
    package = on_github("alpha")
    github.add("owner/alpha")
    asked(context_of(github, door), package)
    assert facts_of(package).participants == ["ada", "dependabot[bot]", "brian"]
    before = github.count
    asked(context_of(github, door), package)
    assert github.count == before + 1


@pytest.mark.parametrize("token", ["token", ""])
def test_a_move_is_followed_kept_and_told(github: GitHub, door: Door, token: str) -> None:
    package = on_github("alpha", facts={"participants": ["ada"]})
    github.add("owner/alpha")
    github.move("owner/alpha", "others/beta")
    asked(context_of(github, door, token), package)
    assert facts_of(package).address == "https://github.com/others/beta"
    assert Package.objects.get(pk=package.pk).repo_url == "https://github.com/owner/alpha"
    past = package.past_addresses.get()
    assert past.address == "https://github.com/owner/alpha"
    moved = Event.objects.get()
    assert (moved.kind, moved.source) == ("moved", "forge")
    asked(context_of(github, door, token), package)
    assert Event.objects.count() == 1


def test_a_repository_that_is_gone_fails_alone_and_comes_back(github: GitHub, door: Door) -> None:
    here, gone = on_github("here"), on_github("gone")
    github.add("owner/here")
    reports = {report.slug: report for report in asked(context_of(github, door), here, gone)}
    assert (reports["here"].result, reports["gone"].result) == ("fetched", "failed")
    state = gone.sources.get(source="forge")
    assert state.error is not None
    assert (state.error_at, state.failures) == (NOW, 1)
    github.add("owner/gone")
    asked(context_of(github, door), gone)
    state.refresh_from_db()
    assert (state.error, state.failures) == (None, 0)


def test_a_host_that_wants_a_pause_is_left_alone(github: GitHub, door: Door) -> None:
    package, other = on_github("alpha"), on_github("beta")
    github.trouble(status(429, retry_after="3600"))
    context = context_of(github, door, token="")
    asked(context, package)
    before = github.count
    assert asked(context, other) == []
    assert github.count == before


def test_git_need_not_be_asked_where_the_forge_tells_the_tip(github: GitHub, door: Door) -> None:
    package = on_github("alpha", facts={"participants": ["ada"]})
    repository = github.add("owner/alpha")
    PackageHistory.objects.create(
        package=package, head=repository.head, days=b"", taken_at=NOW, told_tags=[0, []]
    )
    context = context_of(github, door)
    plan_packages([package], context)
    state, _ = SourceState.objects.get_or_create(package=package, source="git")
    asked(context, package)
    state.refresh_from_db()
    assert state.due_at is not None
    assert state.due_at > NOW
    repository.head = "ab" * 20
    SourceState.objects.filter(package=package, source="forge").update(due_at=NOW)
    asked(context, package)
    state.refresh_from_db()
    assert state.due_at is not None
    assert state.succeeded_at is not None
    assert state.due_at <= datetime.now(UTC)


def test_what_people_wrote_stays(github: GitHub, door: Door) -> None:
    package = on_github("alpha", title="Alpha ", facts={"participants": ["ada"]})
    github.add("owner/alpha", description="From the forge")
    asked(context_of(github, door), package)
    after = Package.objects.get(pk=package.pk)
    assert (after.title, after.modified) == ("Alpha ", package.modified)
    assert facts_of(package).description == "From the forge"


@pytest.mark.parametrize(("kind", "server"), [("gitlab", GitLab), ("forgejo", Forgejo)])
def test_forges_of_ones_own_are_asked_where_they_are(
    kind: str, server: type[GitLab] | type[Forgejo], door: Door
) -> None:
    with server() as forge:
        forge.add("group/alpha", stars=4)
        host = forge.origin.removeprefix("http://")
        package = make.package("alpha", repo_url=f"{forge.origin}/group/alpha")
        context = Context(door=door, registry="https://registry.example.org", forges={host: kind})
        assert [report.result for report in asked(context, package)] == ["fetched"]
    assert facts_of(package).stars == 4


def test_files_of_continuous_integration_are_read_when_they_are_others_than_before(
    github: GitHub, door: Door
) -> None:
    package = on_github("alpha", facts={"participants": ["ada"]})
    github.add("owner/alpha", workflows={"tests.yml": "py: 3.13"})
    context = context_of(github, door)
    told = []
    for workflows in ("py: 3.13", "py: 3.13", "py: 3.14", "py: 3.14", ""):
        github.add("owner/alpha", workflows={"tests.yml": workflows} if workflows else None)
        asked(context, package)
        told.append(facts_of(package).ci_versions)
    assert told == [None, ["Python 3.13"], ["Python 3.13"], ["Python 3.14"], []]
    assert github.count == 5
