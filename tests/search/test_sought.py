"""Only what packages are found by is noted for the index; all else costs it nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import F

from packdex.catalog import editions
from packdex.catalog.actions.facts.registry import record_failure, record_projects
from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.actions.facts.still_true import record_many_still_true
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.models import Package
from packdex.catalog.sought import FACTS
from packdex.core.facts import ProjectFacts
from packdex.search import fresh, reading
from packdex.search.find import search
from packdex.search.models import Stale
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def package() -> Package:
    made = make.package("alpha", facts={"stars": 5})
    search("alpha")
    assert not Stale.objects.exists()
    return made


def project(links: tuple[tuple[str, str], ...] = ()) -> ProjectFacts:
    return ProjectFacts(
        name="alpha",
        version="1.0",
        summary="of wonders",
        licence=None,
        licence_source=None,
        requires_python=None,
        classifiers=(),
        links=links,
        releases=(),
    )


def taken(package: Package, facts: ProjectFacts) -> list[Taken[ProjectFacts]]:
    return [Taken(package.pk, facts, "https://registry.example", None, NOW)]


def version(package: Package) -> int:
    return int(Package.objects.values_list("version", flat=True).get(pk=package.pk))


def test_the_facts_that_the_index_is_made_from_are_those_that_are_told_to_it() -> None:
    read = {name.removeprefix("facts__") for name in reading._COLUMNS if name.startswith("facts__")}
    standing = {n.removeprefix("facts__") for n in reading._STANDING if n.startswith("facts__")}
    assert read | standing == FACTS


def test_what_is_still_true_is_shown_anew_and_not_sought_anew(package: Package) -> None:
    before = version(package)
    with fresh.later():
        record_many_still_true(REGISTRY, [package.pk], NOW)
        record_failure(package.pk, REGISTRY, "no answer", NOW)
        assert version(package) == before + 2
        assert not Stale.objects.exists()


def test_a_registrys_facts_are_sought_where_they_are_others(package: Package) -> None:
    with fresh.later():
        record_projects(taken(package, project()))
        assert Stale.objects.count() == 1
        fresh.catch_up()
        assert [hit.row.slug for hit in search("wonders").hits()] == ["alpha"]
        before = version(package)
        record_projects(taken(package, project()))
        record_projects(taken(package, project(links=(("Docs", "https://docs.example"),))))
        assert version(package) == before + 2
        assert not Stale.objects.exists()


def test_another_version_alone_makes_no_entry_stale(package: Package) -> None:
    Package.objects.update(version=F("version") + 1)
    written: list[tuple[str, int, int | None]] = []
    fresh.catch_up(lambda *line: written.append(line))
    assert written == []


def test_grids_are_told_whatever_becomes_of_packages(package: Package) -> None:
    grid = make.grid("alphas")
    search("alphas")
    with fresh.later():
        editions.touch(packages=[package.pk], grids=[grid.pk], sought=())
        assert [stale.owner for stale in Stale.objects.all()] == [grid.pk * 2 + 1]


def test_what_an_index_is_made_from_is_not_stale_in_it(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "MANY", 0)
    other = make.package("beta")
    search("beta")
    Package.objects.filter(pk=package.pk).update(title="Of Wonders")
    with fresh.later():
        editions.touch(packages=[package.pk, other.pk])
    lines: list[tuple[str, int, int | None]] = []

    def meanwhile(stage: str, done: int, total: int | None) -> None:
        lines.append((stage, done, total))
        if stage == "writing entries":
            Package.objects.filter(pk=other.pk).update(title="Of Dragons")
            with fresh.later():
                editions.touch(packages=[other.pk])

    fresh.catch_up(meanwhile)
    assert [line for line in lines if line[0] == "updating the search"] == [
        ("updating the search", 1, 2)
    ]
    assert [hit.row.slug for hit in search("wonders").hits()] == ["alpha"]
    assert [hit.row.slug for hit in search("dragons").hits()] == ["beta"]
