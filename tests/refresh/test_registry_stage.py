"""A refresh takes the registry's facts; where it fails the old facts stay with their old date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from packdex.catalog.models import Package, PackageFacts
from packdex.core.registry import public_origin
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.planning import plan_packages
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins import registry as standin

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

LONG_AGO = datetime(2026, 2, 15, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def registry() -> Iterator[standin.Registry]:
    with standin.Registry() as server:
        yield server


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as opened:
        yield opened


def refresh(package: Package, door: Door, origin: str, now: datetime) -> Report:
    """What came of planning and asking about one package at `now`."""
    reports: list[Report] = []
    context = Context(door=door, registry=origin, now=lambda: now)
    plan_packages([package], context)
    work(Wish(["registry"], [package.pk]), context, reports.append)
    return reports[0] if reports else Report(package.slug, "", "nothing to ask", "")


def listed(registry: standin.Registry, **fields: object) -> Package:
    facts = {"registry_version": "0.9", "last_fetched": LONG_AGO, "stars": 7}
    return make.package(
        "alpha", pypi_url=f"{registry.origin}/project/alpha/", facts=facts, **fields
    )


def document(version: str = "1.1") -> dict[str, object]:
    file = {"yanked": False, "yanked_reason": None, "requires_python": ">=3.10"}
    return {
        "info": {
            "name": "alpha",
            "version": version,
            "summary": "Does a thing.",
            "license_expression": "MIT",
            "requires_python": ">=3.10",
            "classifiers": ["Framework :: Django :: 5.2"],
            "project_urls": {"Documentation": "https://alpha.example.org/"},
        },
        "releases": {
            "1.0": [file | {"upload_time_iso_8601": "2026-01-01T10:00:00.000000Z", "yanked": True}],
            version: [file | {"upload_time_iso_8601": "2026-10-01T10:00:00.000000Z"}],
        },
    }


def test_the_registrys_facts_are_taken_and_shown(
    registry: standin.Registry, door: Door, client: Client
) -> None:
    package = listed(registry)
    assert client.get("/api/v4/packages/alpha/").json()["pypi_version"] == "0.9"
    registry.publish("alpha", document())
    report = refresh(package, door, registry.origin, NOW)
    assert report.result == "fetched"
    facts = PackageFacts.objects.get(package=package)
    assert facts.registry_version == "1.1"
    assert facts.licence == "MIT"
    assert facts.requires_python == ">=3.10"
    assert facts.classifiers == ["Framework :: Django :: 5.2"]
    assert facts.links == [["Documentation", "https://alpha.example.org/"]]
    assert facts.released_at == datetime(2026, 10, 1, 10, tzinfo=UTC)
    assert facts.stars == 7
    answer = client.get("/api/v4/packages/alpha/").json()
    assert answer["pypi_version"] == "1.1"
    assert b"1.1" in client.get("/packages/p/alpha/").content


def test_the_releases_are_the_registrys(registry: standin.Registry, door: Door) -> None:
    package = listed(registry)
    registry.publish("alpha", document("1.1"))
    refresh(package, door, registry.origin, NOW)
    registry.publish("alpha", document("1.2"))
    refresh(package, door, registry.origin, NOW)
    releases = {release.version: release.yanked for release in package.releases.all()}
    assert releases == {"1.0": True, "1.2": False}


def test_what_people_wrote_stays(registry: standin.Registry, door: Door) -> None:
    package = listed(registry, title="Alpha ", documentation_url="")
    registry.publish("alpha", document())
    refresh(package, door, registry.origin, NOW)
    after = Package.objects.get(pk=package.pk)
    assert after.modified == package.modified
    assert (after.title, after.documentation_url) == ("Alpha ", "")


def test_the_second_time_only_a_change_is_asked_for(registry: standin.Registry, door: Door) -> None:
    package = listed(registry)
    registry.publish("alpha", document())
    refresh(package, door, registry.origin, NOW)
    first = PackageFacts.objects.get(package=package).last_fetched
    report = refresh(package, door, registry.origin, NOW)
    assert report.result == "unchanged"
    again = PackageFacts.objects.get(package=package)
    assert again.registry_version == "1.1"
    assert first is not None
    assert again.last_fetched is not None
    assert again.last_fetched > first


@pytest.mark.parametrize("reply", ["missing", "busy", "limited", "broken", "wrong types"])
def test_a_failure_leaves_the_old_facts_with_their_old_date(
    reply: str, registry: standin.Registry, door: Door, client: Client
) -> None:
    package = listed(registry)
    fail(registry, reply)
    before = client.get("/api/v4/packages/alpha/").json()
    report = refresh(package, door, registry.origin, NOW)
    assert report.result == "failed"
    assert report.message
    facts = PackageFacts.objects.get(package=package)
    assert (facts.registry_version, facts.last_fetched) == ("0.9", LONG_AGO)
    assert client.get("/api/v4/packages/alpha/").json() == before
    state = package.sources.get(source="registry")
    assert (state.error, state.error_at, state.succeeded_at) == (report.message, NOW, None)


def test_a_success_ends_a_failure(registry: standin.Registry, door: Door) -> None:
    package = listed(registry)
    refresh(package, door, registry.origin, NOW - timedelta(days=1))
    registry.publish("alpha", document())
    refresh(package, door, registry.origin, NOW)
    state = package.sources.get(source="registry")
    assert (state.error, state.error_at) == (None, None)
    assert state.succeeded_at is not None


def test_a_registry_that_cannot_be_reached_is_a_failure(door: Door) -> None:
    with standin.Registry() as gone:
        origin = gone.origin
    package = make.package("alpha", pypi_url=f"{origin}/project/alpha/")
    report = refresh(package, door, origin, NOW)
    assert report.result == "failed"
    assert PackageFacts.objects.get(package=package).last_fetched is None


def test_a_package_without_project_is_not_asked_about(
    registry: standin.Registry, door: Door
) -> None:
    for slug, link in (("none", ""), ("elsewhere", "https://shop.example/project/alpha/")):
        package = make.package(slug, pypi_url=link)
        assert refresh(package, door, registry.origin, NOW).result == "nothing to ask"
    assert registry.requests == []


def test_a_mirror_is_asked_about_projects_of_the_public_registry(
    registry: standin.Registry, door: Door
) -> None:
    package = make.package("alpha", pypi_url=f"{public_origin()}/project/alpha/")
    registry.publish("alpha", document())
    assert refresh(package, door, registry.origin, NOW).result == "fetched"


def fail(registry: standin.Registry, reply: str) -> None:
    """Have the stand-in answer the question about "alpha" in the way that `reply` names."""
    replies = {
        "busy": standin.status(503),
        "limited": standin.status(429, retry_after="60"),
        "broken": standin.status(200, b'{"info": '),
        "wrong types": standin.status(200, b'{"info": {"version": 5}, "releases": []}'),
    }
    if reply in replies:
        registry.answer("alpha", replies[reply])
