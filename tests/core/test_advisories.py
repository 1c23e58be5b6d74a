"""Which versions an advisory is about: the format's rule, one range at a time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from packdex.core.advisories import Advisory, Affected, Event, affects, nearest_fix

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def span(text: str) -> tuple[Event, ...]:
    """`"introduced 1.0, fixed 2.0"` as events."""
    pairs = (part.split() for part in text.split(",") if part.strip())
    return tuple(Event(kind, version) for kind, version in pairs)  # type: ignore[arg-type]


def advisory(
    *ranges: str, versions: str = "", project: str = "a", withdrawn: datetime | None = None
) -> Advisory:
    part = Affected(project, tuple(map(span, ranges)), frozenset(versions.split()))
    return Advisory("X-1", (), None, (), (part,), None, NOW, withdrawn)


@pytest.mark.parametrize(
    ("ranges", "version", "expected"),
    [
        ("introduced 0, fixed 2.0", "1.9", True),
        ("introduced 0, fixed 2.0", "2.0", False),
        ("introduced 0, fixed 2.0", "2.0rc1", True),
        ("introduced 0, fixed 2.0", "0.dev0", True),
        ("introduced 0, fixed 2.0", "1!0.1", False),
        ("introduced 0, fixed 1.10", "1.9", True),
        ("introduced 1.0, fixed 2.0", "0.9", False),
        ("introduced 1.0, fixed 2.0", "1.0", True),
        ("introduced 1.0, fixed 2.0", "1.0.0", True),
        ("introduced 1.0, fixed 2.0", "2.0+ours", False),
        ("introduced 1.0", "99", True),
        ("introduced 1.0, last_affected 1.5", "1.5", True),
        ("introduced 1.0, last_affected 1.5", "1.5.1", False),
        ("introduced 1.5, last_affected 1.5", "1.5", True),
        ("last_affected 1.5, introduced 1.5", "1.5", True),
        ("introduced 1.0, fixed 1.0", "1.0", False),
        ("introduced 0, fixed 1.0, introduced 2.0, fixed 2.3", "1.5", False),
        ("introduced 0, fixed 1.0, introduced 2.0, fixed 2.3", "2.2", True),
        ("fixed 2.3, introduced 2.0, fixed 1.0, introduced 0", "2.2", True),
        ("fixed 2.3, introduced 2.0, fixed 1.0, introduced 0", "1.5", False),
        ("introduced 1.0, limit 1.4", "1.3", True),
        ("introduced 1.0, limit 1.4", "1.4", False),
        ("introduced 1.0, limit 1.4, limit 2.0", "1.5", True),
        ("introduced 1.0, limit *", "9", True),
        ("introduced 1.0, fixed not-one", "1.5", None),
        ("introduced 0, fixed 2.0", "not-one", None),
    ],
)
def test_a_range(ranges: str, version: str, expected: bool | None) -> None:
    assert affects(advisory(ranges), "a", version) is expected


def test_listed_versions_count_beside_ranges() -> None:
    both = advisory("introduced 2.0, fixed 2.1", versions="1.0 odd-one")
    assert [affects(both, "a", v) for v in ("1.0.0", "odd-one", "2.0", "1.1")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert affects(advisory(versions="1.0"), "a", "other-odd") is False


def test_one_of_several_ranges_is_enough() -> None:
    several = advisory("introduced 1.0, fixed 1.1", "introduced 2.0, fixed 2.1")
    assert affects(several, "a", "2.0.5") is True
    assert affects(several, "a", "1.5") is False
    assert affects(advisory("introduced x", "introduced 1"), "a", "2") is True
    assert affects(advisory("introduced x", "introduced 3"), "a", "2") is None


def test_no_versions_told_is_not_known() -> None:
    assert affects(advisory(), "a", "1.0") is None


def test_another_project_is_not_affected() -> None:
    assert affects(advisory("introduced 0"), "b", "1.0") is False


def test_a_withdrawn_advisory_is_about_nothing() -> None:
    assert affects(advisory("introduced 0", withdrawn=NOW), "a", "1.0") is False


@pytest.mark.parametrize(
    ("ranges", "version", "expected"),
    [
        (["introduced 0, fixed 2.0"], "1.0", "2.0"),
        (["introduced 0, last_affected 2.0"], "1.0", None),
        (["introduced 0, fixed 1.1, introduced 2.0, fixed 2.3"], "2.1", "2.3"),
        (["introduced 0, fixed 1.10, introduced 2, fixed 2.9"], "1.9", "1.10"),
        (["introduced 0, fixed 2.0", "introduced 2.0, fixed 2.2"], "1.0", "2.2"),
        (["introduced 0, fixed 2.0", "introduced 0"], "1.0", None),
        (["introduced 0, fixed 2.0"], "odd-one", None),
        (["introduced 0, fixed odd-one"], "1.0", None),
        (["introduced 0, fixed 2.0"], "3.0", None),
    ],
)
def test_the_nearest_fix(ranges: list[str], version: str, expected: str | None) -> None:
    assert nearest_fix([advisory(*ranges)], "a", version) == expected


def test_a_fix_is_free_of_all_of_them() -> None:
    first, second = advisory("introduced 0, fixed 1.5"), advisory("introduced 1.2, fixed 1.8")
    assert nearest_fix([first], "a", "1.3") == "1.5"
    assert nearest_fix([first, second], "a", "1.3") == "1.8"
    assert nearest_fix([], "a", "1.3") is None


VERSIONS = st.builds("{}.{}".format, st.integers(0, 5), st.integers(0, 5))


@given(st.lists(VERSIONS, min_size=1, max_size=6, unique=True), VERSIONS, st.randoms())
def test_events_in_any_order_say_the_same(versions: list[str], asked: str, chance: object) -> None:
    ordered = sorted(versions, key=Version)
    events = [Event("fixed" if i % 2 else "introduced", v) for i, v in enumerate(ordered)]
    inside = sum(Version(v) <= Version(asked) for v in ordered) % 2 == 1
    chance.shuffle(events)  # type: ignore[attr-defined]
    part = Affected("a", (tuple(events),), frozenset())
    told = Advisory("X", (), None, (), (part,), None, NOW, None)
    assert affects(told, "a", asked) is inside
    fix = nearest_fix([told], "a", asked)
    assert fix is None or (affects(told, "a", fix) is False and Version(fix) > Version(asked))
