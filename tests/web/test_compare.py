"""Comparing any packages, in or out of a grid, and choosing them."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from packdex.catalog.models import MovedSlug, Package
from tests import make
from tests.web.conftest import Reader
from tests.web.test_grid_page import EVIL, lines, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> list[Package]:
    """Oak and elm, which are in a grid, and a fern, which is not."""
    oak = make.package("oak", title="Oak", facts={"stars": 12, "licence": "MIT"})
    elm = make.package("elm", title="Elm", facts={"stars": 12, "licence": "ISC"})
    fern = make.package("fern", title="Fern", facts={"stars": 3, "licence": "MIT"})
    grid = make.grid("woods", oak, elm, title="Woods")
    say(grid, "Leaves", oak="yes", elm="no")
    return [oak, elm, fern]


@pytest.mark.usefixtures("trees")
class TestComparing:
    def test_packages_stand_in_the_order_of_the_address(self, read: Reader) -> None:
        page = read("/compare/?p=fern&p=oak&p=elm")
        assert page.headwords() == ["Fern", "Oak", "Elm"]
        assert page.title == "Compare Fern, Oak and Elm \N{EN DASH} Packdex"
        assert 'content="noindex' in page.source
        table = lines(page.source)
        assert ["Stars", "3", "12", "12"] in table
        assert ["Woods"] in table
        assert ["Leaves", "", "Yes", "No"] in table

    def test_commas_part_them_too(self, read: Reader) -> None:
        assert read("/compare/?p=oak,elm").headwords() == ["Oak", "Elm"]

    def test_rows_that_differ_are_marked(self, read: Reader) -> None:
        source = read("/compare/?p=oak&p=elm").source
        assert '<th scope=row data-differs><a id="by-licence"' in source
        assert '<th scope=row><a id="by-stars"' in source
        assert "marks rows that are not the same for all" in source

    def test_only_what_differs(self, read: Reader) -> None:
        page = read("/compare/?p=oak&p=elm&diff=1")
        assert [line[0] for line in lines(page.source)] == [
            "",
            "Facts",
            "Licence",
            "Woods",
            "Leaves",
        ]
        assert "left out in which nothing differs" in page.text

    def test_one_is_the_measure_of_the_others(self, read: Reader) -> None:
        page = read("/compare/?p=fern&p=oak&p=elm&base=oak")
        assert page.headwords() == ["Oak", "Fern", "Elm"]
        assert "<td data-unlike><b>≠</b>3" in page.source
        assert "<td class=x data-unlike><b>≠</b>No" in page.source
        assert "<b>≠</b>MIT" not in page.source
        assert "/compare/?p=fern&p=oak&p=elm&base=elm" in page.links

    def test_each_can_be_taken_out(self, read: Reader) -> None:
        assert "/compare/?p=oak&p=elm" in read("/compare/?p=oak&p=elm&p=fern").links

    def test_views_and_exports_are_those_of_grids(self, read: Reader, client: Client) -> None:
        assert read("/compare/?p=oak&p=elm&sort=-licence").headwords() == ["Oak", "Elm"]
        assert read("/compare/?p=oak&p=elm&flip=1&q=elm").headwords() == ["Elm"]
        answer = client.get("/compare/?p=oak&p=elm&hide=stars&format=csv")
        assert answer["Content-Disposition"] == 'attachment; filename="comparison.csv"'
        table = list(csv.reader(io.StringIO(answer.content.decode())))
        assert table[0] == ["", "Oak", "Elm"]
        assert "Stars" not in [line[0] for line in table]

    def test_a_package_that_was_merged_is_the_one_it_became(self, read: Reader) -> None:
        oak = Package.objects.get(slug="oak")
        MovedSlug.objects.create(
            former_id=99, slug="quercus", package=oak, moved_at=make.NOON - timedelta(days=1)
        )
        page = read("/compare/?p=quercus&p=elm")
        assert page.headwords() == ["Oak", "Elm"]
        assert "/compare/?p=oak&p=elm&flip=1" in page.links
        assert "One more is needed" in read("/compare/?p=quercus&p=oak").text

    def test_hidden_ones_are_not_there(self, read: Reader) -> None:
        make.package("spam", hidden=True)
        page = read("/compare/?p=oak&p=elm&p=spam")
        assert page.headwords() == ["Oak", "Elm"]
        assert "There is no package spam." in page.text

    def test_unknown_ones_are_named_with_near_ones(self, read: Reader) -> None:
        make.package("django-invitations")
        page = read("/compare/?p=oak&p=elm&p=django-invitation")
        assert "There is no package django-invitation." in page.text
        assert "Did you mean django-invitations?" in page.text

    def test_the_queries_are_few(self, read: Reader, django_assert_max_num_queries: Any) -> None:
        for number in range(25):
            make.package(f"p{number}", facts={"stars": number})
        named = "&".join(f"p=p{number}" for number in range(25))
        with django_assert_max_num_queries(10):
            assert len(read(f"/compare/?{named}").headwords()) == 25


def test_more_than_25_are_too_many_and_said_so(read: Reader) -> None:
    for number in range(27):
        make.package(f"p{number}")
    page = read("/compare/?" + "&".join(f"p=p{number}" for number in range(27)))
    assert len(page.headwords()) == 25
    assert "p: only the first 25 of 27 are taken." in page.text
    assert "Add a package" not in page.text


@pytest.mark.usefixtures("trees")
class TestChoosing:
    def test_none_is_an_invitation(self, read: Reader) -> None:
        page = read("/compare/")
        assert "Choose two packages or more, up to 25." in page.text
        assert 'rel="canonical"' in page.source

    def test_one_needs_another_and_those_of_its_grids_are_offered(self, read: Reader) -> None:
        page = read("/compare/?p=oak")
        assert "One more is needed to compare Oak with." in page.text
        assert page.headwords() == ["Elm"]
        assert "/compare/?p=oak&p=elm" in page.links
        assert (
            '<input type="checkbox" name="p" value="elm" aria-label="Compare Elm">' in page.source
        )

    def test_words_find_more(self, read: Reader) -> None:
        page = read("/compare/?p=oak&p=elm&find=fer")
        assert page.headwords() == ["Fern"]
        assert "/compare/?p=oak&p=elm&p=fern" in page.links
        assert "/compare/?p=oak&p=elm" in page.links
        assert "No other package has oak" in read("/compare/?p=oak&find=oak").text

    def test_wrong_ones_alone_are_named(self, read: Reader) -> None:
        assert "There is no package nothing." in read("/compare/?p=nothing").text
        assert "p=a b was left aside" in read("/compare/?p=a+b").text

    def test_a_format_needs_something_to_write(self, read: Reader) -> None:
        assert read("/compare/?p=oak&format=csv").response["Content-Type"].startswith("text/html")
        assert "format=x was left aside" in read("/compare/?p=oak&p=elm&format=x").text


def test_nothing_written_is_markup(read: Reader) -> None:
    text = EVIL.replace("\0", "")
    make.package("a", title=text, facts={"description": text, "licence": text})
    make.package("b", title=text)
    for path in ("/compare/?p=a&p=b", "/compare/?p=a&find=script", f"/compare/?p=a&find={text}"):
        source = read(path).source
        assert source.count("<script") == source.count("defer></script>")
        assert "<img" not in source
        assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r'="[^"]*"', "", source))


def test_it_can_be_asked_for_its_head_and_kept(client: Client, trees: list[Package]) -> None:
    path = "/compare/?p=oak&p=elm"
    etag = client.get(path)["ETag"]
    assert client.head(path).content == b""
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_lists_and_pages_lead_to_it(read: Reader, trees: list[Package]) -> None:
    assert "/compare/?p=oak" in read("/packages/p/oak/").links
    for path in ("/packages/", "/categories/apps/"):
        source = read(path).source
        assert '<form action="/compare/"' in source
        assert 'name="p" value="oak"' in source
