"""What is exported is what is seen, and it can harm no program that reads it."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.comparison.elements import Element, Kind
from packdex.core.comparison.export import as_csv, as_json, as_markdown
from packdex.core.comparison.select import apply
from packdex.core.comparison.table import FeatureRow, Table, build
from packdex.core.comparison.view import View
from tests.core.comparison.make import TODAY, subject, table

FACTS = ("state", "verdict", "release", "commit", "commits", "licence", "python", "django",
         "advisories", "contributors", "issues", "downloads", "users")  # fmt: skip


def two(view: View | None = None) -> Table:
    whole = table(
        subject("a", stars=1200, archived=True), subject("b"), Plus=["+", "="], Text=["", "x|y"]
    )
    return apply(whole, view or View(hidden_rows=FACTS))


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_is_what_is_seen() -> None:
    assert lines(as_csv(two())) == [
        ["", "b", "a (repository archived)"],
        ["Stars", "", "1,200"],
        ["Plus", "'=", "+"],
        ["Text", "x|y", ""],
    ]
    hidden = View(hidden_rows=(*FACTS, "f1"), hidden_packages=("a",))
    assert lines(as_csv(two(hidden), flipped=True)) == [
        ["Package", "Stars", "Text"],
        ["b", "", "x|y"],
    ]


@pytest.mark.parametrize("text", ["-", "+", "++", "---", "+1", "-1,000.5", "yes", "1-2", "a=b"])
def test_marks_and_numbers_stay_readable_in_csv(text: str) -> None:
    written = lines(as_csv(apply(table(subject("a"), F=[text]), View(hidden_rows=FACTS))))
    assert written[-1] == ["F", text]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\r\n=1", "\uff1d1", "=", "-+1"],
)
def test_formulas_are_escaped_in_csv(text: str) -> None:
    written = lines(as_csv(apply(table(subject("a"), F=[text]), View(hidden_rows=FACTS))))
    assert written[-1] == ["F", f"'{text.strip()}"]


def test_markdown_is_what_is_seen() -> None:
    whole = build(
        [subject("a|b", stars=3)],
        [
            FeatureRow(1, "`F`", "", [Element(Kind.YES, "yes", "if *new*", "https://e.org/(a)|b")]),
            FeatureRow(2, "Lines", "", [Element(Kind.TEXT, "one\r\ntwo <b>")]),
            FeatureRow(
                3, "Bad", "", [Element(Kind.TEXT, "x", "", "javascript:alert(1)")], "A grid"
            ),
        ],
        TODAY,
    )
    assert as_markdown(apply(whole, View(hidden_rows=FACTS))) == (
        "|  | a\\|b |\n"
        "| --- | --- |\n"
        "| Stars | 3 |\n"
        "| \\`F\\` | [yes (if \\*new\\*)](https://e.org/%28a%29%7Cb) |\n"
        "| Lines | one<br>two &lt;b\\> |\n"
        "| Bad (A grid) | x |\n"
    )


def test_json_has_kinds_notes_sources_and_values() -> None:
    released = datetime(2026, 2, 1, tzinfo=UTC)
    whole = build(
        [subject("a", version="1.0", released=released, commits=[1, 2]), subject("b")],
        [
            FeatureRow(
                7, "F", "What F is.", [Element(Kind.PARTIAL, "~", "n", "https://e.org"), None]
            )
        ],
        TODAY,
    )
    told = json.loads(json.dumps(as_json(apply(whole, View(hidden_packages=("b",))))))
    assert told["hidden_packages"] == ["b"]
    assert [one["slug"] for one in told["packages"]] == ["a"]
    rows = {row["key"]: row for row in told["rows"]}
    assert rows["f7"] == {
        "key": "f7",
        "label": "F",
        "description": "What F is.",
        "written_by": "people",
        "grid": None,
        "differs": False,
        "cells": [{"kind": "partial", "text": "~", "note": "n", "source": "https://e.org"}],
    }
    assert rows["release"]["cells"] == [
        {"value": {"version": "1.0", "at": "2026-02-01T00:00:00Z"}, "text": "1.0 (14 days ago)"}
    ]
    assert rows["commits"]["cells"] == [{"value": [1, 2], "text": "3"}]
    assert rows["stars"]["cells"] == [None]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS, st.booleans())
def test_hostile_texts_break_no_table(texts: list[str], note: str, flipped: bool) -> None:
    said = [Element(Kind.TEXT, text, note) if text.strip() else None for text in texts]
    whole = build([subject(text) for text in texts], [FeatureRow(1, note, "", said)], TODAY)
    seen = apply(whole, View())
    shape = (len(seen.subjects) + 1, len(seen.rows) + 1)
    expected = shape if flipped else shape[::-1]
    written = lines(as_csv(seen, flipped=flipped))
    assert (len(written), {len(line) for line in written}) == (expected[0], {expected[1]})
    for cell in (cell for line in written for cell in line):
        assert cell == cell.strip()
        assert cell[:1] not in {"=", "@", "\uff1d"}
    marked = as_markdown(seen, flipped=flipped).split("\n")
    assert len(marked) == expected[0] + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in marked[:-1]} == {expected[1] + 1}
    json.dumps(as_json(seen))
