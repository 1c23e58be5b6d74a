"""Since which release a package can be moved, and which one somebody with another has to take."""

from __future__ import annotations

from datetime import UTC, date, datetime

from packdex.core.upgrade.answer import Release
from packdex.core.upgrade.declared import declared_by
from packdex.core.upgrade.outlook import Since, in_order, outlook, outlook_of
from packdex.core.upgrade.target import Target
from packdex.core.upgrade.trend import Point, trend

DJANGO, PYTHON = Target("django", "6.0"), Target("python", "3.14")
PYTHONS = ("3.12", "3.13")


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def release(number: int, *named: str, requires: str = "Django", known: bool = True) -> Release:
    """Version 1.NUMBER, uploaded on that day of January, which names these versions of Django."""
    told = declared_by([f"Framework :: Django :: {one}" for one in named], [requires])
    return Release(f"1.{number}", day(number), None, told if known else None)


def test_the_first_release_that_says_so_is_found_across_those_that_say_nothing() -> None:
    releases = [
        release(1, "5.2"),
        release(2, known=False),
        release(3, "6.0"),
        release(4, known=False),
        release(5, "6.0"),
    ]
    found = outlook(releases, "1.5", DJANGO, PYTHONS)
    assert found.since == Since("1.3", day(3), exact=False)
    found = outlook([releases[0], *releases[2:]], "1.5", DJANGO, PYTHONS)
    assert found.since == Since("1.3", day(3), exact=True)


def test_what_nobody_knows_has_no_beginning() -> None:
    assert outlook([release(1, "5.2")], "1.1", DJANGO, PYTHONS).since is None
    assert outlook([], "1.1", DJANGO, PYTHONS).answer.evidence == "no release is known"
    assert outlook([release(1)], None, DJANGO, PYTHONS).answer.key == "unknown"


def test_ranges_of_python_are_known_of_all_releases() -> None:
    ranges = (">=3.8", ">=3.8,<3.14", ">=3.9,<3.14")
    releases = [Release(f"{n}.0", day(n), one) for n, one in enumerate(ranges, 1)]
    assert outlook(releases, "3.0", PYTHON, ()).since == Since("2.0", day(2), exact=False)
    first = Release("1.0", day(1), "<3.15")
    found = outlook([first, *releases[1:]], "3.0", PYTHON, ())
    assert (found.answer.key, found.since) == ("no", Since("2.0", day(2), exact=True))


def test_somebody_with_an_older_release_is_told_which_to_take() -> None:
    releases = [release(1, "5.2"), release(2, known=False), release(3, "6.0"), release(4, "6.0")]
    found = outlook_of("1.1.0", releases, "1.4", DJANGO, PYTHONS)
    assert (found.answer.key, found.version) == ("unknown", "1.1.0")
    assert found.take == Since("1.3", day(3), exact=False)
    assert outlook_of("1.3", releases, "1.4", DJANGO, PYTHONS).take is None
    assert outlook_of("0.1", releases, "1.4", DJANGO, PYTHONS).take == found.take
    assert outlook_of("2.0", releases, "1.4", DJANGO, PYTHONS).take is None
    assert outlook_of(None, releases, "1.4", DJANGO, PYTHONS).version == "1.4"


def test_an_older_release_may_be_open_where_the_current_is_not() -> None:
    releases = [release(1, "6.0"), release(2, requires="Django<6")]
    assert outlook(releases, "1.2", DJANGO, PYTHONS).answer.key == "no"
    found = outlook_of("1.1", releases, "1.2", DJANGO, PYTHONS)
    assert (found.answer.key, found.take) == ("yes", None)


def test_releases_are_ordered_by_version_and_not_by_day() -> None:
    told = [Release("1.10", day(1)), Release("1.9", day(2)), Release("junk-1")]
    assert [one.version for one in in_order(told)] == ["junk-1", "1.9", "1.10"]


def test_a_trend_rises_to_the_number_of_all() -> None:
    since = {date(2020, 1, 1): 2, date(2025, 12, 31): 1, date(2026, 2, 1): 3, date(2027, 1, 1): 1}
    points = trend(since, date(2025, 12, 3), date(2026, 3, 9))
    assert points[0] == Point(date(2025, 6, 1), 2)
    assert [one.packages for one in points] == [2, 2, 2, 2, 2, 2, 3, 3, 6, 7]
    assert points[-1].month == date(2026, 3, 1)
    assert trend({}, date(2030, 1, 1), date(2026, 3, 9)) == []
