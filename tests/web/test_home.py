"""The home page."""

from __future__ import annotations

from typing import Any

import pytest

from packdex.catalog import editions
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    editions.bump(editions.CATALOGUE)


def test_it_searches_and_shows_where_to_begin(read: Reader) -> None:
    oak = make.package(
        "oak",
        created=make.NOON,
        facts={"stars": 10, "released_at": make.NOON, "description": "a tree"},
    )
    make.grid("trees", oak, title="Trees")
    page = read("/")
    assert page.title == "Packdex \N{EN DASH} find, compare and keep an eye on packages"
    assert '<form class="find home-find" role="search" action="/search/">' in page.source
    assert 'name="q"' in page.source
    assert "A directory of 1 package, compared in 1 grid." in page.text
    for section in ("Newest", "Recently released", "Most starred", "Largest grids"):
        assert section in page.text
    assert {"/categories/apps/", "/packages/p/oak/", "/grids/g/trees/"} <= set(page.links)


def test_where_no_release_is_known_it_shows_commits_instead(read: Reader) -> None:
    make.package("oak", facts={"last_updated": make.NOON})
    text = read("/").text
    assert "Recent commits" in text
    assert "Recently released" not in text


def test_where_few_releases_are_known_it_shows_commits_first(read: Reader) -> None:
    make.package("oak", facts={"last_updated": make.NOON, "released_at": make.NOON})
    text = read("/").text
    assert text.index("Recent commits") < text.index("Recently released")


def test_unknown_stars_are_no_stars_to_boast_of(read: Reader) -> None:
    make.package("oak")
    assert "Most starred" not in read("/").text


def test_an_empty_directory_has_one_too(read: Reader) -> None:
    assert "A directory of 0 packages" in read("/").text


def test_a_change_shows_in_the_next_request(read: Reader) -> None:
    make.package("oak")
    assert "oak" in read("/").headwords()
    make.package("elm")
    assert "elm" in read("/").headwords()


def test_it_is_kept_and_needs_one_query(read: Reader, django_assert_num_queries: Any) -> None:
    make.package("oak")
    read("/")
    with django_assert_num_queries(1):
        read("/")


def test_making_it_needs_the_same_queries_whatever_the_size(
    read: Reader, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        package = make.package(f"p{number}", facts={"stars": 1, "released_at": make.NOON})
        make.grid(f"g{number}", package)
    with django_assert_max_num_queries(15):
        read("/")


def test_a_visitor_who_has_it_gets_304(read: Reader) -> None:
    make.package("oak")
    etag = read("/").response["ETag"]
    assert read("/", 304, if_none_match=etag).source == ""
    make.package("elm")
    read("/", 200, if_none_match=etag)
