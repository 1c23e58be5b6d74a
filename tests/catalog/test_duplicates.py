"""Packages that are one repository or one project are found; several projects in one are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog.duplicates import duplicates
from packdex.catalog.models import Package, PastAddress, SourceState
from tests import make

pytestmark = pytest.mark.django_db

INDEX = "https://index.example"


def on_index(name: str) -> str:
    return f"{INDEX}/project/{name}/"


def found() -> list[tuple[list[str], list[tuple[str, str]]]]:
    return [
        ([package.slug for package in each.packages], [tuple(s) for s in each.shared])
        for each in duplicates(INDEX)
    ]


def moved(package: Package, address: str) -> None:
    PastAddress.objects.create(package=package, address=address, until=make.NOON)


def test_two_spellings_of_one_repository() -> None:
    make.package("alpha", repo_url="https://github.com/Owner/Name.git")
    make.package("beta", repo_url="git@github.com:owner/name")
    make.package("gamma", repo_url="https://github.com/owner/other")
    shared = ("repository", "https://github.com/Owner/Name")
    assert found() == [(["alpha", "beta"], [shared])]


def test_where_the_forge_found_it_counts_and_not_what_was_entered() -> None:
    now = "https://github.com/new/name"
    make.package("alpha", repo_url="https://github.com/old/name", facts={"address": now})
    make.package("beta", repo_url=now)
    assert found() == [(["alpha", "beta"], [("repository", now)])]


def test_an_address_that_another_has_left() -> None:
    now = "https://github.com/new/name"
    mover = make.package("alpha", repo_url=now)
    moved(mover, "https://github.com/old/name")
    make.package("beta", repo_url="https://github.com/old/name/")
    assert found() == [(["alpha", "beta"], [("repository", now)])]


def test_an_address_that_was_given_away_again() -> None:
    mover = make.package("alpha", repo_url="https://github.com/new/name")
    moved(mover, "https://github.com/old/name")
    other = make.package("beta", repo_url="https://github.com/old/name")
    after = make.NOON + timedelta(days=1)
    SourceState.objects.create(package=other, source="forge", succeeded_at=after)
    assert found() == []


def test_two_spellings_of_one_project() -> None:
    make.package("alpha", pypi_url=on_index("Some.Project"))
    make.package("beta", pypi_url=f"{INDEX}/pypi/some-project")
    assert found() == [(["alpha", "beta"], [("project", "some-project")])]


def test_what_is_shared_is_told_together() -> None:
    for slug in ("alpha", "beta"):
        make.package(slug, repo_url="https://github.com/o/n", pypi_url=on_index("n"))
    shared = [("project", "n"), ("repository", "https://github.com/o/n")]
    assert found() == [(["alpha", "beta"], shared)]


def test_several_projects_in_one_repository_are_none() -> None:
    for slug in ("alpha", "beta"):
        make.package(slug, repo_url="https://github.com/o/mono", pypi_url=on_index(slug))
    assert found() == []
    make.package("whole", repo_url="https://github.com/o/mono")
    assert found() == []


def test_one_with_and_one_without_project() -> None:
    make.package("alpha", repo_url="https://github.com/o/n", pypi_url=on_index("n"))
    make.package("beta", repo_url="https://github.com/o/n")
    assert found() == [(["alpha", "beta"], [("repository", "https://github.com/o/n")])]


def test_packages_without_any_address_share_nothing() -> None:
    make.package("alpha")
    make.package("beta", repo_url="see above", pypi_url="https://shop.example/project/x/")
    make.package("gamma", repo_url="see above", pypi_url="https://shop.example/project/x/")
    assert found() == []


def test_the_number_of_queries_does_not_grow() -> None:
    for number in range(30):
        package = make.package(f"p{number}", repo_url="https://github.com/o/n")
        moved(package, f"https://github.com/old/{number % 3}")
    with CaptureQueriesContext(connection) as queries:
        (group,) = duplicates(INDEX)
    assert len(group.packages) == 30
    assert len(queries) == 2
