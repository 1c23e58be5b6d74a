"""The list of all packages."""

from __future__ import annotations

from typing import Any

import pytest

from packdex.catalog.models import PackageFacts
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> None:
    """Four packages: ash (no facts known), Beech, cedar, Dogwood."""
    tools = make.category("tools", title="Tool")
    make.package("ash")
    make.package(
        "beech",
        title="Beech",
        created=make.NOON.replace(year=2027),
        facts={"stars": 7, "description": "Broad LEAVES", "last_updated": make.NOON},
    )
    make.package(
        "cedar",
        category=tools,
        facts={"stars": 50, "description": "Needles", "released_at": make.NOON},
    )
    make.package(
        "dogwood",
        title="Dogwood",
        created=make.NOON.replace(year=2020),
        facts={"stars": 0, "description": "leaves & flowers", "commits_over_52": [1] * 52},
    )


@pytest.mark.usefixtures("trees")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["ash", "Beech", "cedar", "Dogwood"]),
        ("title", ["ash", "Beech", "cedar", "Dogwood"]),
        ("stars", ["cedar", "Beech", "Dogwood", "ash"]),
        ("newest", ["Beech", "cedar", "ash", "Dogwood"]),
        ("updated", ["Beech", "Dogwood", "cedar", "ash"]),
        ("released", ["cedar", "Dogwood", "Beech", "ash"]),
    ],
)
def test_it_can_be_ordered_and_what_is_not_known_comes_last(
    read: Reader, sort: str, order: list[str]
) -> None:
    assert read(f"/packages/?sort={sort}").headwords() == order


@pytest.mark.usefixtures("trees")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=leaves", ["Beech", "Dogwood"]),
        ("q=LEAVES+flowers", ["Dogwood", "Beech"]),
        ("q=BEE", ["Beech"]),
        ("q=leaves&category=apps", ["Beech", "Dogwood"]),
        ("category=tools", ["cedar"]),
        ("category=apps", ["ash", "Beech", "Dogwood"]),
        ("category=apps&sort=stars", ["Beech", "Dogwood", "ash"]),
        ("q=leaves&category=tools", []),
        ("q=100%25", []),
        ("q=_", []),
        ("q=leaves&sort=stars", ["Beech", "Dogwood"]),
    ],
)
def test_it_can_be_filtered_by_words_and_category(
    read: Reader, query: str, found: list[str]
) -> None:
    assert read(f"/packages/?{query}").headwords() == found


@pytest.mark.usefixtures("trees")
@pytest.mark.parametrize(
    ("query", "search"),
    [
        ("q=leaves", "q=leaves"),
        ('q="leaves&category=apps&sort=stars', 'q=category:apps+"leaves&sort=stars'),
        ("q=leaves&category=none&sort=title&page=x", "q=leaves"),
        ("q=leaves&sort=released", "q=leaves&sort=updated"),
    ],
)
def test_words_are_answered_by_the_search(read: Reader, query: str, search: str) -> None:
    assert read(f"/packages/?{query}").source == read(f"/search/?{search}").source


@pytest.mark.usefixtures("trees")
def test_the_box_of_a_list_leads_to_the_search(read: Reader) -> None:
    assert 'role="search" action="/search/">' in read("/packages/").source
    source = read("/categories/tools/").source
    assert '<input type="hidden" name="within" value="category:tools">' in source
    page = read('/search/?within=category:tools&q="needles')
    assert page.headwords() == ["cedar"]
    assert 'canonical" href="http://testserver/search/?q=category%3Atools+%22needles' in page.source


@pytest.mark.usefixtures("trees")
@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=0",
        "page=-3",
        "page=99999999999999999999999",
        "page=%D9%A3",
        "sort=nonsense",
        "category=nowhere",
        "category=%00",
        "q=%00",
        "q=",
        "q=+%09",
        "q=%FF%FE",
        "q=" + "x" * 5000,
        "q=" + "+".join("abcdefghijklmnop"),
        "unknown=1&unknown=2",
    ],
)
def test_no_parameter_is_an_error(read: Reader, query: str) -> None:
    for sort in ("", "&sort=stars"):
        read(f"/packages/?{query}{sort}")


def test_pages_are_links(read: Reader, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 2
    for number in range(11):
        make.package(f"p{number:02}", facts={"description": "it"})
    first = read("/packages/")
    assert first.headwords() == ["p00", "p01"]
    assert "1 to 2 of 11" in first.text
    assert '<a rel="next" href="/packages/?page=2">' in first.source
    assert 'rel="prev"' not in first.source
    third = read("/packages/?category=apps&sort=newest&page=3")
    assert (
        '<a rel="next" href="/packages/?category=apps&amp;sort=newest&amp;page=4">' in third.source
    )
    assert (
        '<a rel="prev" href="/packages/?category=apps&amp;sort=newest&amp;page=2">' in third.source
    )
    last = read("/packages/?page=6")
    assert last.headwords() == ["p10"]
    assert 'rel="next"' not in last.source
    assert read("/packages/?page=7000").headwords() == ["p10"]


def test_packages_without_any_facts_are_in_every_order(read: Reader, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 3
    for number in range(4):
        make.package(f"known{number}", facts={"stars": number})
    for number in range(4):
        bare = make.package(f"bare{number}")
        PackageFacts.objects.filter(package=bare).delete()
    seen = [read(f"/packages/?sort=stars&page={page}").headwords() for page in (1, 2, 3)]
    assert seen == [
        ["known3", "known2", "known1"],
        ["known0", "bare3", "bare2"],
        ["bare1", "bare0"],
    ]


@pytest.mark.usefixtures("trees")
def test_unknown_is_shown_as_unknown(read: Reader) -> None:
    text = read("/packages/").text
    assert "ash apps version not known commit not known stars not known" in text
    assert "0 stars" in text


@pytest.mark.usefixtures("trees")
def test_guide_words_stand_above_the_titles(read: Reader) -> None:
    assert "ash \N{EN DASH} Dogwood 4 packages" in read("/packages/").text
    assert "Most stars first 4 packages" in read("/packages/?sort=stars").text


@pytest.mark.usefixtures("trees")
def test_search_results_are_not_for_search_engines(read: Reader) -> None:
    assert 'content="noindex' not in read("/packages/").source
    assert 'content="noindex' in read("/packages/?q=leaves").source


def test_an_empty_directory_says_so(read: Reader) -> None:
    assert "There is no package here yet." in read("/packages/").text


@pytest.mark.parametrize("query", ["", "sort=stars", "sort=newest", "sort=stars&category=apps"])
def test_the_number_of_queries_does_not_grow(
    read: Reader, query: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make.package(f"p{number}", facts={"stars": number})
    read(f"/packages/?{query}")
    with django_assert_max_num_queries(5):
        assert len(read(f"/packages/?{query}").headwords()) == 20
