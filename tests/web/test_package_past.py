"""What the page of a package tells of its past: notes, history, events."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from packdex.catalog import documents, past
from packdex.catalog.models import Package, PastAddress, Release, SourceState
from packdex.core import events
from packdex.web import happenings, history_chart
from packdex.web.happenings import sentence
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

ADDRESS = "/packages/p/oak/"


def oak(**facts: Any) -> Package:
    return make.package("oak", repo_url="https://forge.example/tree/oak", facts=facts)


# ---- facts of some packages


def test_what_few_packages_have_is_there_where_known(read: Reader) -> None:
    package = oak(
        open_issues=0,
        topics=["trees", "<b>wood</b>"],
        default_branch="main",
        project_status="deprecated",
        downloads=1234567,
        repository_licence="MIT",
        contributor_count=7,
        commits_over_52=[1] * 52,
        participants=["a"],
    )
    SourceState.objects.create(
        package=package,
        source="forge",
        origin="https://forge.example/tree/oak",
        succeeded_at=make.NOON,
    )
    SourceState.objects.create(
        package=package,
        source="git",
        origin="https://forge.example/tree/oak",
        succeeded_at=make.NOON.replace(day=14),
    )
    text = read(ADDRESS).text
    assert "Open issues 0 forge forge.example, 15 Feb 2026" in text
    assert "Topics trees, <b>wood</b> forge forge.example, 15 Feb 2026" in text
    assert "Main branch main forge forge.example" in text
    assert "On the registry deprecated" in text
    assert "Downloads 1,234,567 in the last month told" in text
    assert "Licence MIT forge forge.example" in text
    assert "Commits 52 in 52 weeks git forge.example, 14 Feb 2026" in text
    assert "Contributors 7 git forge.example, 14 Feb 2026" in text


def test_what_is_not_known_of_most_packages_has_no_row(read: Reader) -> None:
    oak()
    text = read(ADDRESS).text
    for label in ("Open issues", "Topics", "Main branch", "On the registry", "Downloads"):
        assert label not in text


def test_a_fact_says_what_went_wrong_since(read: Reader) -> None:
    package = oak(stars=5)
    SourceState.objects.create(
        package=package,
        source="forge",
        origin="https://forge.example/tree/oak",
        succeeded_at=make.NOON,
        error_at=make.NOON.replace(month=3, day=3),
        error="Not found there (HTTP 404).",
    )
    assert "Stars 5 forge forge.example, 15 Feb 2026 ; not found since 3 Mar 2026" in (
        read(ADDRESS).text
    )


def test_a_fact_from_elsewhere_names_the_source_that_fails(read: Reader) -> None:
    package = oak(stars=5)
    SourceState.objects.create(package=package, source="import", succeeded_at=make.NOON)
    SourceState.objects.create(
        package=package,
        source="forge",
        error_at=make.NOON,
        error="forge.example: the connection failed (refused)",
    )
    assert "Stars 5 imported, 15 Feb 2026 ; forge out of reach since 15 Feb 2026" in (
        read(ADDRESS).text
    )


# ---- notes


def test_an_archived_repository_is_noted_with_its_day(read: Reader) -> None:
    package = oak(archived=True)
    make.event(package, events.ARCHIVED, source="forge")
    assert "The repository is archived since 15 Feb 2026 : it is read-only." in read(ADDRESS).text


def test_what_the_registry_marks_is_noted(read: Reader) -> None:
    oak(project_status="quarantined", project_status_reason="<i>malware</i>")
    assert "The registry marks this project as quarantined : <i>malware</i>" in read(ADDRESS).text


def test_an_active_project_needs_no_note(read: Reader) -> None:
    oak(project_status="active", archived=False, address="https://forge.example/tree/oak/")
    assert 'class="notice"' not in read(ADDRESS).source


def test_a_yanked_latest_release_is_noted(read: Reader) -> None:
    package = oak(registry_version="2.0")
    Release.objects.create(package=package, version="1.0", yanked=True)
    assert "was yanked" not in read(ADDRESS).text
    other = make.package("ash", facts={"registry_version": "2.0"})
    Release.objects.create(package=other, version="2.0", yanked=True, yanked_reason="broken")
    assert "The latest release, 2.0, was yanked : broken" in read("/packages/p/ash/").text


def test_a_moved_repository_is_noted_with_both_addresses(read: Reader) -> None:
    package = oak(address="https://forge.example/wood/oak")
    PastAddress.objects.create(
        package=package, address="https://forge.example/tree/oak", until=make.NOON
    )
    page = read(ADDRESS)
    assert (
        "Until 15 Feb 2026 it was at forge.example/tree/oak; it is at forge.example/wood/oak"
        in (page.text)
    )
    assert "https://forge.example/wood/oak" in page.links


# ---- history


def test_weeks_counted_anew_end_on_the_day_of_the_last_snapshot(read: Reader) -> None:
    package = oak(commits_over_52=[0] * 51 + [3])
    SourceState.objects.create(package=package, source="git", succeeded_at=make.NOON)
    make.snapshot(package, -9)
    assert "3 commits in the 52 weeks to 23 Feb 2026" in read(ADDRESS).text


def test_weeks_that_came_with_an_import_end_with_it(read: Reader) -> None:
    package = oak(commits_over_52=[0] * 51 + [3])
    SourceState.objects.create(package=package, source="import", succeeded_at=make.NOON)
    make.snapshot(package, -9)
    assert "3 commits in the 52 weeks to 14 Feb 2026" in read(ADDRESS).text


def test_without_days_it_says_when_history_begins(read: Reader) -> None:
    package = oak()
    assert "No history is kept yet" in read(ADDRESS).text
    other = make.package("ash")
    make.snapshot(other, 0, stars=5)
    assert "History is kept since 15 Feb 2026." in read("/packages/p/ash/").text
    assert package.past is None


def test_two_days_are_drawn_told_and_tabled(read: Reader) -> None:
    package = oak()
    make.snapshot(package, 30, stars=1000, commits=50)
    make.snapshot(package, 0, stars=1200, commits=40)
    Release.objects.create(package=package, version="1", uploaded_at=make.NOON - timedelta(days=9))
    page = read(ADDRESS)
    assert (
        "From 16 Jan 2026 to 15 Feb 2026: the upper line is stars, 1,000 to 1,200;"
        " the lower one commits in 52 weeks, 50 to 40; the tick is 1 release."
    ) in page.text
    assert "Day Stars Commits Releases 15 Feb 2026 1,200 40 1 16 Jan 2026 1,000 50 0" in page.text
    drawing = re.findall(r'<svg class="history-chart.*?</svg>', page.source)[0]
    ElementTree.fromstring(drawing)
    assert 'role="img"' in drawing
    assert "style=" not in drawing


def days(*stars: int | None) -> list[past.Day]:
    first = date(2026, 1, 1)
    return [
        past.Day(first + timedelta(days=at), value, None, None, None, None, None)
        for at, value in enumerate(stars)
    ]


def test_what_is_not_known_is_a_gap_in_the_line() -> None:
    drawn = history_chart.chart(days(1, 2, None, 4, 5), [])
    (line,) = re.findall(r'<path d="(M[^"]*)" stroke="currentColor"', drawn)
    assert line.count("M") == 2
    assert "commits" not in history_chart.told(days(1, 2), [])


def test_a_star_more_is_no_flight() -> None:
    drawn = history_chart.chart(days(1000, 1001), [])
    (line,) = re.findall(r'<path d="(M[^"]*)" stroke="currentColor"', drawn)
    heights = [float(y) for y in re.findall(r" (\d+\.\d)", line)]
    assert max(heights) - min(heights) < 1


def test_nothing_known_at_all_is_still_a_chart() -> None:
    ElementTree.fromstring(history_chart.chart(days(None, None), [date(2026, 1, 2)]))
    assert history_chart.told(days(None, None), []).endswith(": no release.")


def test_the_table_has_13_rows_at_most() -> None:
    table = history_chart.table(days(*range(400)), [])
    assert table.count("<tr>") == 14
    assert ">399<" in table
    assert ">0<" in table


def test_old_days_are_thinned_to_one_a_week_and_then_one_in_four_weeks() -> None:
    package = oak()
    for number in range(0, 1000, 3):
        make.snapshot(package, number, stars=number)
    today = make.NOON.date()
    found = past.past_of([package.pk], today)[package.pk].days
    ages = [(today - day.day).days for day in found]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] == 999
    assert sum(age < 35 for age in ages) == 12
    assert 98 <= sum(35 <= age < 730 for age in ages) <= 101
    assert 9 <= sum(age >= 730 for age in ages) <= 11


def test_packages_do_not_share_a_past() -> None:
    first, second = oak(), make.package("ash")
    make.snapshot(first, 1, stars=1)
    make.snapshot(second, 1, stars=2)
    make.event(second, events.RELEASED, version="1")
    pasts = past.past_of([first.pk, second.pk], make.NOON.date())
    assert [day.stars for day in pasts[first.pk].days] == [1]
    assert [day.stars for day in pasts[second.pk].days] == [2]
    assert (len(pasts[first.pk].events), len(pasts[second.pk].events)) == (0, 1)


# ---- events


def test_events_stand_newest_first_with_day_and_teller(read: Reader) -> None:
    package = oak()
    make.event(package, events.RELEASED, make.NOON.replace(day=1), version="1.0")
    make.event(package, events.ARCHIVED, make.NOON, source="forge")
    text = read(ADDRESS).text
    assert (
        "Events 15 Feb 2026 Archived: the repository is read-only from now on told by the forge"
        " 1 Feb 2026 Released 1.0 told by the registry"
    ) in text


def test_many_events_are_folded_and_bounded(read: Reader) -> None:
    package = oak()
    for number in range(60):
        make.event(
            package, events.RELEASED, make.NOON - timedelta(days=number), version=f"v{number}"
        )
    page = read(ADDRESS)
    assert "32 earlier" in page.text
    assert "Older ones are not listed." in page.text
    assert "v39" in page.text
    assert "v40" not in page.text


@pytest.mark.parametrize(
    ("kind", "evidence", "words"),
    [
        (events.RELEASED, {"version": "2.0"}, "Released 2.0"),
        (events.YANKED, {"version": "2.0"}, "Release 2.0 was yanked"),
        (
            events.MOVED,
            {"from": "https://a.example/x/y", "to": "https://b.example/x/y/"},
            "The repository moved from a.example/x/y to b.example/x/y",
        ),
        (
            events.OWNER_CHANGED,
            {"joined": ["ann"], "left": ["bob", "eve"]},
            "Owners on the registry changed: ann joined; bob, eve left",
        ),
        (
            events.ADVISORY_OPENED,
            {"advisory": "X-1"},
            "Advisory X-1 touches the current release",
        ),
        (
            events.WENT_QUIET,
            {"last_commit": "2025-02-14T12:00:00+00:00"},
            "Went quiet: no commit since 14 Feb 2025",
        ),
        (
            events.CAME_BACK,
            {"last_commit": "2026-02-14T12:00:00+00:00"},
            "Came back: a commit on 14 Feb 2026",
        ),
        ("renamed", {}, "Renamed"),
    ],
)
def test_an_event_is_told_in_words(kind: str, evidence: dict[str, Any], words: str) -> None:
    assert sentence(kind, evidence) == words


@pytest.mark.parametrize("kind", events.KINDS)
@pytest.mark.parametrize(
    "evidence", [{}, [], None, {"version": 3, "from": [], "joined": "x", "last_commit": "soon"}]
)
def test_strange_evidence_breaks_nothing(kind: str, evidence: Any) -> None:
    assert sentence(kind, evidence)
    assert kind in happenings.KINDS


def test_what_events_and_addresses_hold_is_never_markup(read: Reader) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    package = oak(address=evil, project_status=evil[:20], topics=[evil], default_branch=evil)
    PastAddress.objects.create(package=package, address=evil, until=make.NOON)
    evidence = {"version": evil, "from": evil, "to": evil, "joined": [evil], "advisory": evil}
    for kind in (*events.KINDS, "odd"):
        make.event(package, kind, source=evil[:20], **evidence)
    source = read(ADDRESS).source
    assert source.count("<script") == 1  # our own
    assert "<img" not in source


def test_ten_busy_years_stay_small(read: Reader) -> None:
    package = oak(commits_over_52=[9] * 52, participants=["someone"] * 30)
    first = datetime(2020, 1, 1, tzinfo=UTC)
    make.Snapshot.objects.bulk_create(
        make.Snapshot(
            id=make.Snapshot.key(package.pk, (first + timedelta(days=at)).date()), stars=at
        )
        for at in range(3650)
    )
    for number in range(120):
        at = first + timedelta(days=30 * number)
        Release.objects.create(package=package, version=f"1.{number}", uploaded_at=at)
        make.event(package, events.RELEASED, at, version=f"1.{number}")
    (row,) = documents.PACKAGE_PAGE.load([package.pk])
    assert len(documents.PACKAGE_PAGE.writers["page"](row)) < 40_000
