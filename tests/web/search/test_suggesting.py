"""Suggestions while somebody types, and how browsers learn of them (OpenSearch 1.1)."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(autouse=True)
def _names() -> None:
    tree = make.package("alder-tree", title="Alder Tree", facts={"stars": 5})
    make.package("alder-wood", title="Alder Wood")
    make.grid("alder-things", tree, title="Alder things")


def asked(client: Client, query: str) -> list[Any]:
    answer = client.get(f"/search/suggest/?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/x-suggestions+json"
    told: list[Any] = json.loads(answer.content)
    return told


def test_they_are_names_with_their_kinds_and_addresses(client: Client) -> None:
    text, titles, kinds, addresses = asked(client, "q=Alder+t")
    assert text == "Alder t"
    assert dict(zip(titles, zip(kinds, addresses, strict=True), strict=True)) == {
        "Alder Tree": ("package", "http://testserver/packages/p/alder-tree/"),
        "Alder things": ("grid", "http://testserver/grids/g/alder-things/"),
    }


@pytest.mark.parametrize(
    "query",
    ["q=", "", "q=zzz", "q=name:alder", 'q="alder', "q=alder+-tree", "q=alder+license:mit",
     "q=" + "alder" * 13],
)  # fmt: skip
def test_what_is_not_the_beginning_of_a_name_has_none(client: Client, query: str) -> None:
    assert asked(client, query)[1:] == [[], [], []]


def test_there_are_few_of_them_in_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make.package(f"elm-{number:02}")
    client.get("/search/suggest/?q=elm")
    with django_assert_max_num_queries(4):
        assert len(asked(client, "q=elm")[1]) == 8


def test_they_may_be_kept_for_a_minute_and_are_the_same_for_everybody(client: Client) -> None:
    answer = client.get("/search/suggest/?q=alder")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.get("Vary", "")
    assert "Set-Cookie" not in answer
    assert client.post("/search/suggest/?q=alder").status_code == 405


def test_a_browser_learns_where_to_search(client: Client, read: Reader, settings: Any) -> None:
    settings.SITE_NAME = "Packages & more of the moon"
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{SPACE}OpenSearchDescription"
    name = root.findtext(f"{SPACE}ShortName") or ""
    assert 0 < len(name) <= 16
    urls = {url.get("type"): url.get("template") for url in root.findall(f"{SPACE}Url")}
    assert urls["text/html"] == "http://testserver/search/?q={searchTerms}"
    suggest = urls["application/x-suggestions+json"] or ""
    assert asked(client, suggest.replace("{searchTerms}", "alder").partition("?")[2])[1]
    link = (
        '<link rel="search" type="application/opensearchdescription+xml"'
        ' title="Packages &amp; more of the moon" href="/opensearch.xml">'
    )
    assert link in read("/about/").source
