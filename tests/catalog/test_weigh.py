"""What can be moved to which version is kept, made anew where facts change, and counted."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog import editions
from packdex.catalog.actions.facts.registry import record_projects
from packdex.catalog.actions.facts.repository import record_repositories
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.actions.facts.weigh import weigh_all, weigh_some
from packdex.catalog.models import Package, PackageFacts, Readiness, Release
from packdex.catalog.upgrade import board
from packdex.catalog.upgrade.lens import entries_of, entries_of_grid, moves_of
from packdex.core import facts
from packdex.core.forge import RepositoryFacts
from packdex.core.upgrade.target import Target
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DJANGO, PYTHON = Target("django", "6.0"), Target("python", "3.14")


def told(
    package: Package,
    version: str,
    *named: str,
    requires: tuple[str, ...] | None = ("Django>=4.2",),
    requires_python: str = ">=3.10",
    before: tuple[str, ...] = (),
    at: datetime = NOW,
) -> None:
    """The registry told of a package whose current version names these versions of Django."""
    releases = tuple(
        facts.Release(one, at - timedelta(days=10 * age), False, None, requires_python)
        for age, one in enumerate((version, *before))
    )
    project = facts.ProjectFacts(
        name=package.slug, version=version, summary=None, licence=None, licence_source=None,
        requires_python=requires_python,
        classifiers=tuple(f"Framework :: Django :: {one}" for one in named),
        links=(), releases=releases, requirements=requires,
    )  # fmt: skip
    origin = "https://index.example"
    record_projects([Taken(package.pk, project, origin, None, at)])


def answers(target: Target = DJANGO) -> dict[str, tuple[int, Any]]:
    rows = Readiness.objects.filter(target=target.number).order_by("package__slug")
    return {row.package.slug: (row.answer, Readiness.day_of(row.since_day)) for row in rows}


def test_it_is_kept_as_soon_as_a_registry_tells() -> None:
    oak, elm, fir, ash = (make.package(slug) for slug in ("oak", "elm", "fir", "ash"))
    told(oak, "2.0", "5.2", "6.0")
    told(elm, "1.0", "5.2", requires=("Django<6",))
    told(fir, "1.0", "5.2")
    told(ash, "1.0", requires=())
    assert answers() == {
        "ash": (Readiness.APART, NOW.date()),
        "elm": (Readiness.NO, NOW.date()),
        "oak": (Readiness.YES, NOW.date()),
    }
    assert answers(PYTHON) == {}
    assert PackageFacts.objects.get(package=elm).requirements == ["Django<6"]


def test_what_a_release_declared_stays_when_there_is_a_newer_one() -> None:
    oak = make.package("oak")
    told(oak, "2.0", "5.2")
    told(oak, "2.1", "6.0", before=("2.0",), at=NOW + timedelta(days=5))
    told(oak, "2.2", "6.0", before=("2.1", "2.0"), at=NOW + timedelta(days=30))
    rows = dict(Release.objects.values_list("version", "declared"))
    assert {version: row["django"] for version, row in rows.items()} == {
        "2.0": ["5.2"], "2.1": ["6.0"], "2.2": ["6.0"],
    }  # fmt: skip
    move = moves_of([(oak.pk, None)], DJANGO, NOW)[oak.pk, None]
    assert move.outlook.since is not None
    assert (move.outlook.since.version, move.outlook.since.exact) == ("2.1", True)
    assert (move.address, move.told_at) == ("https://index.example", NOW + timedelta(days=30))
    older = moves_of([(oak.pk, "2.0")], DJANGO, NOW)[oak.pk, "2.0"]
    assert older.outlook.take is not None
    assert older.outlook.take.version == "2.1"


def test_without_the_registrys_word_nothing_is_known() -> None:
    oak = make.package("oak", facts={"registry_version": "1.0", "requires_python": "<3.14"})
    assert weigh_all(NOW) == 0
    assert moves_of([(oak.pk, None)], PYTHON, NOW)[oak.pk, None].outlook.answer.key == "unknown"


def test_only_what_is_other_is_written() -> None:
    oak, elm = make.package("oak"), make.package("elm")
    told(oak, "2.0", "6.0")
    told(elm, "1.0", "6.0")
    mark = editions.marks()[editions.READINESS]
    with CaptureQueriesContext(connection) as none:
        assert weigh_some([oak.pk, elm.pk], NOW) == 0
    assert len(none) <= 7
    assert editions.marks()[editions.READINESS] == mark
    told(oak, "2.1", "5.2", requires=("Django<6",), before=("2.0",), at=NOW + timedelta(days=1))
    assert answers()["oak"] == (Readiness.NO, (NOW + timedelta(days=1)).date())
    assert editions.marks()[editions.READINESS] != mark
    Readiness.objects.all().delete()
    assert weigh_all(NOW) == 2
    # Years later other versions are supported, and those that ended are forgotten.
    assert weigh_all(NOW + timedelta(days=4_000)) == 0
    assert not Readiness.objects.exists()


def test_it_is_counted_without_what_is_hidden() -> None:
    packages = [make.package(f"p{number}") for number in range(6)]
    told(packages[0], "1.0", "6.0", at=NOW - timedelta(days=400))
    told(packages[1], "1.0", "6.0")
    told(packages[2], "1.0", "6.0")
    told(packages[3], "1.0", requires=("Django<6",))
    Package.objects.filter(slug="p2").update(hidden=True)
    assert weigh_all(NOW) == 1  # Django 6.0 was not out when p0 was told of
    with CaptureQueriesContext(connection) as queries:
        found = board.standing_of(DJANGO, NOW)
    assert len(queries) <= 5
    assert found.counts == {"yes": 2, "no": 1, "unknown": 2, "apart": 0}
    assert found.share == 2 / 3
    assert [one.packages for one in found.trend] == [0] * 4 + [1] * 13 + [2]
    listed = board.ids_of(DJANGO, "yes", 0, 9)
    assert [one.slug for one in entries_of(listed, DJANGO, NOW)] == ["p1", "p0"]
    assert board.ids_of(DJANGO, "unknown", 0, 9) == [packages[5].pk, packages[4].pk]
    assert [one.target.key for one in board.standings(NOW)][-1] == "django-6.1"
    assert board.standings(NOW)[0].share is None


def test_a_grid_shows_first_what_is_in_the_way() -> None:
    packages = [make.package(f"p{number}") for number in range(4)]
    told(packages[0], "1.0", "6.0")
    told(packages[1], "1.0", requires=())
    told(packages[2], "1.0", requires=("Django<6",))
    grid = make.grid("trees", *packages)
    with CaptureQueriesContext(connection) as queries:
        found = entries_of_grid(grid, DJANGO, NOW)
    assert len(queries) <= 5
    assert [(one.slug, one.move.outlook.answer.key) for one in found] == [
        ("p2", "no"),
        ("p3", "unknown"),
        ("p0", "yes"),
        ("p1", "apart"),
    ]


def test_what_tests_run_with_holds_for_the_current_release_as_far_as_is_known() -> None:
    oak = make.package("oak", repo_url="https://github.com/owner/oak")
    told(oak, "2.0", "5.2", before=("1.0",))
    assert answers() == {}
    forge = RepositoryFacts(
        **dict.fromkeys(f.name for f in fields(RepositoryFacts))
        | {"address": oak.repo_url, "ci_mark": "4f", "ci_versions": ("Django 6.0",)}
    )
    record_repositories([Taken(oak.pk, forge, "https://github.com", None, NOW)])
    assert answers() == {"oak": (Readiness.YES, NOW.date())}
    told(oak, "2.1", "5.2", before=("2.0", "1.0"), requires=("Django<6",))
    assert answers()["oak"][0] == Readiness.NO
