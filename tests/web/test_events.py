"""The page of events, and the feeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from packdex.catalog.models import Event
from packdex.core import events
from tests import make
from tests.web.conftest import Reader, Seen

pytestmark = pytest.mark.django_db

ADDRESS, FEED = "/events/", "/events/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def happen(count: int, kind: str = events.RELEASED) -> None:
    package = make.package("oak", title="Oak")
    for number in range(count):
        make.event(package, kind, make.NOON - timedelta(hours=number), version=f"v{number:03}")


def versions(page: Seen) -> list[str]:
    return [word for word in page.text.split() if word.startswith("v") and word[1:].isdigit()]


def next_page(page: Seen) -> str:
    return next(link for link in page.links if "before=" in link)


def test_an_empty_directory_has_the_page(read: Reader) -> None:
    assert "No event is known yet" in read(ADDRESS).text
    assert "No event of this kind is known yet." in read(ADDRESS + "?kind=moved").text


def test_events_stand_under_their_day_latest_first(read: Reader) -> None:
    oak, ash = make.package("oak", title="Oak"), make.package("ash", title="Ash")
    make.event(oak, events.RELEASED, make.NOON - timedelta(days=1), version="1.0")
    make.event(oak, events.ARCHIVED, source="forge")
    make.event(ash, events.RELEASED, version="2.0")
    page = read(ADDRESS)
    assert (
        "15 Feb 2026 Ash Released 2.0 told by the registry Oak Archived: the repository is"
        " read-only from now on told by the forge 14 Feb 2026 Oak Released 1.0"
    ) in page.text
    assert page.headwords() == ["Ash", "Oak", "Oak"]
    assert "/packages/p/ash/" in page.links


def test_a_kind_can_be_asked_for(read: Reader) -> None:
    package = make.package("oak")
    make.event(package, events.RELEASED, version="1.0")
    make.event(package, events.OWNER_CHANGED, joined=["ann"])
    page = read(ADDRESS + "?kind=owner-changed")
    assert "ann joined" in page.text
    assert "Released 1.0" not in page.text
    assert '<option value="owner-changed" selected>' in page.source


def test_pages_go_on_where_the_last_one_ended(read: Reader, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 5
    happen(25)
    first = read(ADDRESS)
    second = read(next_page(first))
    third = read(next_page(second))
    assert versions(first) == [f"v{n:03}" for n in range(10)]
    assert versions(second) == [f"v{n:03}" for n in range(10, 20)]
    assert versions(third) == [f"v{n:03}" for n in range(20, 25)]
    assert not [link for link in third.links if "before=" in link]
    assert ADDRESS in third.links
    assert '<meta name="robots" content="noindex, follow">' in second.source


def test_events_of_the_same_moment_are_neither_lost_nor_doubled(
    read: Reader, settings: Any
) -> None:
    settings.PACKDEX_PAGE_SIZE = 2
    package = make.package("oak")
    for number in range(9):
        make.event(package, events.RELEASED, version=f"v{number}")
    seen, address = [], ADDRESS
    for _ in range(3):
        page = read(address)
        seen += versions(page)
        address = next((link for link in page.links if "before=" in link), "")
    assert seen == [f"v{number}" for number in reversed(range(9))]


def test_the_kind_stays_from_page_to_page(read: Reader, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 1
    happen(5)
    assert next_page(read(ADDRESS + "?kind=released")).startswith("/events/?kind=released&before=")


@pytest.mark.parametrize(
    "query", ["kind=nothing", "before=x", "before=-1", "before=0", f"before={'9' * 40}", "before=٣"]
)
def test_wrong_values_count_as_not_given(read: Reader, query: str) -> None:
    happen(2)
    assert versions(read(f"{ADDRESS}?{query}")) == ["v000", "v001"]


def test_an_event_that_is_gone_begins_the_list_anew(read: Reader) -> None:
    happen(2)
    assert versions(read(f"{ADDRESS}?before=999999")) == ["v000", "v001"]


def test_a_page_needs_one_query_and_a_later_one_two(
    read: Reader, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PACKDEX_PAGE_SIZE = 5
    happen(30)
    with django_assert_num_queries(1):
        page = read(ADDRESS)
    with django_assert_num_queries(2):
        read(next_page(page))
    with django_assert_num_queries(1):
        read(FEED)
    with django_assert_num_queries(2):
        read("/packages/p/oak/feed/")


def atom(page: Seen) -> ElementTree.Element:
    """The feed, which has what RFC 4287 demands of feed and entries."""
    assert page.response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(page.source.encode())
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (element,) = part.findall(ATOM + name)
            assert element.text
        moment = datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "")
        assert moment.tzinfo
        for link in part.findall(f"{ATOM}link"):
            assert link.attrib["href"].startswith(("http://", "https://"))
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return root


def test_a_feed_has_the_events_recorded_last(read: Reader) -> None:
    happen(60)
    late = make.event(Event.objects.first().package, events.RELEASED, version="old")  # type: ignore[union-attr]
    Event.objects.filter(pk=late.pk).update(at=make.NOON.replace(year=2020))
    root = atom(read(FEED))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 50
    assert entries[0].findtext(f"{ATOM}title") == "Oak: Released old"
    assert entries[0].findtext(f"{ATOM}published") == "2020-02-15T12:00:00+00:00"
    assert root.findtext(f"{ATOM}updated") == "2026-02-15T12:00:00+00:00"


def test_links_have_the_instance_s_origin_and_ids_last(read: Reader, settings: Any) -> None:
    happen(1)
    settings.PACKDEX_SITE_URL = "https://packages.example.org"
    root = atom(read(FEED))
    links = [link.attrib["href"] for link in root.iter(f"{ATOM}link")]
    assert links == [
        "https://packages.example.org/events/feed/",
        "https://packages.example.org/events/",
        "https://packages.example.org/packages/p/oak/",
    ]
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    id_ = entry.findtext(f"{ATOM}id") or ""
    assert id_.startswith("tag:packages.example.org,2020-01-01:event-")


def test_a_package_has_a_feed_of_its_own(read: Reader) -> None:
    happen(2)
    make.event(make.package("ash"), events.RELEASED, version="9")
    root = atom(read("/packages/p/oak/feed/"))
    assert root.findtext(f"{ATOM}title") == "Oak"
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == ["Oak: Released v000", "Oak: Released v001"]
    read("/packages/p/nothing/feed/", 404)


def test_a_feed_without_entries_is_a_feed(read: Reader) -> None:
    make.package("oak")
    assert atom(read(FEED)).findtext(f"{ATOM}updated") == "2020-01-01T00:00:00+00:00"
    assert atom(read("/packages/p/oak/feed/")).findtext(f"{ATOM}updated") == (
        "2026-02-15T12:00:00+00:00"
    )


def test_what_sources_told_never_breaks_a_feed(read: Reader) -> None:
    evil = '<a> & "b" ]]> \x01\x0c\ufffe\u202e \'</feed>'
    package = make.package("oak", title=evil.replace("\x01", ""))
    for kind in events.KINDS:
        make.event(package, kind, source="<&>", version=evil.replace("\x01", ""))
    assert len(atom(read(FEED)).findall(f"{ATOM}entry")) == len(events.KINDS)


def test_a_feed_that_did_not_change_is_not_sent_again(read: Reader) -> None:
    happen(3)
    for address in (FEED, "/packages/p/oak/feed/"):
        read(address, 304, if_none_match=read(address).response["ETag"])


def test_pages_name_their_feeds(read: Reader) -> None:
    happen(1)
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    page = read("/packages/p/oak/")
    assert link.format("Packdex: events", FEED) in page.source
    assert link.format("Oak: events", "/packages/p/oak/feed/") in page.source
    assert "/packages/p/oak/feed/" in page.links
    assert FEED in read(ADDRESS).links
    assert ADDRESS in read("/").links
