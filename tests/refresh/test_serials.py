"""One question to the index tells which projects changed; only those are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from packdex.catalog.models import Package, PackageFacts, SourceState
from packdex.refresh import serials
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_new
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.index import Index
from tests.standins.registry import status

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NAMES = [f"project{n}" for n in range(5)]


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serials, "WORTH_IT", 3)


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        server.fill(NAMES)
        yield server


@pytest.fixture
def packages(index: Index) -> list[Package]:
    return [make.package(name, pypi_url=f"{index.origin}/project/{name}/") for name in NAMES]


def sweep(index: Index) -> list[Report]:
    reports: list[Report] = []
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door:
        context = Context(door=door, registry=index.origin)
        plan_new(context)
        work(Wish(["registry"]), context, reports.append)
    return reports


def a_week_passes() -> None:
    """All is due again."""
    SourceState.objects.update(due_at=datetime.now(UTC) - timedelta(hours=1))


def test_all_are_asked_about_the_first_time(index: Index, packages: list[Package]) -> None:
    assert len(sweep(index)) == len(packages)
    assert index.count == 1 + len(packages)


def test_afterwards_only_what_changed(index: Index, packages: list[Package]) -> None:
    sweep(index)
    before = index.count
    index.touch("project3")
    a_week_passes()
    reports = sweep(index)
    assert [(report.slug, report.result) for report in reports] == [("project3", "fetched")]
    assert index.count == before + 2
    assert sweep(index) == []


def test_what_did_not_change_is_of_today_and_due_later(
    index: Index, packages: list[Package]
) -> None:
    sweep(index)
    dates = dict(PackageFacts.objects.values_list("package_id", "last_fetched"))
    a_week_passes()
    now = datetime.now(UTC)
    sweep(index)
    for facts in PackageFacts.objects.all():
        assert facts.last_fetched is not None
        assert facts.last_fetched > dates[facts.package_id]
    assert not SourceState.objects.filter(source="registry", due_at__lte=now).exists()


def test_a_failure_is_asked_again_though_nothing_changed(
    index: Index, packages: list[Package]
) -> None:
    sweep(index)
    SourceState.objects.filter(package=packages[0]).update(error="It broke.", failures=1)
    a_week_passes()
    reports = sweep(index)
    assert [report.slug for report in reports] == ["project0"]


def test_an_index_without_serials_is_asked_about_each(
    packages: list[Package], index: Index
) -> None:
    index.serials = False
    index.touch("project0")
    assert len(sweep(index)) == len(packages)
    a_week_passes()
    assert len(sweep(index)) == len(packages)


def test_few_are_not_worth_the_list(
    index: Index, packages: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serials, "WORTH_IT", 6)
    sweep(index)
    assert index.count == len(packages)


def test_what_another_worker_holds_is_not_passed_over(
    index: Index, packages: list[Package]
) -> None:
    sweep(index)
    a_week_passes()
    later = datetime.now(UTC) + timedelta(hours=1)
    held = SourceState.objects.filter(package__in=packages[:2], source="registry")
    held.update(lease_until=later, lease_owner="other")
    assert sweep(index) == []
    assert list(held.values_list("lease_owner", flat=True)) == ["other", "other"]


def test_after_the_list_nothing_is_held(index: Index, packages: list[Package]) -> None:
    sweep(index)
    index.trouble(status(500))
    a_week_passes()
    sweep(index)
    assert not SourceState.objects.exclude(lease_until=None).exists()


def test_a_project_that_is_listed_no_more_is_asked_about(
    index: Index, packages: list[Package]
) -> None:
    sweep(index)
    index.remove("project2")
    a_week_passes()
    reports = sweep(index)
    assert [(report.slug, report.result) for report in reports] == [("project2", "failed")]
