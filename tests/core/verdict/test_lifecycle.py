"""The state of a package: each rule on both sides of its limit, and in which order they stand."""

from typing import Any

import pytest

from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.lifecycle import RULES
from packdex.core.verdict.verdict import judge
from tests.core.verdict.make import METHOD, NOW, WELL, ago, busy, fact, life, well

QUIET = {"activity": busy(400), "released": fact((ago(420),)), "last_commit": fact(ago(400))}


def test_the_rules_are_those_that_the_design_names() -> None:
    assert [rule.key for rule in RULES] == [
        *("quarantined", "removed", "archived", "deprecated", "needs-help"),
        *("active", "finished", "at-risk", "dormant", "unknown"),
    ]


def test_nothing_known_is_not_known() -> None:
    assert life(Inputs()) == "unknown"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"registry_status": fact("quarantined"), "removed": fact(True)}, "quarantined"),
        ({"registry_status": fact(" Quarantined ")}, "quarantined"),
        ({"removed": fact(True), "archived": fact(True)}, "removed"),
        ({"removed": fact(False)}, "active"),
        ({"archived": fact(True), "deprecated": fact("")}, "archived"),
        ({"archived": fact(False)}, "active"),
        ({"registry_status": fact("archived")}, "archived"),
        ({"deprecated": fact("")}, "deprecated"),
        ({"registry_status": fact("deprecated")}, "deprecated"),
        ({"classifiers": fact(("Development Status :: 7 - Inactive",))}, "deprecated"),
        ({"registry_status": fact("something new")}, "active"),
    ],
)
def test_what_is_said_outright(facts: dict[str, Any], expected: str) -> None:
    assert life(well(**facts)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[DEPRECATED] Tags for templates", "deprecated"),
        ("This project is no longer maintained.", "deprecated"),
        ("Unmaintained: use another one", "deprecated"),
        ("Mark fields as deprecated", "active"),
        ("Deprecated-field warnings for models", "active"),
        ("Forms. Looking for a new maintainer!", "needs-help"),
        ("Forms (maintainers wanted)", "needs-help"),
        ("Finds the maintainers of a package", "active"),
        ("", "active"),
    ],
)
def test_what_a_description_says(words: str, expected: str) -> None:
    assert life(well(description=fact(words, "forge"))) == expected


def test_a_topic_asks_for_help() -> None:
    assert life(well(topics=fact(("forms", "maintainer-wanted")))) == "needs-help"
    assert life(well(topics=fact(("forms", "maintainer")))) == "active"


@pytest.mark.parametrize(("days", "expected"), [(365, "active"), (366, "finished")])
def test_active_ends_after_a_year(days: int, expected: str) -> None:
    assert life(well(activity=busy(days))) == expected


@pytest.mark.parametrize(("recent", "expected"), [(3.0, "active"), (0.2, "finished")])
def test_commits_that_are_about_to_stop_are_not_active(recent: float, expected: str) -> None:
    assert life(well(activity=busy(200, recent=recent, longest_break=300))) == expected


def test_a_release_counts_where_no_history_is_known() -> None:
    unseen = {"activity": None, "last_commit": None, "advisories": None}
    assert life(well(**unseen, released=fact((ago(365),)))) == "active"
    assert life(well(**unseen, released=fact((ago(366),)))) == "at-risk"
    assert life(well(**unseen, released=fact((ago(731),)))) == "dormant"


def test_finished_is_good_news_and_says_why() -> None:
    told = judge(well(**QUIET), NOW, METHOD).lifecycle
    assert (told.key, told.good) == ("finished", True)
    assert "no open advisory" in told.evidence
    assert told.source == "git, advisories, registry"


@pytest.mark.parametrize(
    "facts",
    [
        {"advisories": fact(("A-1",))},
        {"advisories": None},
        {"requires_python": fact(">=3.6,<3.12")},
        {"requires_python": None},
        {"requirements": fact(("Django<5",))},
        {"version": fact("0.9"), "classifiers": None},
        {"version": fact("2.0rc1"), "classifiers": None},
        {"classifiers": fact(("Development Status :: 3 - Alpha",))},
        {"classifiers": fact(("Framework :: Django :: 4.2",))},
    ],
)
def test_what_is_quiet_but_not_finished_is_at_risk(facts: dict[str, Any]) -> None:
    assert life(well(**(QUIET | facts))) == "at-risk"


@pytest.mark.parametrize(
    ("days", "expected"), [(366, "at-risk"), (730, "at-risk"), (731, "dormant")]
)
def test_dormant_is_two_years_of_silence(days: int, expected: str) -> None:
    assert life(well(activity=busy(days), advisories=None)) == expected


def test_at_risk_says_how_often_it_was_so() -> None:
    told = judge(
        well(activity=busy(300, recent=0.2, longest_break=400), advisories=None), NOW, METHOD
    ).lifecycle
    assert told.key == "at-risk"
    assert "% had no commit for a year" in told.evidence


def test_programs_do_not_keep_a_package_alive() -> None:
    """Its last commit is of yesterday, but nobody knows whose."""
    mixed = Inputs(last_commit=fact(ago(1), "git"))
    assert life(mixed) == "unknown"
    assert life(Inputs(last_commit=fact(ago(800), "git"))) == "dormant"
    assert life(well(activity=busy(800), last_commit=fact(ago(1)), advisories=None)) == "dormant"


def test_a_state_has_its_source_and_date() -> None:
    told = judge(well(archived=fact(True, "forge")), NOW, METHOD).lifecycle
    assert told.source == "forge"
    assert told.at == WELL.version.at  # type: ignore[union-attr]
    assert told.address == "https://example.org/"


# ---- the word of a maintainer


def declared(status: str, **facts: Any) -> Inputs:
    said = {"declared": fact(status, "maintainer"), "declared_why": fact("Look.", "maintainer")}
    return well(**said | facts)


def test_a_maintainer_who_asks_for_help_is_believed() -> None:
    told = judge(declared("needs-help"), NOW, METHOD).lifecycle
    assert (told.key, told.source) == ("needs-help", "maintainer")
    assert told.evidence == "a maintainer says that it needs help: Look."


def test_a_maintainer_calls_a_quiet_package_finished_whatever_its_classifiers_say() -> None:
    quiet = {"activity": busy(900), "classifiers": None, "version": fact("0.3")}
    assert life(well(**quiet)) == "dormant"
    assert life(declared("finished", **quiet)) == "finished"
    assert life(declared("finished")) == "active"


@pytest.mark.parametrize(
    "facts",
    [
        {"advisories": fact(("GHSA-1",), "advisories")},
        {"requires_python": fact("<3.9")},
        {"archived": fact(True, "forge")},
        {"deprecated": fact("Old.", "people")},
    ],
)
def test_no_word_of_a_maintainer_hides_what_is_known(facts: dict[str, Any]) -> None:
    assert life(declared("finished", activity=busy(900), **facts)) != "finished"
