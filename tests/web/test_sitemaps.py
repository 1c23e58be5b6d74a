"""What robots read."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from packdex.web import sitemaps
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def addresses(source: str) -> list[str]:
    ElementTree.fromstring(source)
    return re.findall(r"<loc>http://testserver(.*?)</loc>", source)


def test_every_page_is_in_the_parts_that_the_index_names(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 2)
    packages = [make.package(f"p{number}") for number in range(5)]
    make.grid("trees", *packages)
    index = read("/sitemap.xml")
    assert index.response["Content-Type"] == "application/xml; charset=utf-8"
    parts = addresses(index.source)
    assert len(parts) == 1 + 3 + 1
    found = [address for part in parts for address in addresses(read(part).source)]
    assert len(found) == len(set(found))
    assert {"/", "/about/", "/api/", "/categories/apps/", "/grids/g/trees/"} <= set(found)
    assert {f"/packages/p/p{number}/" for number in range(5)} <= set(found)
    for address in found:
        read(address)


def test_a_part_tells_when_an_entry_was_edited(read: Reader) -> None:
    make.package("oak", modified=make.NOON)
    assert "<lastmod>2026-02-15</lastmod>" in read("/sitemap-packages-1.xml").source


def test_parts_that_do_not_exist_are_404(read: Reader) -> None:
    make.package("oak")
    for part in ("packages-2", "packages-0", "grids-1", "packages-999999", "users-1"):
        read(f"/sitemap-{part}.xml", 404)


def test_a_part_needs_two_queries(read: Reader, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make.package(f"p{number}")
    read("/sitemap-packages-1.xml")
    with django_assert_max_num_queries(2):
        read("/sitemap-packages-1.xml")


def test_robots_are_led_to_the_site_map(read: Reader) -> None:
    robots = read("/robots.txt")
    assert robots.response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in robots.source


def test_the_icon_is_where_browsers_look_for_it(client: Any) -> None:
    icon = client.get("/favicon.ico")
    assert icon["Content-Type"] == "image/x-icon"
    assert icon.content[:4] == b"\x00\x00\x01\x00"
    drawing = client.get("/favicon.svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    ElementTree.fromstring(drawing.content)
