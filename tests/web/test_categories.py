"""Categories, and the packages of one."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def test_each_stands_with_its_number_of_packages_most_first(read: Reader) -> None:
    make.category("tools", title="Tool", title_plural="Tools", description="To build with")
    apps = make.category("apps", title="App", title_plural="Apps")
    make.package("a", category=apps)
    make.package("b", category=apps)
    page = read("/categories/")
    assert page.headwords() == ["Apps", "Tools"]
    assert "Apps 2 packages" in page.text
    assert "Tools 0 packages To build with" in page.text


def test_a_placeholder_says_that_only_its_number_is_known(read: Reader) -> None:
    make.category("category-77", title="Category 77", placeholder=True)
    assert "Category 77 0 packages known only by its number" in read("/categories/").text
    assert "known only by its number" in read("/categories/category-77/").text
    assert "known only by its number" in read("/").text


def test_one_shows_its_own_packages(read: Reader) -> None:
    tools = make.category("tools", title="Tool", title_plural="Tools", description="To build with")
    make.package("hammer", category=tools, facts={"stars": 1, "description": "hits"})
    make.package("saw", category=tools, facts={"stars": 2, "description": "cuts"})
    make.package("other", facts={"description": "hits"})
    page = read("/categories/tools/")
    assert page.title == "Tools \N{EN DASH} Packdex"
    assert page.headwords() == ["hammer", "saw"]
    assert "To build with" in page.text
    assert read("/categories/tools/?sort=stars").headwords() == ["saw", "hammer"]
    assert read("/categories/tools/?q=hits").headwords() == ["hammer"]
    assert read("/categories/tools/?category=apps").headwords() == ["hammer", "saw"]


def test_an_unknown_one_is_404(read: Reader) -> None:
    read("/categories/nothing/", 404)


def test_queries_do_not_grow(read: Reader, django_assert_max_num_queries: Any) -> None:
    for number in range(15):
        make.package(f"p{number}", category=make.category(f"c{number}"))
    with django_assert_max_num_queries(3):
        read("/categories/")
    with django_assert_max_num_queries(5):
        read("/categories/c1/")
