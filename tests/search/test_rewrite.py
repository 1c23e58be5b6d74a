"""Queries are narrowed and widened without touching what else was typed."""

from __future__ import annotations

from datetime import date

import pytest

from packdex.core.search.query import MAX_FILTERS, MAX_LENGTH, parse
from packdex.core.search.rewrite import filters, meaning, with_operator, without

TODAY = date(2026, 11, 21)


def test_operators_are_found_as_they_were_typed() -> None:
    found = filters('Forms name:plus "a:b" -is:archived licence:MIT nonsense:x', TODAY)
    assert list(found) == ["-is:archived", "licence:MIT"]
    assert found["licence:MIT"].name == "license"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("license:mit", "licence:MIT", True),
        ("stars:>9", "stars:>=10", True),
        ("is:archived", "-is:archived", False),
        ("category:apps", "category:frameworks", False),
    ],
)
def test_operators_that_keep_the_same_mean_the_same(one: str, other: str, same: bool) -> None:
    left, right = (parse(text, TODAY).filters[0] for text in (one, other))
    assert (meaning(left) == meaning(right)) is same


@pytest.mark.parametrize(
    "text", ["Web Forms", '"exact phrase" -x', 'left "open it', 'category:"a b"', ""]
)
def test_what_is_added_can_be_taken_away_again(text: str) -> None:
    more = with_operator(text, "license:mit")
    before, after = parse(text, TODAY), parse(more, TODAY)
    assert (after.words, after.phrases, after.without) == (
        before.words,
        before.phrases,
        before.without,
    )
    assert [each.typed for each in after.filters] == [
        *(each.typed for each in before.filters),
        "license:mit",
    ]
    back = parse(without(more, ["license:mit"]), TODAY)
    assert (back.words, back.phrases, back.filters) == (
        before.words,
        before.phrases,
        before.filters,
    )


def test_nothing_is_added_where_it_would_be_cut_off() -> None:
    assert with_operator("x" * (MAX_LENGTH - 5), "license:mit") == ""
    assert with_operator(" ".join(["is:package"] * MAX_FILTERS), "license:mit") == ""
