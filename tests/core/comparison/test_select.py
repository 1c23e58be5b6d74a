"""What a view shows of a table: filtered, sorted, hidden, and those at rest last."""

from datetime import UTC, datetime

import pytest

from packdex.core.comparison.select import apply, unlike
from packdex.core.comparison.table import Table
from packdex.core.comparison.view import View
from tests.core.comparison.make import slugs, subject, table

RECENT, OLD = datetime(2026, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)


def three() -> Table:
    return table(
        subject("a", stars=5, licence="MIT"),
        subject("b", licence="GPL-3.0-only"),
        subject("c", stars=50),
        speed=["+", "", "++"],
        colour=["red", "red", ""],
    )


def test_without_choices_all_is_seen_as_it_is() -> None:
    whole = three()
    seen = apply(whole, View())
    assert slugs(seen) == ["a", "b", "c"]
    assert [row.key for row in seen.rows] == [row.key for row in whole.rows]
    assert seen.resting_from == 3


@pytest.mark.parametrize(("descending", "order"), [(False, "acb"), (True, "cab")])
@pytest.mark.parametrize("key", ["stars", "f1"])
def test_what_is_not_known_is_last_in_both_directions(
    key: str, descending: bool, order: str
) -> None:
    seen = apply(three(), View(sort=key, descending=descending))
    assert "".join(slugs(seen)) == order
    speed = seen.row("f1")
    assert speed is not None
    assert [cell and cell.text for cell in speed.cells] == [
        {"a": "+", "b": None, "c": "++"}[slug] for slug in order
    ]


def test_those_at_rest_come_last_with_the_reason() -> None:
    whole = table(
        subject("archived", archived=True, stars=9),
        subject("fine", stars=1),
        subject("gone", removed=True, stars=99),
        subject("old", status="deprecated"),
        subject("bad", status="quarantined", archived=True),
    )
    seen = apply(whole, View(sort="stars", descending=True))
    assert slugs(seen) == ["fine", "gone", "archived", "old", "bad"]
    assert seen.resting_from == 1
    assert [one.resting for one in seen.subjects[1:]] == [
        "removed from the registry",
        "repository archived",
        "deprecated on the registry",
        "quarantined on the registry",
    ]


def test_hidden_ones_are_told() -> None:
    seen = apply(three(), View(hidden_packages=("b", "zzz"), hidden_rows=("stars", "f2", "f99")))
    assert slugs(seen) == ["a", "c"]
    assert seen.hidden_subjects == [("b", "b")]
    assert seen.hidden_rows == [("stars", "Stars"), ("f2", "colour")]
    assert seen.row("stars") is seen.row("f2") is None


def test_rows_differ_where_two_known_values_do() -> None:
    seen = apply(three(), View())
    told = {row.key: row.differs for row in seen.rows}
    assert told["stars"]
    assert told["licence"]
    assert told["f1"]
    assert not told["f2"]  # one colour, and one not known
    assert not told["release"]
    only = apply(three(), View(only_differences=True))
    assert [row.key for row in only.rows] == ["licence", "stars", "f1"]
    assert only.same_rows == len(seen.rows) - 3


def test_rows_differ_among_those_that_are_seen() -> None:
    seen = apply(three(), View(hidden_packages=("c",), only_differences=True))
    assert [row.key for row in seen.rows] == ["licence"]


def test_cells_unlike_one_package() -> None:
    row = apply(three(), View()).row("stars")
    assert row is not None
    assert unlike(row, 0) == [False, False, True]
    assert unlike(row, 1) == [False, False, False]


def test_filters_count_what_is_not_known() -> None:
    seen = apply(three(), View(licence="permissive"))
    assert slugs(seen) == ["a"]
    assert (seen.filtered, seen.undecided) == (2, 1)


def test_the_base_comes_first() -> None:
    assert slugs(apply(three(), View(base="c"))) == ["c", "a", "b"]


def test_what_is_not_there_is_said() -> None:
    assert apply(three(), View(sort="f99", base="zzz")).problems == [
        "sort=f99 was left aside: there is no such row here.",
        "base=zzz was left aside: that package is not seen here.",
    ]


def test_a_table_of_nothing() -> None:
    seen = apply(table(), View(sort="stars", only_differences=True, q="x", flipped=True))
    assert (seen.subjects, seen.rows, seen.resting_from) == ([], [], 0)
