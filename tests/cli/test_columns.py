"""A table fits the terminal, however many columns it has and whatever is in them."""

from hypothesis import given
from hypothesis import strategies as st

from packdex.cli.columns import WIDEST_CELL, WIDEST_HEADING, _width, blocks, printed

TABLE = [["", "first", "second", "third"], ["Stars", "1", "2,000", ""], ["A name", "x", "", "yes"]]


def test_columns_stand_in_line() -> None:
    assert list(blocks(TABLE, 80)) == [
        "        first  second  third",
        "Stars   1      2,000",
        "A name  x              yes",
    ]


def test_what_does_not_fit_beside_follows_below() -> None:
    assert list(blocks(TABLE, 22)) == [
        "        first  second",
        "Stars   1      2,000",
        "A name  x",
        "",
        "        third",
        "Stars",
        "A name  yes",
    ]


def test_what_is_too_long_is_cut() -> None:
    heading, cell = f"{'h' * 23}…", f"{'c' * 27}…"
    assert list(blocks([["h" * 50, "c" * 50]], 10)) == [f"{heading}  {cell}"]


def test_few_columns_share_the_width() -> None:
    (line,) = blocks([["h", "c" * 50]], 80)
    assert line == f"h  {'c' * 50}"


def test_wide_letters_take_two_places() -> None:
    assert list(blocks([["", "比較", "b"], ["x", "a", "c"]], 80)) == ["   比較  b", "x  a     c"]


def test_nothing_rewrites_the_terminal() -> None:
    assert printed("a\x1b[2J\r\nb\u202e") == "a [2J b"


TEXTS = st.lists(st.text(max_size=70), min_size=3, max_size=3)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.integers(1, 120))
def test_any_table_fits(table: list[list[str]], width: int) -> None:
    most = max(width, WIDEST_HEADING + WIDEST_CELL + 2)
    for line in blocks(table, width):
        assert _width(line) <= most
        assert line.isprintable()
