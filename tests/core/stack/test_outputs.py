"""A report: what is said against a dependency, and how each output writes it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from packdex.core.stack import export, sarif, words
from packdex.core.stack.judgement import (
    Asked,
    Instead,
    Judgement,
    State,
    Warned,
    as_json,
    from_json,
)
from packdex.core.stack.report import CONCERNS, Report, asked_of, concerns_of, report_of
from packdex.core.verdict.lifecycle import BY_KEY
from tests.core.stack.files import read

NOW = datetime(2026, 2, 15, 12, tzinfo=UTC)


def state(key: str) -> State:
    rule = BY_KEY[key]
    return State(rule.key, rule.label, rule.means, rule.good, "so it is", "git", NOW)


FINE = Judgement(
    project="fine",
    slug="fine",
    title="Fine",
    state=state("active"),
    formula_version="1/1",
    version="1.0",
    newest="1.1",
    yanked=False,
    advisories=(),
    exists=True,
)
HOLED = replace(
    FINE,
    project="holed",
    advisories=(Warned("A-1", ("C-1",), "Reads | anything", "CVSS:3.1/AV:N"),),
    safe="1.1",
)
CLOSED = replace(
    FINE,
    project="closed",
    state=state("archived"),
    yanked=True,
    blocked=("Python 3.14",),
    instead=(Instead("other", "Other", "named as its replacement"),),
)
STRANGE = Judgement(project="strange", near=("stranger",))
FILE = "strange\nfine==1.0\nclosed==1.0\nholed==1.0\n<script>\n"


def report(text: str = FILE) -> Report:
    found = read(_content=text)
    judged = {one.project: one for one in (FINE, HOLED, CLOSED, STRANGE)}
    return report_of(found, {one: judged[one.project] for one in asked_of(found)}, NOW)


def test_the_worst_comes_first() -> None:
    assert [row.name for row in report().rows] == ["holed", "closed", "strange", "fine"]
    assert report().counts() == {
        "advisory": 1,
        "yanked": 1,
        "archived": 1,
        "blocked": 1,
        "unknown": 1,
    }


def test_what_is_said_against_each() -> None:
    said = {row.name: [one.text for one in row.concerns] for row in report().rows}
    assert said == {
        "fine": [],
        "holed": ["holed 1.0 has A-1; 1.1 is safe"],
        "closed": [
            "closed 1.0 was yanked",
            "closed is archived: so it is",
            "closed shuts out Python 3.14",
        ],
        "strange": ["strange: not known here; did you mean stranger?"],
    }


@pytest.mark.parametrize("key", BY_KEY)
def test_every_state_that_is_not_good_is_a_concern(key: str) -> None:
    keys = [one.key for one in concerns_of(replace(FINE, state=state(key)), "fine")]
    assert keys == ([] if BY_KEY[key].good else [key])
    assert set(keys) <= set(CONCERNS)


def test_one_that_is_asked_for_twice_is_one_row() -> None:
    rows = report("fine==1.0\nfine[x]==1.0 ; os_name == 'nt'\n").rows
    assert len(rows) == 1
    assert [str(where) for where in rows[0].wheres] == ["requirements.txt:1", "requirements.txt:2"]
    assert (rows[0].extras, rows[0].markers) == (("x",), ('os_name == "nt"',))
    assert words.places(rows[0]) == "requirements.txt:1 and 1 more"


def test_what_was_never_compared_is_not_called_none() -> None:
    found = read(_content="fine")
    judged = dict.fromkeys(asked_of(found), replace(FINE, advisories=None))
    assert words.advisories(report_of(found, judged, NOW).rows[0]) == "not known"
    assert words.advisories(report("fine==1.0").rows[0]) == "none"


def test_json_has_all_of_it() -> None:
    told = json.loads(json.dumps(export.as_json(report())))
    assert told["judged_at"] == "2026-02-15T12:00:00+00:00"
    closed = told["dependencies"][1]
    assert closed["where"] == [{"file": "requirements.txt", "line": 3}]
    assert closed["verdict"]["key"] == "archived"
    assert closed["instead"][0]["slug"] == "other"
    assert told["dependencies"][2]["verdict"] is None
    assert [one["line"] for one in told["problems"]] == [5]


@pytest.mark.parametrize("judgement", [FINE, HOLED, CLOSED, STRANGE])
def test_a_judgement_is_the_same_after_a_way_as_json(judgement: Judgement) -> None:
    assert from_json(json.loads(json.dumps(as_json(judgement)))) == judgement


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("project", 3),
        ("package", []),
        ("verdict", "active"),
        ("verdict", {"key": "active"}),
        ("advisories", "none"),
        ("advisories", [3]),
        ("yanked", "no"),
        ("near", [None]),
    ],
)
def test_what_another_instance_sends_may_be_anything(key: str, value: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(as_json(HOLED) | {key: value})


def test_long_texts_of_others_are_cut() -> None:
    told = as_json(FINE) | {"title": "x" * 100_000, "near": ["y"] * 100_000}
    read_back = from_json(told)
    assert len(read_back.title) == 2_000
    assert len(read_back.near) == 200


def test_markdown_shows_what_people_wrote_as_it_is() -> None:
    text = export.as_markdown(report())
    assert "| holed | 1.0 | Active | A-1 | 1.1 | 1.1 | requirements.txt:4 |" in text
    assert "- A-1: Reads \\| anything (C-1)" in text
    assert "- Nearest safe version: 1.1." in text
    assert "- Instead: other (named as its replacement)." in text
    assert "\\<script\\>" in text
    assert "<script>" not in text


def test_sarif_has_a_result_for_each_concern() -> None:
    log = json.loads(json.dumps(sarif.as_sarif(report())))
    run = log["runs"][0]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert rules == ["advisory", "yanked", "archived", "blocked", "unknown"]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("advisory", "error"),
        ("yanked", "warning"),
        ("archived", "warning"),
        ("blocked", "note"),
        ("unknown", "note"),
    ]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "requirements.txt"},
        "region": {"startLine": 4},
    }
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["message"]["text"] for one in told] == [
        "'<script>' is not a requirement; expected one such as django>=5.2"
    ]


def test_places_in_sarif_are_addresses() -> None:
    found = read("a folder/b#c.txt", "fine")
    judged = dict.fromkeys(asked_of(found), replace(FINE, yanked=True))
    result = sarif.as_sarif(report_of(found, judged, NOW))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20folder/b%23c.txt"


def test_asked_tells_no_more_than_names_and_versions() -> None:
    found = read(_content="A-b[x]==1.0 ; os_name == 'nt'\nc>1\n")
    assert asked_of(found) == [Asked("a-b", "1.0", "==1.0"), Asked("c", None, ">1")]
