"""A host that fails while a batch is asked is spared the rest of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from packdex.catalog.models import Host, Package, SourceState
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_new
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.github import GitHub
from tests.standins.index import Index
from tests.standins.registry import status

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NAMES = [f"project{n}" for n in range(8)]


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        server.fill(NAMES)
        yield server


@pytest.fixture
def packages(index: Index) -> list[Package]:
    return [make.package(name, pypi_url=f"{index.origin}/project/{name}/") for name in NAMES]


@pytest.fixture
def context(index: Index, packages: list[Package]) -> Iterator[Context]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door:
        context = Context(door=door, registry=index.origin)
        plan_new(context)
        SourceState.objects.update(due_at=datetime.now(UTC) - timedelta(hours=1))
        yield context


def swept(context: Context, source: str = "registry") -> list[str]:
    reports: list[Report] = []
    work(Wish([source]), context, reports.append)
    return [report.result for report in reports]


@pytest.mark.parametrize("source", ["registry", "status"])
def test_after_three_failures_in_a_row_the_rest_is_put_back(
    index: Index, context: Context, source: str
) -> None:
    index.trouble(*[status(500)] * 8)
    first_batch = swept(context, source)
    assert first_batch.count("failed") == index.count == 3
    assert set(first_batch[3:]) == {"left for later"}
    rest = SourceState.objects.filter(source=source, attempted_at=None)
    assert rest.count() == 5
    for state in rest:
        assert (state.failures, state.error, state.lease_until) == (0, None, None)
        assert state.due_at is not None
        assert state.due_at < datetime.now(UTC)
    host = Host.objects.get()
    assert host.failures == 3
    assert host.not_before is not None
    assert swept(context, source) == []


def test_a_host_that_wants_a_pause_has_it_at_once(index: Index, context: Context) -> None:
    index.trouble(status(429, retry_after="600"))
    assert swept(context) == ["failed", *["left for later"] * 7]
    assert index.count == 1


def test_failures_between_answers_are_not_the_hosts_end(index: Index, context: Context) -> None:
    for name in NAMES[::2]:
        index.answer(f"/pypi/{name}/json", status(500))
    results = swept(context)
    assert (results.count("failed"), results.count("fetched")) == (4, 4)


def test_what_is_wrong_with_packages_spares_nothing(index: Index, context: Context) -> None:
    index.trouble(*[status(404)] * 8)
    assert swept(context) == ["failed"] * 8


def test_a_question_about_forty_that_fails_is_no_failure_of_forty() -> None:
    with (
        GitHub() as github,
        Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door,
    ):
        for n in range(40):
            make.package(f"p{n}", repo_url=f"https://github.com/owner/p{n}")
        context = Context(
            door=door,
            registry="https://registry.example.org",
            github_api=github.origin,
            github_token="token",
        )
        plan_new(context)
        github.trouble(status(429, retry_after="600"))
        assert swept(context, "forge") == ["failed", *["left for later"] * 39]
        assert github.count == 1
    assert SourceState.objects.filter(source="forge", failures__gt=0).count() == 1
