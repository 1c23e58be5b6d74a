"""The page of results: what was found, by what it can be narrowed, and how it is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from packdex.catalog import editions
from packdex.catalog.models import PackageFacts
from packdex.search import fresh_marks, index
from packdex.web.search import kept
from tests import make
from tests.web.conftest import Reader, Seen

pytestmark = pytest.mark.django_db

LEFT_OUT = "\N{MULTIPLICATION SIGN}"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def forms() -> None:
    """Five packages and two grids with forms in their names or texts."""
    recent, old = timezone.now() - timedelta(days=10), timezone.now() - timedelta(days=2000)
    tools = make.category("tools", title="Tool")
    plus = make.package(
        "forms-plus",
        title="Forms Plus",
        facts={
            "stars": 500, "description": "Renders <fields>.", "licence": "MIT",
            "registry_version": "2.1", "requires_python": ">=3.11", "last_updated": recent,
            "classifiers": ["Framework :: Django :: 5.2", "Framework :: Django :: 5.1"],
        },
    )  # fmt: skip
    slow = make.package(
        "slow-forms",
        category=tools,
        facts={"stars": 50, "archived": True, "licence": "BSD-3-Clause", "last_updated": old},
        deprecated_at=make.NOON,
    )
    make.package("easy-forms", facts={"stars": 5, "licence": "MIT", "last_updated": recent})
    make.package("more-forms", category=tools)
    make.package("widgets", facts={"description": "Form fields, forms."})
    make.grid("form-builders", plus, slow, title="Form builders", description="Making forms.")
    make.grid("forms-things", plus, title="Things for forms")


def choices(page: Seen) -> dict[str, tuple[str, int]]:
    """The facets' choices: by "facet: label" where each leads, and its count."""
    aside = page.source.split("<aside", 1)[1].split("</aside>")[0]
    found = {}
    for section in aside.split("<section>")[1:]:
        title = re.findall(r"<h3>(.*?)</h3>", section)[0]
        for address, label, count in re.findall(
            r'<a href="([^"]*)"[^>]*>(.*?)</a> <span class="n">([\d,]+)</span>', section
        ):
            words = html.unescape(re.sub("<[^>]*>", "", label)).strip()
            found[f"{title}: {words}"] = html.unescape(address), int(count)
    return found


@pytest.mark.usefixtures("forms")
def test_packages_and_grids_stand_together_and_grids_are_marked(read: Reader) -> None:
    page = read("/search/?q=forms+plus")
    assert page.headwords()[0] == "Forms Plus"
    assert "Forms Plus apps Renders <fields>. version 2.1 commit" in page.text
    assert "500 stars" in page.text
    page = read("/search/?q=forms")
    assert set(page.headwords()) == {
        "Forms Plus", "slow-forms", "easy-forms", "more-forms", "widgets", "Form builders",
        "Things for forms",
    }  # fmt: skip
    assert "Form builders grid Making forms. 2 packages side by side" in page.text
    assert "more-forms tool version not known commit not known stars not known" in page.text
    assert "slow-forms deprecated tool" in page.text
    assert page.source.count('type="checkbox" name="p"') == 5  # packages can be compared
    assert {"/packages/p/forms-plus/", "/grids/g/form-builders/"} <= set(page.links)
    assert page.title == "Search: forms \N{EN DASH} Packdex"
    assert "7 found" in page.text


@pytest.mark.usefixtures("forms")
def test_each_facet_leads_to_as_much_as_it_counts_and_back(read: Reader) -> None:
    page = read("/search/?q=forms&sort=name")
    found = choices(page)
    assert {name: count for name, (_, count) in found.items()} == {
        "Kind: packages": 5,
        "Kind: grids": 2,
        "Category: Apps": 3,
        "Category: Tool": 2,
        "Licence: MIT": 2,
        "Licence: BSD-3-Clause": 1,
        **{f"Python: 3.{minor}": 1 for minor in range(11, 16)},
        "Framework: Django 5.2": 1,
        "Framework: Django 5.1": 1,
        "Last commit or release: within a year": 2,
        "Last commit or release: longer ago": 1,
        "Last commit or release: not known": 2,
        "In a grid: yes": 2,
        "In a grid: no": 5,
        "Archived: yes": 1,
        "Archived: no": 6,
    }
    for name, (address, count) in found.items():
        narrowed = read(address)
        assert len(narrowed.headwords()) == count, name
        assert address.endswith("&sort=name")
        assert "/search/?q=forms&sort=name" in narrowed.links, name
        if not name.endswith(": no"):
            there = choices(narrowed)[f"{name} {LEFT_OUT}"]
            assert there == ("/search/?q=forms&sort=name", count), name


@pytest.mark.usefixtures("forms")
def test_operators_of_the_query_can_be_taken_away_each(read: Reader) -> None:
    page = read("/search/?q=licence:mit+forms+stars:%3E100+updated:%3C1y")
    assert page.headwords() == ["Forms Plus"]
    taken = re.findall(r'<a href="([^"]*)"[^>]*aria-label="Leave out ([^"]*)"', page.source)
    assert [(html.unescape(a), html.unescape(b)) for a, b in taken] == [
        ("/search/?q=forms+stars%3A%3E100+updated%3A%3C1y", "licence:mit"),
        ("/search/?q=licence%3Amit+forms+updated%3A%3C1y", "stars:>100"),
        ("/search/?q=licence%3Amit+forms+stars%3A%3E100", "updated:<1y"),
    ]
    # The facet knows it, however it was typed.
    assert choices(page)[f"Licence: MIT {LEFT_OUT}"] == (
        "/search/?q=forms+stars%3A%3E100+updated%3A%3C1y",
        1,
    )


