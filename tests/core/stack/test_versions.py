"""Which version is looked at, and which is the nearest safe one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from packdex.core.advisories import Advisory, Affected, Event
from packdex.core.stack.judgement import Asked
from packdex.core.stack.versions import Release, chosen, nearest_safe

RELEASES = [
    Release("1.0", yanked=False),
    Release("1.1", yanked=False),
    Release("1.2", yanked=True),
    Release("1.3", yanked=False),
    Release("2.0rc1", yanked=False),
    Release("old-style", yanked=False),
]


@pytest.mark.parametrize(
    ("asked", "version"),
    [
        (Asked("a", "1.0", "==1.0"), "1.0"),
        (Asked("a", "9.9", "==9.9"), "9.9"),
        (Asked("a"), "1.3"),
        (Asked("a", None, "<1.3"), "1.1"),
        (Asked("a", None, ">=2"), None),
    ],
)
def test_the_version_that_an_installer_would_take(asked: Asked, version: str | None) -> None:
    assert chosen(asked, RELEASES, "1.3") == version


def test_without_releases_it_is_the_current_one() -> None:
    assert chosen(Asked("a"), [], "1.3") == "1.3"
    assert chosen(Asked("a", None, "<1"), [], "1.3") is None
    assert chosen(Asked("a"), [], None) is None


def advisory(name: str, *events: Event) -> Advisory:
    affected = (Affected("a", (events,), frozenset()),)
    day = datetime(2026, 2, 15, tzinfo=UTC)
    return Advisory(name, (), None, (), affected, published=day, modified=day, withdrawn=None)


OLD = advisory("A", Event("introduced", "0"), Event("fixed", "1.1"))
LATER = advisory("B", Event("introduced", "1.1"), Event("fixed", "1.3"))
OPEN = advisory("C", Event("introduced", "0"))


def test_the_nearest_safe_version_is_free_of_all_and_not_yanked() -> None:
    assert nearest_safe([OLD], "a", "1.0", RELEASES) == "1.1"
    assert nearest_safe([OLD, LATER], "a", "1.0", RELEASES) == "1.3"
    until = advisory("D", Event("introduced", "0"), Event("fixed", "1.2"))
    assert nearest_safe([until], "a", "1.1", RELEASES) == "1.3"


def test_there_may_be_none() -> None:
    assert nearest_safe([OLD, OPEN], "a", "1.0", RELEASES) is None
    assert nearest_safe([OLD], "a", "old-style", RELEASES) is None


def test_a_prerelease_is_safe_enough_only_for_one() -> None:
    late = advisory("E", Event("introduced", "0"), Event("fixed", "2.0rc1"))
    assert nearest_safe([late], "a", "1.3", RELEASES) is None
    assert nearest_safe([late], "a", "2.0b1", RELEASES) == "2.0rc1"


def test_where_no_releases_are_known_the_advisories_tell() -> None:
    assert nearest_safe([OLD, LATER], "a", "1.0", []) == "1.3"
