"""What differs between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.wordwise import GONE, MOST_PIECES, NEW, SAME, Piece, around, in_context, pieces


def test_words_that_went_and_came() -> None:
    assert pieces("a small grid", "a large grid") == [
        Piece(SAME, "a "),
        Piece(GONE, "small"),
        Piece(NEW, "large"),
        Piece(SAME, " grid"),
    ]


def test_very_long_texts_are_compared_by_lines_and_then_as_a_whole() -> None:
    words = "word " * MOST_PIECES
    assert pieces(f"{words}\nold", f"{words}\nnew") == [
        Piece(SAME, f"{words}\n"),
        Piece(GONE, "old"),
        Piece(NEW, "new"),
    ]
    old, new = "a\n" * 1000, "b\n" * 1000
    assert pieces(old, new) == [Piece(GONE, old), Piece(NEW, new)]


@given(st.text("ab \n", max_size=80), st.text("ab \n", max_size=80))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != NEW) == before
    assert "".join(piece.text for piece in found if piece.kind != GONE) == after


def test_what_stayed_is_cut_to_what_is_beside_a_change() -> None:
    long = Piece(SAME, "0123456789")
    gone, new = Piece(GONE, "x" * 99), Piece(NEW, "y")
    shown = in_context([long, gone, long, new, long], 4)
    assert [piece.text for piece in shown] == ["…6789", gone.text, "0123…6789", "y", "0123…"]
    assert in_context([Piece(SAME, "01234"), gone, Piece(SAME, "012345678")], 4)[0].text == "01234"


def test_values_are_cut_to_where_they_differ() -> None:
    same = "x" * 1000
    before, after = around(f"{same}old{same}", f"{same}new{same}", 40)
    assert before == f"…{'x' * 10}old{'x' * 27}…"
    assert after == f"…{'x' * 10}new{'x' * 27}…"


@pytest.mark.parametrize(("before", "after"), [("a", "b"), ("", "b"), ("x" * 40, "y")])
def test_short_values_stay(before: str, after: str) -> None:
    assert around(before, after, 40) == (before, after)
