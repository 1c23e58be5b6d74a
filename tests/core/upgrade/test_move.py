"""What is said of a move is the same in words, in JSON and in a report of a stack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from packdex.core.stack import export, words
from packdex.core.stack.dependency import Found
from packdex.core.stack.judgement import Judgement
from packdex.core.stack.report import Report, asked_of, report_of
from packdex.core.stack.sarif import as_sarif
from packdex.core.upgrade.answer import Answer
from packdex.core.upgrade.move import Move, as_json, from_json, sentence
from packdex.core.upgrade.outlook import Outlook, Since

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NO = Move(
    "Django 6.0",
    Outlook(
        Answer("no", "requirement", "requires Django<6"),
        "1.0",
        Since("0.9", NOW, exact=True),
        Since("1.2", NOW, exact=False),
    ),
    NOW,
    "https://index.example",
)
APART = Move(
    "Django 6.0", Outlook(Answer("apart", "not required", "does not ask for Django"), "1"), NOW
)


def report() -> Report:
    found = Found("requirements.txt")
    for line, name in enumerate(("oak==1.0", "elm", "fir"), 1):
        found.requirement(name, line)
    moves = {"oak": NO, "elm": APART, "fir": None}
    judged = {
        one: Judgement(project=one.project, slug=one.project, move=moves[one.project])
        for one in asked_of(found)
    }
    return report_of(found, judged, NOW, target="Django 6.0")


def test_it_is_a_sentence() -> None:
    assert sentence(NO) == (
        "Django 6.0: no, requires Django<6, since 0.9 (2026-03-01). Take 1.2, which can be moved."
    )
    assert sentence(APART) == "Django 6.0: does not ask for it."


@pytest.mark.parametrize(
    "move", [NO, APART, Move("Python 3.14", Outlook(NO.outlook.answer, None), None)]
)
def test_it_is_read_back(move: Move) -> None:
    assert from_json(as_json(move)) == move


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "maybe"},
        {"reason": "x"},
        {"evidence": None},
        {"since": {"version": "1"}},
        {"since": {"version": "1", "released_at": "2026-01-01T00:00", "exact": True}},
        {"take": {"version": "1", "released_at": None, "exact": 1}},
        {"at": 3},
    ],
)
def test_what_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(as_json(NO) | change)


def test_a_report_has_a_column_for_it() -> None:
    told = report()
    assert words.headings(told)[3] == "Django 6.0"
    assert [words.cells(row, told.target)[3] for row in told.rows] == [
        "no",
        "does not ask for it",
        "not known",
    ]
    assert words.summary(told).endswith("Django 6.0: 1 no, 1 not known, 1 without it.")
    assert "that cannot be moved" in words.summary(told)
    assert words.advice(told.rows[0]) == [sentence(NO)]
    assert told.counts()["upgrade"] == 1


def test_every_form_tells_it() -> None:
    told = report()
    written = export.as_json(told)
    assert written["target"] == "Django 6.0"
    assert written["upgrades"] == {"yes": 0, "no": 1, "unknown": 1, "apart": 1}
    assert written["dependencies"][0]["upgrade"]["evidence"] == "requires Django<6"
    assert "| oak | 1.0 | not known here | no |" in export.as_markdown(told)
    results = as_sarif(told)["runs"][0]["results"]
    assert "upgrade" in [one["ruleId"] for one in results]
