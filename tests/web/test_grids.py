"""Grids, and one with its packages side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def test_they_stand_by_title_with_their_number_of_packages(read: Reader) -> None:
    oak = make.package("oak")
    make.grid("woods", oak, make.package("elm"), title="Woods", description="Hard & soft")
    make.grid("bushes", oak, title="bushes")
    page = read("/grids/")
    assert page.headwords() == ["bushes", "Woods"]
    assert "bushes 1 package" in page.text
    assert "Woods 2 packages Hard & soft" in page.text
    assert read("/grids/?q=soft").headwords() == ["Woods"]
    assert read("/grids/?q=nothing&page=x").headwords() == []


def test_a_placeholder_says_that_only_its_number_is_known(read: Reader) -> None:
    make.grid("grid-245", title="Grid 245", placeholder=True)
    assert "Grid 245 0 packages known only by its number" in read("/grids/").text
    assert "known only by its number" in read("/grids/g/grid-245/").text


def test_one_compares_its_packages_in_its_editors_order(read: Reader) -> None:
    weeks = [0] * 51 + [5]
    oak = make.package(
        "oak", facts={"stars": 12, "licence": "MIT", "commits_over_52": weeks, "forks": 0}
    )
    elm = make.package("elm", facts={"stars": 1500, "participants": ["a", "b"]})
    make.grid("woods", oak, elm, title="Woods")
    page = read("/grids/g/woods/")
    assert page.title == "Woods \N{EN DASH} Packdex"
    assert page.headwords() == ["oak", "elm"]
    assert "Package Commits, 52 weeks Stars Forks Contributors Licence" in page.text
    assert "oak 5 12 0 not known MIT" in page.text
    assert "elm not known 1,500 not known 2 not known" in page.text


def test_columns_in_which_nothing_is_known_are_only_named(read: Reader) -> None:
    make.grid("woods", make.package("oak", facts={"stars": 1}))
    text = read("/grids/g/woods/").text
    assert "Package Stars oak 1" in text
    assert "Not known for any of these packages: Version, Last release" in text


def test_its_table_scrolls_alone_and_can_be_reached(read: Reader) -> None:
    make.grid("woods", make.package("oak"))
    source = read("/grids/g/woods/").source
    region = 'role="region" aria-label="Packages of this grid" tabindex="0"'
    assert region in source
    assert '<th scope="row"><a class="headword" href="/packages/p/oak/">' in source


def test_texts_of_its_packages_are_never_markup(read: Reader) -> None:
    evil = "<script>x</script>"
    facts = {"description": evil, "licence": evil, "registry_version": evil}
    package = make.package("evil", title=evil, facts=facts)
    make.grid("evil", package, title=evil, description=evil)
    assert "<script" not in read("/grids/g/evil/").source
    assert "<script" not in read("/grids/").source


def test_300_packages_need_as_many_queries_as_one(
    read: Reader, django_assert_num_queries: Any
) -> None:
    packages = [make.package(f"p{number}", facts={"stars": number}) for number in range(300)]
    make.grid("wide", *packages)
    make.grid("small", packages[0])
    for slug, size in (("small", 1), ("wide", 300)):
        with django_assert_num_queries(3):
            assert len(read(f"/grids/g/{slug}/").headwords()) == size


def test_the_list_needs_the_same_queries_whatever_its_length(
    read: Reader, django_assert_num_queries: Any
) -> None:
    package = make.package("oak")
    for number in range(30):
        make.grid(f"g{number}", package)
    with django_assert_num_queries(3):
        assert len(read("/grids/").headwords()) == 30


def test_an_empty_one_and_an_unknown_one(read: Reader) -> None:
    make.grid("empty")
    assert "No package is in this grid yet." in read("/grids/g/empty/").text
    read("/grids/g/nothing/", 404)
