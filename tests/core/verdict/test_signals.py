"""Signals: each on both sides of its limits, and what is not known is not counted."""

from typing import Any

import pytest

from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.signals import CHECKS, DIMENSIONS, threshold
from packdex.core.verdict.verdict import judge, weakest
from packdex.core.verdict.weights import Scale, default
from tests.core.verdict.make import METHOD, NOW, WELL, ago, busy, fact, signal, well


def points(key: str, **facts: Any) -> float | None:
    return signal(key, well(**facts)).points


def test_there_are_12_to_16_in_four_dimensions_each_with_weight_reason_and_advice() -> None:
    assert 12 <= len(CHECKS) <= 16
    assert {check.dimension for check in CHECKS} == set(DIMENSIONS)
    assert {check.key for check in CHECKS} == set(default().scales)
    assert all(check.why.endswith(".") and check.advice.endswith(".") for check in CHECKS)


def test_where_all_is_well_all_points_are_given_and_nothing_is_advised() -> None:
    for one in judge(WELL, NOW, METHOD).signals:
        assert (one.key, one.points, one.advice) == (one.key, 100, "")
        assert one.source
        assert one.at


def test_nothing_known_gives_no_points_but_says_why() -> None:
    for one in judge(Inputs(), NOW, METHOD).signals:
        assert (one.state, one.value, one.points) == ("not known", None, None)
        assert one.shown
        assert one.advice


@pytest.mark.parametrize(("days", "expected"), [(90, 100), (91, 99.8), (729, 0.2), (730, 0)])
def test_last_commit(days: int, expected: float) -> None:
    assert points("last_commit", activity=busy(days)) == expected


def test_last_commit_of_anybody_is_a_bound() -> None:
    assert points("last_commit", activity=None, last_commit=fact(ago(730))) == 0
    assert points("last_commit", activity=None, last_commit=fact(ago(729))) is None


@pytest.mark.parametrize(("weeks", "expected"), [(0, 0), (6, 50), (12, 100), (52, 100)])
def test_active_weeks(weeks: int, expected: float) -> None:
    told = signal("active_weeks", well(activity=busy(active_weeks=weeks)))
    assert told.points == expected
    assert "18 in the 52 weeks before" in told.shown


@pytest.mark.parametrize(("days", "expected"), [(135, 100), (200, 84.4), (540, 0)])
def test_release_cadence_is_measured_by_its_own_habit(days: int, expected: float) -> None:
    times = tuple(ago(days + 90 * k) for k in range(5))
    assert points("release_cadence", released=fact(times)) == expected


def test_few_releases_have_no_cadence() -> None:
    times = [ago(days) for days in (900, 800, 700, 600)]
    assert points("release_cadence", released=fact(tuple(times[:3]))) is None
    assert points("release_cadence", released=fact(tuple(times))) == 0
    assert points("release_cadence", released=fact(())) is None


@pytest.mark.parametrize(("released", "expected"), [(5, 100), (100, 100), (420, 50), (740, 0)])
def test_unreleased_work(released: int, expected: float) -> None:
    found = points("unreleased_work", released=fact((ago(released),)), activity=busy(10))
    assert found == expected


def test_documents() -> None:
    assert points("documents", documentation=fact(False)) == 50
    assert points("documents", documentation=None) == 100
    assert points("documents", documentation=None, has_changelog=None) is None


@pytest.mark.parametrize(("people", "expected"), [(0, 0), (1, 33.3), (3, 100), (9, 100)])
def test_active_people(people: int, expected: float) -> None:
    assert points("active_people", active_people=fact(people)) == expected


@pytest.mark.parametrize(
    ("commits", "people"), [((9,), 1), ((5, 5), 1), ((4, 3, 3), 2), ((1,) * 6, 3), ((1, 1, 8), 1)]
)
def test_absence_factor_is_who_wrote_half(commits: tuple[int, ...], people: int) -> None:
    assert signal("absence_factor", well(contributors=fact(commits))).value == people


def test_registry_owners() -> None:
    assert points("registry_owners", owners=fact(1)) == 50
    nowhere = signal("registry_owners", well(owners=None, in_registry=fact(False)))
    assert (nowhere.state, nowhere.advice) == ("does not apply", "")


@pytest.mark.parametrize(
    ("licence", "expected"), [("MIT", 100), ("MIT OR Apache-2.0", 100), ("BSD License", 50)]
)
def test_licence(licence: str, expected: float) -> None:
    assert points("licence", licence=fact(licence)) == expected


