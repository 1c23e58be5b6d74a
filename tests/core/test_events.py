"""An event is a difference between two things that were both known."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from packdex.core.events import Happening, Known, happenings, is_quiet

THEN = datetime(2026, 11, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
UPLOADED = datetime(2026, 11, 20, 15, tzinfo=UTC)
YEAR = timedelta(days=365)


def between(before: Known, after: Known) -> list[Happening]:
    return happenings(before, THEN, after, NOW)


FULL = Known(
    releases={"1.0": (UPLOADED, True)},
    archived=True,
    address="https://forge.example.org/a/b",
    owners=frozenset({"a"}),
    advisories=frozenset({"X-1"}),
    last_commit=THEN,
    status="active",
    status_reason="It is cared for.",
)


def test_the_first_look_makes_no_event() -> None:
    assert between(Known(), FULL) == []


def test_what_is_no_longer_known_makes_no_event() -> None:
    assert between(FULL, Known()) == []


def test_nothing_changed_makes_no_event() -> None:
    assert between(FULL, FULL) == []


@pytest.mark.parametrize("name", [field.name for field in fields(Known)])
def test_every_field_that_changes_makes_an_event(name: str) -> None:
    others = {
        "releases": {},
        "archived": False,
        "address": "https://forge.example.org/c/b",
        "owners": frozenset({"b"}),
        "advisories": frozenset({"X-2"}),
        "last_commit": THEN - 2 * YEAR,
        "status": "archived",
        "status_reason": None,
    }
    before = {field.name: getattr(FULL, field.name) for field in fields(Known)}
    assert between(Known(**before | {name: others[name]}), FULL) != []


def test_a_release_is_dated_by_its_upload() -> None:
    before, after = Known(releases={}), Known(releases={"1.0": (UPLOADED, False)})
    assert between(before, after) == [Happening("released", UPLOADED, {"version": "1.0"})]


def test_a_release_without_files_is_dated_by_when_it_was_seen() -> None:
    before, after = Known(releases={}), Known(releases={"1.0": (None, False)})
    assert between(before, after) == [Happening("released", NOW, {"version": "1.0"})]


def test_a_release_yanked_between_two_looks_is_both() -> None:
    before, after = Known(releases={}), Known(releases={"1.0": (UPLOADED, True)})
    assert [happening.kind for happening in between(before, after)] == ["released", "yanked"]


def test_a_move_names_both_addresses() -> None:
    before, after = Known(address="https://a.example/x"), Known(address="https://b.example/x")
    (moved,) = between(before, after)
    assert moved.evidence == {"from": "https://a.example/x", "to": "https://b.example/x"}


def test_advisories_open_and_are_fixed() -> None:
    before = Known(advisories=frozenset({"X-1", "X-2"}))
    after = Known(advisories=frozenset({"X-2", "X-3"}))
    assert [(h.kind, h.evidence["advisory"]) for h in between(before, after)] == [
        ("advisory opened", "X-3"),
        ("advisory fixed", "X-1"),
    ]


def test_a_package_goes_quiet_by_time_alone() -> None:
    commit = Known(last_commit=NOW - YEAR - timedelta(hours=1))
    assert [happening.kind for happening in between(commit, commit)] == ["went quiet"]


def test_a_commit_brings_it_back() -> None:
    before, after = Known(last_commit=THEN - 2 * YEAR), Known(last_commit=THEN)
    assert [happening.kind for happening in between(before, after)] == ["came back"]


def test_a_year_exactly_is_not_quiet_yet() -> None:
    assert is_quiet(NOW - YEAR, NOW) is False
    assert is_quiet(NOW - YEAR - timedelta(seconds=1), NOW) is True
    assert is_quiet(None, NOW) is None
