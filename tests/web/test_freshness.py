"""The page on how fresh the directory is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from packdex.catalog import freshness
from packdex.catalog.models import Host, Package, SourceState
from packdex.web.words import MATTERS, span
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = "/freshness/"


def state(package: Package, source: str = "forge", **fields: Any) -> SourceState:
    return SourceState.objects.create(package=package, source=source, **fields)


def failing(package: Package, error: str = "Not found there (HTTP 404).", **more: Any) -> None:
    state(package, error=error, error_at=NOW, **{"host": "forge.example"} | more)


def test_an_empty_directory_has_the_page(read: Reader) -> None:
    text = read(ADDRESS).text
    assert "The directory holds 0 packages." in text
    assert "No source has to be asked" in text
    assert "No source failed" in text
    assert "No host is left alone" in text


def test_it_says_whether_the_instance_refreshes_by_itself(read: Reader, settings: Any) -> None:
    settings.PACKDEX_REFRESH = False
    text = read(ADDRESS).text
    assert "does not refresh by itself" in text
    assert "PACKDEX_REFRESH=1" in text
    settings.PACKDEX_REFRESH = True
    text = read(ADDRESS).text
    assert "does not refresh by itself" not in text
    assert "refreshes by itself" in text


def test_ages_are_told_in_words(read: Reader) -> None:
    now = timezone.now()
    for hours in range(1, 101):
        package = make.package(f"p{hours}", facts={"last_fetched": now})
        state(package, succeeded_at=now - timedelta(hours=hours) + timedelta(minutes=30))
    state(make.package("new"))
    text = read(ADDRESS).text
    assert "Forge half are younger than 50 hours" not in text  # 49.5 hours are 3 days, rounded up
    assert (
        "Forge half are younger than 3 days, 95 % younger than 4 days;"
        " 1 of 101 packages never fetched."
    ) in text
    assert "The directory holds 101 packages. Nothing was fetched yet of 1 package." in text


def test_half_and_most_are_ranks_of_what_was_told() -> None:
    for hours in range(1, 21):
        state(make.package(f"p{hours}"), succeeded_at=NOW - timedelta(hours=hours))
    state(make.package("new"))
    (told,) = freshness.sources(NOW)
    assert (told.packages, told.never) == (21, 1)
    assert (told.half, told.most) == (timedelta(hours=10), timedelta(hours=19))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "1 minute"),
        (timedelta(minutes=89, seconds=1), "90 minutes"),
        (timedelta(hours=8, minutes=1), "9 hours"),
        (timedelta(hours=48), "48 hours"),
        (timedelta(days=2, hours=1), "3 days"),
        (timedelta(days=61), "3 months"),
    ],
)
def test_a_span_is_rounded_up(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_what_is_due_overdue_and_in_hand_is_counted() -> None:
    hour = timedelta(hours=1)
    for number, due_at in enumerate((NOW + hour, NOW, NOW - hour, NOW - 6 * hour, NOW - 9 * hour)):
        state(make.package(f"p{number}"), due_at=due_at)
    state(make.package("held"), due_at=NOW - hour, lease_until=NOW + hour)
    state(make.package("dropped"), due_at=NOW - hour, lease_until=NOW - hour)
    (told,) = freshness.sources(NOW)
    assert (told.due, told.overdue, told.in_hand) == (6, 2, 1)


def test_what_was_imported_has_no_turn(read: Reader) -> None:
    state(make.package("oak"), "import", succeeded_at=NOW)
    text = read(ADDRESS).text
    assert "Import 95 % are younger than" in text
    assert "No source has to be asked" in text


def test_failures_stand_by_host_and_reason_with_their_packages(read: Reader) -> None:
    for number in range(3):
        failing(make.package(f"gone-{number}", title=f"Gone {number}"))
    failing(make.package("slow"), "forge.example: no answer in time")
    failing(make.package("other"), "Something <b>new</b>.", host="git.example")
    page = read(ADDRESS)
    assert "A source failed for 5 packages" in page.text
    assert "forge.example Not found: 3 packages" in page.text
    assert "Out of reach: 1 package" in page.text
    assert "git.example Asked in vain: 1 package other forge, since" in page.text
    assert "Something <b>new</b>." in page.text
    assert "Gone 2 forge, since 21 Nov 2026 : Not found there (HTTP 404)." in page.text
    assert "/packages/p/gone-2/" in page.links


def test_lists_are_cut_and_counts_are_not(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "HOSTS_SHOWN", 2)
    monkeypatch.setattr(freshness, "PACKAGES_SHOWN", 4)
    for host, count in (("a.example", 7), ("b.example", 5), ("c.example", 1), ("d.example", 1)):
        for number in range(count):
            failing(make.package(f"{host[0]}{number}"), host=host)
    page = read(ADDRESS)
    assert "A source failed for 14 packages" in page.text
    assert "a.example Not found: 7 packages" in page.text
    assert "and 3 more b.example Not found: 5 packages" in page.text
    assert "And 2 hosts with fewer packages." in page.text
    assert len([link for link in page.links if link.startswith("/packages/p/")]) == 8


def test_a_package_that_two_sources_fail_for_is_one_package() -> None:
    package = make.package("oak")
    failing(package)
    state(package, "git", host="forge.example", error="Not found there.", error_at=NOW)
    found = freshness.troubles()
    assert found.packages == 1
    assert [(host, groups[0].packages) for host, groups in found.hosts] == [("forge.example", 1)]


def test_the_database_and_we_sort_reasons_alike() -> None:
    texts = [words[0] for _, words in freshness.REASONS]
    texts += ["The forge Connection broke", "100 % connection_", "no such project HTTP 404", "?"]
    for number, text in enumerate(texts):
        failing(make.package(f"p{number}"), text, host=f"h{number}")
    found = {host: groups[0].reason for host, groups in freshness.troubles().hosts}
    assert found == {f"h{number}": freshness.reason_of(text) for number, text in enumerate(texts)}


def test_every_reason_has_words() -> None:
    assert set(MATTERS) == {key for key, _ in freshness.REASONS}


def test_hosts_that_are_left_alone_are_named_until_when_and_why(read: Reader) -> None:
    later = timezone.now() + timedelta(hours=2)
    Host.objects.create(name="busy.example", not_before=later, reason="It wants <i>rest</i>.")
    Host.objects.create(name="back.example", not_before=NOW.replace(year=2020), reason="It was.")
    Host.objects.create(name="odd.example", failures=1, reason="It stumbled.")
    text = read(ADDRESS).text
    assert f"busy.example until {later.day} " in text
    assert ": It wants <i>rest</i>." in text
    assert "back.example" not in text
    assert "odd.example" not in text


def test_its_queries_do_not_grow_with_the_directory(
    read: Reader, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        package = make.package(f"p{number}")
        failing(package, host=f"h{number}.example", succeeded_at=NOW, due_at=NOW)
        state(package, "registry", succeeded_at=NOW, lease_until=NOW)
    Host.objects.create(name="busy.example", not_before=timezone.now() + timedelta(hours=2))
    with django_assert_num_queries(11 + 2 * 2):
        read(ADDRESS)


def test_every_page_leads_to_it(read: Reader) -> None:
    assert ADDRESS in read("/").links
    assert read("/about/").links.count(ADDRESS) == 2
