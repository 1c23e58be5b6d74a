"""How single values are shown."""

from __future__ import annotations

from datetime import date

import pytest

from packdex.web import sparkline
from packdex.web.paging import Paging
from packdex.web.show import day, lines, link, number, one_line, shortened
from tests import make


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  a \r\n b\tc ", "a b c"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("left\u202eright", "leftright"),
        (":gear: works :ref: 10:30:15", "works :ref: 10:30:15"),
        ("made with :heart: here :tada: :zap:", "made with ❤️ here"),
        (":tada:", "🎉"),
        ("\ud800", ""),
    ],
)
def test_a_line_is_clean(raw: str, shown: str) -> None:
    assert one_line(raw) == shown


def test_lines_keep_paragraphs() -> None:
    assert lines("a\r\nb\r\n\r\n \r\n\r\nc\u2028d") == "a\nb\n\nc\nd"


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 500, 10) == "x" * 9 + "…"
    assert shortened("short", 10) == "short"


def test_unknown_is_never_a_number() -> None:
    assert "not known" in number(None)
    assert number(0) == "0"
    assert number(1234567) == "1,234,567"
    assert "not known" in day(None)


@pytest.mark.parametrize("address", ["javascript:x", "//host/x", "mailto:a", "https://", "a b"])
def test_what_is_no_web_address_is_no_link(address: str) -> None:
    assert "<a" not in link(address)


def test_a_link_out_vouches_for_nothing() -> None:
    assert link("https://x.example/?a=1&b=2", "X") == (
        '<a href="https://x.example/?a=1&amp;b=2" rel="nofollow noopener ugc">X</a>'
    )


END = date(2026, 2, 15)


def test_weeks_are_named_by_the_day_on_which_they_began() -> None:
    weeks = [1] + [0] * 50 + [2]
    assert sparkline.axis(weeks, END) == ("16 Feb 2025", "14 Feb 2026")
    assert sparkline.told(weeks, END) == (
        "3 commits in the 52 weeks to 14 Feb 2026, in 2 of them;"
        " at most 2, in the week of 8 Feb 2026."
    )
    table = sparkline.table(weeks, END)
    assert '<th scope="row">16 Feb 2025</th><td class="n">1</td>' in table
    assert '<td class="n">2</td><td class="n sum">2</td></tr></tbody>' in table


def test_without_a_day_no_day_is_told() -> None:
    assert sparkline.told([1] * 52, None) == (
        "52 commits in the 52 weeks, in 52 of them; at most 1, in one week."
    )
    assert '<th scope="row">week 49</th>' in sparkline.table([1] * 52, None)


def test_a_single_commit_beside_thousands_is_still_seen() -> None:
    drawn = sparkline.chart([1, 100_000] + [0] * 50, END)
    assert "M6 84V82M18 84V2" in drawn
    assert drawn.count("M") == 2


def test_no_history_is_no_chart() -> None:
    assert sparkline.trend([]) == ""
    assert "No commits in 52 weeks" in sparkline.trend([0] * 52)


@pytest.mark.parametrize(
    ("number_", "steps"),
    [
        (1, [1, 2, 0, 9]),
        (3, [1, 2, 3, 4, 0, 9]),
        (4, [1, 2, 3, 4, 5, 0, 9]),
        (5, [1, 0, 4, 5, 6, 0, 9]),
        (9, [1, 0, 8, 9]),
    ],
)
def test_pages_near_the_ends_and_the_visitor_are_named(number_: int, steps: list[int]) -> None:
    paging = Paging.at(str(number_), 10, 90, "/x/", {})
    assert [step for step, _ in paging.steps()] == steps


def test_noon_is_a_day() -> None:
    assert day(make.NOON) == '<time datetime="2026-02-15T12:00:00+00:00">15 Feb 2026</time>'