@pytest.mark.usefixtures("forms")
@pytest.mark.parametrize(
    ("sort", "first"),
    [("stars", ["Forms Plus", "slow-forms", "easy-forms"]), ("name", ["easy-forms"])],
)
def test_it_can_be_ordered(read: Reader, sort: str, first: list[str]) -> None:
    page = read("/search/?q=forms")
    assert '<b aria-current="true">best match</b>' in page.source
    address = f"/search/?q=forms&sort={sort}"
    assert address in page.links
    assert read(address).headwords()[: len(first)] == first


def test_pages_are_links(read: Reader, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 4
    for number in range(10):
        make.package(f"forms-{number}", facts={"stars": number})
    first = read("/search/?q=forms&sort=stars")
    assert "1 to 4 of 10" in first.text
    assert '<a rel="next" href="/search/?q=forms&amp;sort=stars&amp;page=2">' in first.source
    last = read("/search/?q=forms&sort=stars&page=3")
    assert last.headwords() == ["forms-1", "forms-0"]
    assert '<ol class="entries" start="9">' in last.source
    assert 'rel="next"' not in last.source
    canonical = '<link rel="canonical" href="http://testserver/search/?q=forms&amp;sort=stars'
    assert f'{canonical}&amp;page=3">' in last.source
    for beyond in ("4", "999999999"):
        assert read(f"/search/?q=forms&sort=stars&page={beyond}").source == last.source
    for wrong in ("0", "-1", "x", "9" * 5000):
        assert read(f"/search/?q=forms&sort=stars&page={wrong}").source == first.source


@pytest.mark.usefixtures("forms")
def test_what_was_taken_for_misspelt_is_said(read: Reader) -> None:
    page = read("/search/?q=widgtes")
    assert page.headwords() == ["widgets"]
    assert "Nothing has “widgtes”; “widgets” was looked for instead." in page.text


@pytest.mark.usefixtures("forms")
def test_nothing_found_shows_near_names_and_what_to_leave_out(read: Reader) -> None:
    page = read("/search/?q=widgets+license:mit+stars:%3E900")
    assert "Nothing was found." in page.text
    assert "/packages/p/widgets/" in page.links
    assert "Search for the words alone" in page.text
    assert "/search/?q=widgets" in page.links
    page = read("/search/?q=forms+license:mit+stars:%3E900&sort=name")
    assert "without stars:>900 : 2 found" in page.text
    assert "/search/?q=forms+license%3Amit&sort=name" in page.links
    assert "/packages/add/" in page.links
    assert page.source.count("<aside") == 0


def test_operators_are_documented_on_the_page(read: Reader) -> None:
    page = read("/search/")
    assert "<details" in page.source
    for example in ("name:forms", "stars:>100", "updated:<90d", '"exact phrase"', "-word"):
        assert example in page.text


@pytest.mark.usefixtures("forms")
def test_it_is_not_for_search_engines_and_sets_no_cookie(client: Client, read: Reader) -> None:
    answer = client.get("/search/?q=forms")
    assert b'<meta name="robots" content="noindex' in answer.content
    assert answer["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer
    assert "Cookie" in answer["Vary"]
    read("/search/?q=forms", 304, if_none_match=answer["ETag"])
    assert client.head("/search/?q=forms").content == b""
    assert client.post("/search/?q=forms").status_code == 405


# ---- what is kept is current


@pytest.mark.usefixtures("forms")
def test_a_change_shows_at_the_next_request(read: Reader) -> None:
    page = read("/search/?q=forms")
    tag = page.response["ETag"]
    read("/search/?q=forms", 304, if_none_match=tag)
    late = make.package("late-forms")
    assert "late-forms" in read("/search/?q=forms", if_none_match=tag).headwords()
    PackageFacts.objects.filter(package=late).update(stars=4321)
    editions.touch(packages=[late.pk])
    assert "4,321 stars" in read("/search/?q=forms").text


@pytest.mark.usefixtures("forms")
def test_a_page_of_an_index_that_lags_behind_is_not_kept(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read("/search/?q=forms")
    kept.forget()
    monkeypatch.setattr("packdex.search.fresh.before_reading", lambda generation: None)
    fresh_marks.mark({2})
    read("/search/?q=forms")
    assert index.state().stale
    assert kept._pages == {}


@pytest.mark.usefixtures("forms")
def test_a_kept_page_takes_one_query_and_a_new_one_a_few(
    read: Reader, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    read("/search/?q=widgets")
    with django_assert_max_num_queries(16):
        read("/search/?q=forms")
    with django_assert_num_queries(1):
        read("/search/?q=forms")


def test_queries_do_not_grow_with_the_results(
    read: Reader, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        made = make.package(f"forms-{number}", facts={"licence": f"L-{number}"})
        make.grid(f"grid-forms-{number}", made)
    while index.state().stale or not kept._pages:
        read("/search/?q=others")  # each search writes some of what is stale
    with django_assert_max_num_queries(16):
        assert len(read("/search/?q=forms").headwords()) == 20


@pytest.mark.usefixtures("forms")
def test_memory_for_kept_pages_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 60_000)
    for number in range(12):
        client.get(f"/search/?q=forms+-no{number}")
    sizes = [page.size for _, page in kept._pages.values()]
    assert sizes
    assert sum(sizes) == kept._size <= 60_000


@pytest.mark.usefixtures("forms")
def test_without_an_index_it_says_so(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    state = index.State(None, stale=False, entries=0)
    monkeypatch.setattr("packdex.search.index.state", lambda: state)
    monkeypatch.setattr("packdex.search.index.ready", lambda: None)
    page = read("/search/?q=forms", 503)
    assert "packdex search rebuild" in page.text
    read("/search/")
