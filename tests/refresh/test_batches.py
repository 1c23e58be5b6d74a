"""Many answers are recorded at once; what is wrong with one of them is its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog.models import Event, Package, PackageFacts, Release, SourceState
from packdex.core.facts import ProjectFacts
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_packages
from packdex.refresh.stages import STAGES
from packdex.refresh.worker import Wish, work
from packdex.sources import pypi
from packdex.sources.http import Door
from packdex.sources.outcome import Fetched
from tests import make
from tests.standins.github import GitHub
from tests.standins.index import Index
from tests.standins.registry import status

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NAMES = [f"project{n}" for n in range(5)]


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        server.fill(NAMES)
        yield server


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as opened:
        yield opened


@pytest.fixture
def packages(index: Index) -> list[Package]:
    return [make.package(name, pypi_url=f"{index.origin}/project/{name}/") for name in NAMES]


def asked(context: Context, packages: list[Package], source: str = "registry") -> dict[str, Report]:
    reports: list[Report] = []
    plan_packages(packages, context)
    work(Wish([source], [package.pk for package in packages]), context, reports.append)
    return {report.slug: report for report in reports}


def test_what_cannot_be_stored_of_one_spoils_no_other(
    index: Index, door: Door, packages: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pypi.fetch

    def fetch(ref: pypi.ProjectRef, door: Door) -> object:
        outcome = real(ref, door)
        if ref.name == "project2" and isinstance(outcome, Fetched):
            facts: ProjectFacts = outcome.facts
            wrong = tuple((label, float("nan")) for label, _ in facts.links)
            object.__setattr__(facts, "links", wrong)
            object.__setattr__(facts, "requires_python", "\ud800")
        return outcome

    monkeypatch.setattr(pypi, "fetch", fetch)
    reports = asked(Context(door=door, registry=index.origin), packages)
    results = {slug: report.result for slug, report in reports.items()}
    assert results == dict.fromkeys(NAMES, "fetched") | {"project2": "failed"}
    assert PackageFacts.objects.filter(registry_version="1.1").count() == len(NAMES) - 1
    state = SourceState.objects.get(package__slug="project2", source="registry")
    assert state.error is not None
    assert (state.succeeded_at, state.lease_until, state.failures) == (None, None, 1)
    assert not Release.objects.filter(package__slug="project2").exists()


def test_a_package_that_is_deleted_meanwhile_is_passed_over(
    index: Index, door: Door, packages: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pypi.fetch

    def fetch(ref: pypi.ProjectRef, door: Door) -> object:
        Package.objects.filter(slug="project4").delete()
        return real(ref, door)

    monkeypatch.setattr(pypi, "fetch", fetch)
    asked(Context(door=door, registry=index.origin), packages)
    assert PackageFacts.objects.filter(registry_version="1.1").count() == len(NAMES) - 1


def test_failures_and_news_of_one_batch_are_kept_apart(
    index: Index, door: Door, packages: list[Package]
) -> None:
    context = Context(door=door, registry=index.origin)
    asked(context, packages)
    dates = dict(PackageFacts.objects.values_list("package__slug", "last_fetched"))
    index.answer("/pypi/project0/json", status(500))
    index.touch("project1")
    reports = asked(context, packages)
    assert [reports[name].result for name in NAMES] == ["failed", "fetched", *["unchanged"] * 3]
    for facts in PackageFacts.objects.select_related("package"):
        known = dates[facts.package.slug]
        assert known is not None
        assert facts.last_fetched is not None
        assert (facts.last_fetched > known) == (facts.package.slug != "project0")
    assert Event.objects.count() == 0


def test_a_release_makes_one_event_in_its_package_alone(
    index: Index, door: Door, packages: list[Package]
) -> None:
    context = Context(door=door, registry=index.origin)
    asked(context, packages)
    Release.objects.filter(package__slug="project3", version="1.1").delete()
    SourceState.objects.update(etag=None)
    asked(context, packages)
    event = Event.objects.get()
    assert (event.package.slug, event.kind, event.evidence) == (
        "project3",
        "released",
        {"version": "1.1"},
    )


def test_a_batch_costs_as_many_queries_as_one(
    index: Index, door: Door, packages: list[Package]
) -> None:
    context = Context(door=door, registry=index.origin)
    plan_packages(packages, context)
    rows = list(SourceState.objects.filter(source="registry").select_related("package__facts"))

    def queries(states: list[SourceState]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            list(STAGES["registry"].run(states, context))
        return len(found)

    assert queries(rows[:1]) == queries(rows[1:])


def test_contributors_are_asked_for_a_few_a_batch(door: Door) -> None:
    with GitHub() as github:
        github.fill(f"owner/package-{n}" for n in range(40))
        context = Context(
            door=door,
            registry="https://registry.example.org",
            github_api=github.origin,
            github_token="token",
        )
        packages = [
            make.package(f"package-{n}", repo_url=f"https://github.com/owner/package-{n}")
            for n in range(40)
        ]
        asked(context, packages, "forge")
        assert github.count == 1 + 6
        asked(context, packages, "forge")
        assert github.count == 8 + 2
        assert PackageFacts.objects.exclude(participants=[]).count() == 8
