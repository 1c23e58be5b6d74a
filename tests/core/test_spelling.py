"""How far two names are apart, and which names a typo makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.spelling import HEAD, distance, stem_of, typos_let, variants

NAMES = st.text("abc", max_size=9)


@pytest.mark.parametrize(
    ("one", "other", "typos"),
    [
        ("alpha", "alpha", 0),
        ("alpha", "alpa", 1),
        ("alpha", "allpha", 1),
        ("alpha", "alpfa", 1),
        ("alpha", "aplha", 1),
        ("alpha", "lphaa", 2),
        ("alpha", "beta", 3),
        ("", "a", 1),
        ("abcdefgh", "x", 3),
    ],
)
def test_typos_are_counted(one: str, other: str, typos: int) -> None:
    assert distance(one, other, 2) == typos


@given(NAMES, NAMES)
def test_both_ways_are_as_long(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert distance(one, other, 1) == min(distance(one, other, 9), 2)


@given(NAMES.filter(lambda name: len(name) > 1))
def test_variants_are_one_typo_away(stem: str) -> None:
    for text in variants(stem):
        assert distance(stem, text, 3) == 1


def test_every_typo_in_the_head_is_a_variant() -> None:
    stem = "abcdefgh"
    for i in range(HEAD):
        assert {stem[:i] + stem[i + 1 :], stem[:i] + "z" + stem[i:]} <= variants(stem)
    assert "badcefgh" not in variants(stem)
    assert len(variants(stem)) < 370


def test_short_names_let_fewer_typos() -> None:
    assert [typos_let(n) for n in (3, 4, 7, 8)] == [0, 1, 1, 2]


def test_the_prefix_is_no_part_of_a_name() -> None:
    assert [stem_of(name) for name in ("djangofoo", "foo", "django")] == ["foo", "foo", "django"]
