"""The readiness board, the page of a version and that of a grid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from packdex.catalog.actions.facts.weigh import weigh_all
from packdex.catalog.models import Package, PackageFacts, Release, SourceState
from packdex.web.upgrade.board import bar, percent
from tests import lifecycles, make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def says(slug: str, *named: str, requires: tuple[str, ...] = (), days: int = 20) -> Package:
    """A package whose current release, so many days old, names these versions of Django."""
    package, now = make.package(slug), timezone.now()
    declared = {"python": [], "django": list(named), "about_django": True, "requires": requires}
    PackageFacts.objects.filter(package=package).update(registry_version="1.0")
    Release.objects.create(
        package=package, version="1.0", uploaded_at=now - timedelta(days=days), declared=declared
    )
    SourceState.objects.create(package=package, source="registry", succeeded_at=now)
    return package


@pytest.fixture(autouse=True)
def _catalogue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycles.last(monkeypatch)
    settings.PACKDEX_PAGE_SIZE = 2
    oaks = [says(f"oak{number}", "5.2", "6.0", days=20 + number) for number in range(3)]
    elm = says("elm", "5.2", requires=("Django<6",))
    make.grid("trees", *oaks, elm, make.package("ash", title="<b>Ash</b>"))
    weigh_all(timezone.now())


def test_the_board_counts_each_version(read: Reader) -> None:
    page = read("/upgrade/")
    assert "Django 6.0 3 1 1 75 %" in page.text
    assert "Django 5.2 4 0 1 100 %" in page.text
    assert page.text.index("Django 6.1") < page.text.index("Django 5.2")
    assert "/upgrade/django-6.0/" in page.links
    assert "Nothing is known yet" not in page.text


def test_it_costs_one_query_while_nothing_changes(read: Reader) -> None:
    for path, most in (("/upgrade/", 6), ("/upgrade/django-6.0/", 6)):
        with CaptureQueriesContext(connection) as first:
            read(path)
        with CaptureQueriesContext(connection) as again:
            read(path)
        assert len(first) <= most + 5
        assert len(again) == 1
    package = Package.objects.get(slug="elm")
    Release.objects.filter(package=package).update(declared=None)
    weigh_all(timezone.now())
    assert "Django 6.0 3 0 2 100 %" in read("/upgrade/").text


def test_a_version_shows_its_packages_by_answer(read: Reader) -> None:
    page = read("/upgrade/django-6.0/")
    assert "3 of 4 packages of which it is known can be moved: 75 %." in page.text
    assert page.headwords() == ["oak0", "oak1"]
    assert "1 to 2 of 3" in page.text
    assert "since 1.0 or earlier, " in page.text
    assert 'role="img"' in page.source
    assert read("/upgrade/django-6.0/?page=2").headwords() == ["oak2"]
    no = read("/upgrade/django-6.0/?answer=no")
    assert no.headwords() == ["elm"]
    assert "requires Django<6" in no.text
    unknown = read("/upgrade/django-6.0/?answer=unknown&page=99")
    assert unknown.headwords() == ["<b>Ash</b>"]
    assert "<b>Ash" not in unknown.source
    assert "no release is known" in unknown.text
    assert read("/upgrade/django-6.0/?answer=x").headwords() == page.headwords()
    newest = read("/upgrade/django-6.1/")
    assert "0 of 1 package of which it is known can be moved: 0 %." in newest.text
    assert 'role="img"' not in newest.source


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/upgrade/django-9.9/", "Django 9.9 is not known; expected one of 3.2"),
        ("/upgrade/wagtail-6.0/", "'wagtail' is not known; expected python or django"),
        ("/upgrade/x/", "'x' is no version; expected one such as django:6.0"),
        ("/upgrade/django-3.2/", "Django 3.2 is not supported any more, or not yet; there is"),
    ],
)
def test_other_versions_are_told_what_there_is(read: Reader, path: str, why: str) -> None:
    page = read(path, 404)
    assert why in page.text
    assert "/upgrade/django-6.0/" in page.links


def test_a_grid_shows_what_is_in_the_way_first(read: Reader) -> None:
    page = read("/grids/g/trees/upgrade/?to=django-6.0")
    assert "Can they move to Django 6.0? 3 yes, 1 no, 1 not known." in page.text
    assert page.text.index("elm") < page.text.index("oak0")
    assert "/grids/g/trees/upgrade/" in read("/grids/g/trees/").links
    assert "Can they move to Django 3.2?" in read("/grids/g/trees/upgrade/?to=django:3.2").text
    assert "is not known" in read("/grids/g/trees/upgrade/?to=django-9.9", 400).text
    read("/grids/g/bushes/upgrade/", 404)


def test_without_facts_it_says_so(read: Reader) -> None:
    SourceState.objects.all().delete()
    weigh_all(timezone.now())
    assert "Nothing is known yet" in read("/upgrade/").text
    page = read("/upgrade/django-6.0/")
    assert "Of no package it is known yet whether it can be moved." in page.text
    assert "There is no such package." in page.text


def test_a_share_is_all_or_nothing_only_where_it_is() -> None:
    shown = {0.0: "0 %", 0.001: "1 %", 0.5: "50 %", 0.999: "99 %", 1.0: "100 %"}
    assert {share: percent(share) for share in shown} == shown
    assert bar({"yes": 0, "no": 0, "unknown": 0, "apart": 3}) == ""
