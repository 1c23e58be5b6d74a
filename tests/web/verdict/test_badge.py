"""The badge: a picture of our own that says the state, to eyes and to readers of screens."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from packdex.catalog import documents
from packdex.catalog.models import MovedSlug, Package
from packdex.core.verdict.lifecycle import RULES
from packdex.web.verdict import badge
from tests import make
from tests.web.verdict.conftest import known

pytestmark = pytest.mark.django_db

ADDRESS = "/packages/p/django-oak/badge.svg"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(content: bytes) -> tuple[str, list[str]]:
    """The title and the texts of a badge, which is well-formed and asks nothing of anybody."""
    root = ET.fromstring(content)
    assert root.tag == f"{SVG}svg"
    names = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert names == {"svg", "title", "path", "g", "text"}
    assert b"href" not in content
    assert b"url(" not in content
    assert root.attrib["role"] == "img"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert root.attrib["aria-labelledby"] == title.attrib["id"]
    return title.text or "", [one.text or "" for one in root.iter(f"{SVG}text")]


def test_it_says_the_state(client: Client, oak: Package) -> None:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert drawn(answer.content) == ("Django Oak: active, by Packdex", ["Packdex", "active"])


def test_it_may_be_kept_and_is_asked_for_again(
    client: Client, oak: Package, django_assert_num_queries: Any
) -> None:
    documents.prepare(documents.VERDICT, [oak.pk])
    with django_assert_num_queries(1):
        answer = client.get(ADDRESS)
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(ADDRESS).content == b""


def test_of_what_is_not_here_there_is_a_grey_one(client: Client) -> None:
    answer = client.get("/packages/p/nothing/badge.svg")
    assert answer.status_code == 404
    assert drawn(answer.content) == ("Not known to Packdex", ["Packdex", "not known here"])


def test_one_that_was_merged_has_that_of_the_other(client: Client, oak: Package) -> None:
    MovedSlug.objects.create(former_id=999, slug="old-oak", package=oak, moved_at=make.NOON)
    assert client.get("/packages/p/old-oak/badge.svg").content == client.get(ADDRESS).content


def test_titles_are_never_markup(client: Client, settings: Any) -> None:
    settings.SITE_NAME = 'A & <b> "B"'
    known("evil", title="</title><script>alert('&')</script>\x07\u202e")
    title, texts = drawn(client.get("/packages/p/evil/badge.svg").content)
    assert title == "</title><script>alert('&')</script>: active, by A & <b> \"B\""
    assert texts[0] == 'A & <b> "B"'


@pytest.mark.parametrize("colour", [*badge._COLOURS.values(), badge._LEFT])
def test_white_can_be_read_on_it(colour: str) -> None:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    assert 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05) >= 4.5


def test_every_state_has_room_for_its_word() -> None:
    for rule in RULES:
        assert badge._width(rule.label) >= 5 * len(rule.label)
