"""A project's status marker is asked for rarely, sooner where there is a sign, never in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from packdex.catalog.actions.facts import status as portions
from packdex.catalog.judged import inputs_of_many
from packdex.catalog.models import Event, Package, PackageFacts, SourceState
from packdex.refresh import serials
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_new, plan_packages
from packdex.refresh.worker import Wish, waiting, work
from packdex.sources.http import Door
from tests import make
from tests.standins.index import Index
from tests.standins.registry import status
from tests.web.conftest import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

ARCHIVED = {"status": "archived", "reason": "Use <beta> instead"}


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        server.publish("alpha")
        yield server


@pytest.fixture
def context(index: Index) -> Iterator[Context]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door:
        yield Context(door=door, registry=index.origin)


def listed(index: Index, name: str = "alpha") -> Package:
    return make.package(name, pypi_url=f"{index.origin}/project/{name}/")


def asked(package: Package, context: Context, *sources: str) -> list[str]:
    reports: list[Report] = []
    plan_packages([package], context)
    work(Wish(sources or ["status"], [package.pk]), context, reports.append)
    return [f"{report.source}: {report.result}" for report in reports]


def due(*sources: str) -> Wish:
    return Wish(sources or ["status"])


def facts_of(package: Package) -> PackageFacts:
    return PackageFacts.objects.get(package=package)


def test_a_status_is_taken_with_its_reason_and_shown(
    index: Index, context: Context, client: Client
) -> None:
    package = listed(index)
    index.publish("alpha", status=ARCHIVED)
    assert asked(package, context) == ["status: fetched"]
    facts = facts_of(package)
    assert (facts.project_status, facts.project_status_reason) == ("archived", ARCHIVED["reason"])
    text = Reader(client)("/packages/p/alpha/").text
    assert "The registry marks this project as archived : Use <beta> instead" in text
    assert "status on the registry 127.0.0.1" in text


def test_the_registrys_document_leaves_the_status(index: Index, context: Context) -> None:
    package = listed(index)
    index.publish("alpha", status=ARCHIVED)
    asked(package, context)
    asked(package, context, "registry")
    assert facts_of(package).project_status == "archived"


def test_a_change_of_status_is_an_event_and_the_first_look_is_none(
    index: Index, context: Context
) -> None:
    package = listed(index)
    asked(package, context)
    assert facts_of(package).project_status == "active"
    assert not Event.objects.exists()
    index.publish("alpha", status=ARCHIVED)
    asked(package, context)
    (event,) = Event.objects.all()
    assert event.kind == "status changed"
    assert event.evidence == {"from": "active", "to": "archived", "reason": ARCHIVED["reason"]}


def test_an_index_without_such_pages_tells_no_status_and_is_no_failure(
    index: Index, context: Context
) -> None:
    package = listed(index)
    index.trouble(status(404))
    assert asked(package, context) == ["status: fetched"]
    facts, state = facts_of(package), package.sources.get(source="status")
    assert (facts.project_status, facts.last_fetched, state.error) == (None, None, None)


def test_a_failure_keeps_what_was_known(index: Index, context: Context) -> None:
    package = listed(index)
    index.publish("alpha", status=ARCHIVED)
    asked(package, context)
    index.trouble(status(500))
    assert asked(package, context) == ["status: failed"]
    assert facts_of(package).project_status == "archived"
    assert package.sources.get(source="status").error


def test_its_next_turn_is_weeks_away(index: Index, context: Context) -> None:
    package = listed(index)
    asked(package, context)
    turn = package.sources.get(source="status").due_at
    assert turn is not None
    assert turn - datetime.now(UTC) > timedelta(days=20)


def test_of_many_only_a_portion_is_asked_about_a_day(
    index: Index, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "LEAST", 2)
    for number in range(8):
        index.publish(f"project{number}")
        listed(index, f"project{number}")
    plan_new(context)
    SourceState.objects.update(due_at=datetime.now(UTC) - timedelta(hours=1))
    assert waiting(due(), datetime.now(UTC)) == 2
    reports: list[Report] = []
    work(due(), context, reports.append)
    work(due(), context, reports.append)
    assert len(reports) == index.count == 2
    SourceState.objects.update(attempted_at=datetime.now(UTC) - timedelta(days=2))
    work(due(), context, reports.append)
    assert len({report.slug for report in reports}) == 4


def test_the_first_turns_of_many_are_spread(index: Index, context: Context) -> None:
    for number in range(20):
        listed(index, f"project{number}")
    plan_new(context)
    rows = SourceState.objects.filter(source="status")
    assert rows.count() == 20
    assert rows.filter(due_at__gt=datetime.now(UTC) + timedelta(days=1)).count() > 10


def test_a_project_without_a_document_is_asked_for_its_status(
    index: Index, context: Context
) -> None:
    package = listed(index)
    asked(package, context, "registry", "status")
    long_ago = datetime.now(UTC) - timedelta(days=8)
    package.sources.filter(source="status").update(attempted_at=long_ago)
    package.sources.filter(source="registry").update(due_at=long_ago)
    index.hide("alpha", status={"status": "quarantined"})
    work(due("registry", "status"), context, lambda report: None)
    assert facts_of(package).project_status == "quarantined"


def test_a_change_that_the_document_does_not_show_is_looked_for(
    index: Index, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serials, "WORTH_IT", 1)
    package = listed(index)
    work_all = due("registry", "status")
    asked(package, context, "status")
    package.sources.filter(source="registry").update(due_at=datetime.now(UTC))
    work(work_all, context, lambda report: None)
    long_ago = datetime.now(UTC) - timedelta(days=8)
    package.sources.filter(source="status").update(attempted_at=long_ago)
    package.sources.filter(source="registry").update(due_at=long_ago)
    index.publish("alpha", status=ARCHIVED)
    work(work_all, context, lambda report: None)
    assert facts_of(package).project_status == "archived"


def test_the_page_tells_whether_the_current_version_is_attested(
    index: Index, context: Context
) -> None:
    file = {"filename": "alpha-1.2.tar.gz", "url": "x", "provenance": "https://index.example/p"}
    index.publish("alpha", files=[file])
    package = listed(index)
    PackageFacts.objects.update_or_create(package=package, defaults={"registry_version": "1.2.0"})
    assert asked(package, context) == ["status: fetched"]
    facts = facts_of(package)
    assert (facts.attested, facts.attested_version) == (True, "1.2.0")
    told = inputs_of_many([package.pk], make.NOON)[package.pk].attested
    assert told is not None
    assert (told.value, told.source) == (True, "status")
    PackageFacts.objects.update(registry_version="1.3")
    assert inputs_of_many([package.pk], make.NOON)[package.pk].attested is None