def test_without_a_told_licence_a_file_is_half() -> None:
    assert points("licence", licence=None, licence_file=fact(True)) == 50
    assert points("licence", licence=None, licence_file=fact(False)) == 0
    assert points("licence", licence=None) is None


def test_tests() -> None:
    assert points("tests", has_ci=fact(False)) == 50
    assert points("tests", has_ci=fact(False), has_tests=fact(False)) == 0


@pytest.mark.parametrize(
    ("version", "behind"), [("3.14", 0), ("3.13", 0), ("3.12", 1), ("3.9", 2), ("3.99", 0)]
)
def test_a_new_python_counts_once_it_has_settled(version: str, behind: int) -> None:
    """3.14 is not yet half a year old."""
    named = fact((f"Programming Language :: Python :: {version}",))
    assert signal("python", well(classifiers=named)).value == behind


@pytest.mark.parametrize(
    ("allowed", "behind"), [(">=3.8", 0), (">=3.8,<3.13", 1), ("<3.10", 2), ("?", None)]
)
def test_a_range_counts_where_no_classifier_names_a_python(
    allowed: str, behind: int | None
) -> None:
    told = signal("python", well(classifiers=None, requires_python=fact(allowed)))
    assert told.value == behind


def test_framework() -> None:
    assert signal("framework", WELL).value == 0
    old = fact(("Framework :: Django :: 4.2",))
    assert signal("framework", well(classifiers=old)).value == 1
    assert signal("framework", well(classifiers=fact(()))).state == "not known"


def test_what_continuous_integration_runs_counts_like_classifiers_and_is_named() -> None:
    said = fact(("Programming Language :: Python :: 3.9", "Framework :: Django :: 4.2"))
    run = fact(("Python 3.13", "Django 5.2"), "forge")
    for key, version in (("python", "3.13"), ("framework", "5.2")):
        alone = signal(key, well(classifiers=None, ci_versions=run))
        newer = signal(key, well(classifiers=said, ci_versions=run))
        assert alone.source == newer.source == "forge"
        assert newer.shown.startswith(f"{version}, by its tests")
        assert alone.value == newer.value
        older = signal(key, well(ci_versions=fact(("Python 3.9", "Django 4.2"), "forge")))
        assert (older.value, older.source) == (0, "registry")


@pytest.mark.parametrize(
    ("requirement", "blocked"),
    [
        ("Django>=3.2", 0),
        ("Django<6", 0),
        ("Django>=3.2,<5.2", 1),
        ("django~=4.2", 1),
        ("other<1", 0),
        ("Django<5; extra == 'old'", 0),
        ("not a requirement !", 0),
    ],
)
def test_upper_bounds_that_shut_out_a_current_version(requirement: str, blocked: int) -> None:
    assert signal("blocked_upgrades", well(requirements=fact((requirement,)))).value == blocked


def test_a_range_that_blocks_is_known_without_the_requirements() -> None:
    assert points("blocked_upgrades", requirements=None) is None
    closed = {"requirements": None, "requires_python": fact("<3.13")}
    assert signal("blocked_upgrades", well(**closed)).shown == "Python 3.13"


def test_advisories() -> None:
    assert points("advisories", advisories=fact(("A-1",))) == 0
    assert points("advisories", advisories=None) is None


@pytest.mark.parametrize(("days", "expected"), [((7,), 100), ((8,), 98.8), ((90, 90, 1), 0)])
def test_days_to_fix(days: tuple[int, ...], expected: float) -> None:
    assert points("days_to_fix", days_to_fix=fact(days)) == expected


def test_what_never_had_an_advisory_has_nothing_to_fix() -> None:
    none = well(days_to_fix=None, had_advisories=fact(False))
    assert signal("days_to_fix", none).state == "does not apply"
    assert signal("days_to_fix", well(days_to_fix=None)).state == "not known"


def test_attestation() -> None:
    assert points("attestation", attested=fact(False)) == 0


def test_the_weakest_come_first() -> None:
    told = judge(well(advisories=fact(("A-1",)), owners=fact(1)), NOW, METHOD)
    assert [one.key for one in weakest(told)] == ["advisories", "registry_owners"]


def test_thresholds_are_told_in_words() -> None:
    assert threshold(Scale(1, 90, 730), "days") == "100 points up to 90 days, none from 730 on"
    assert threshold(Scale(1, 12, 0), "weeks") == "100 points from 12 weeks on, none at 0"
