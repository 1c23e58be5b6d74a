"""Fact rows: what is not known is empty, the rest is short, and it sorts as people mean it."""

from datetime import UTC, datetime, timedelta

import pytest

from packdex.core.comparison.facts import Facts, named_versions, resting
from packdex.core.comparison.rows import BY_KEY, FACT_ROWS, age
from packdex.core.comparison.select import apply
from packdex.core.comparison.view import View
from tests.core.comparison.make import TODAY, slugs, subject, table

NOON = datetime(2026, 2, 15, 12, tzinfo=UTC)


def test_nothing_known_is_none_in_every_row() -> None:
    assert {row.key: row.value(Facts()) for row in FACT_ROWS} == dict.fromkeys(BY_KEY)


def test_nought_is_known() -> None:
    facts = Facts(stars=0, open_issues=0, advisories=0, contributors=0, downloads=0, commits=[0])
    for key in ("stars", "issues", "contributors", "downloads", "commits"):
        row = BY_KEY[key]
        assert row.shown(row.value(facts), TODAY) == "0"
    assert BY_KEY["advisories"].shown(0, TODAY) == "none open"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-3, "today"),
        (0, "today"),
        (1, "1 day ago"),
        (59, "59 days ago"),
        (60, "2 months ago"),
        (400, "13 months ago"),
        (730, "2.0 years ago"),
    ],
)
def test_ages(days: int, told: str) -> None:
    assert age(NOON - timedelta(days=days), TODAY) == told


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(), ""),
        (Facts(status="active", archived=False), ""),
        (Facts(archived=True), "repository archived"),
        (Facts(status="archived", archived=True), "archived on the registry"),
        (Facts(deprecated=True), "deprecated"),
        (Facts(deprecated=True, replaced_by="b"), "deprecated, replaced by b"),
        (Facts(removed=True, deprecated=True), "removed from the registry"),
        (Facts(status="Quarantined ", removed=True), "quarantined on the registry"),
        (Facts(status="something new"), ""),
    ],
)
def test_at_rest_is_only_what_was_said_outright(facts: Facts, reason: str) -> None:
    assert resting(facts) == reason


def test_versions_that_classifiers_name() -> None:
    prefix = "Programming Language :: Python"
    told = [
        *(f"{prefix} :: {version}" for version in ("3", "3.10", "3.9", "3 :: Only", "3.9")),
        f"{prefix} :: Implementation :: CPython",
        "Framework :: Django",
        "Framework :: Django :: 5.2",
        "Framework :: Django :: 4.2",
        "Framework :: Django CMS :: 3.4",
        "Topic :: Internet",
    ]
    assert named_versions(told) == (("3.9", "3.10"), ("4.2", "5.2"))
    assert named_versions([]) == ((), ())


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("python", "cab"),
        ("release", "bca"),
        ("django", "acb"),
        ("licence", "bac"),
        ("state", "abc"),
    ],
)
def test_rows_sort_by_what_they_mean(key: str, order: str) -> None:
    whole = table(
        subject("a", requires_python=">=3.9", version="1.10", released=NOON, licence="mit",
                frameworks=("3.2", "4.2"), status="active"),
        subject("b", requires_python=">=3.10", version="1.9", released=NOON - timedelta(9),
                licence="BSD", frameworks=("5.2",), archived=False),
        subject("c", pythons=("3.8",), version="1.9.1", released=NOON - timedelta(9),
                licence="Zlib", frameworks=("4.2", "5.1"), status="supported"),
    )  # fmt: skip
    assert "".join(slugs(apply(whole, View(sort=key)))) == order


def test_a_verdict_is_told_by_its_label_and_the_best_come_first() -> None:
    row = BY_KEY["verdict"]
    assert row.shown("at-risk", TODAY) == "At risk"
    assert row.shown("something new", TODAY) == "something new"
    order = sorted(["dormant", "quarantined", "finished", "at-risk", "active"], key=row.order)
    assert order == ["active", "finished", "at-risk", "dormant", "quarantined"]
