"""The query language: what is typed is always understood somehow, and what was not is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.search.operators import HELP, MOST, Filter
from packdex.core.search.query import MAX_FILTERS, MAX_LENGTH, MAX_WORDS, Query, parse, pieces

TODAY = date(2026, 11, 21)
NOW = (TODAY - date(1970, 1, 1)).days


def read(text: str) -> Query:
    return parse(text, TODAY)


def test_words_phrases_and_what_is_not_wanted_can_be_combined() -> None:
    query = read('sign-in "one click" -token name:forms stars:>100 -is:archived')
    assert query.words == ("sign", "in")
    assert query.phrases == (("one", "click"),)
    assert query.without == (("token",),)
    assert query.names == ("forms",)
    assert [each.typed for each in query.filters] == ["stars:>100", "-is:archived"]
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("stars:>100", (101, MOST)),
        ("stars:>=100", (100, MOST)),
        ("stars:<10", (0, 9)),
        ("stars:7", (7, 7)),
        ("stars:10..50", (10, 50)),
        ("stars:>1k", (1001, MOST)),
        ("updated:<90d", (NOW - 90, MOST)),
        ("updated:>2y", (0, NOW - 730)),
        ("updated:2w", (NOW - 14, MOST)),
        ("updated:1970", (0, 364)),
        ("updated:1970-02", (31, 58)),
        ("updated:>1970-01-10", (10, MOST)),
        ("activity:active", (NOW - 365, MOST)),
    ],
)
def test_ranges_are_read_to_both_ends(text: str, between: tuple[int, int]) -> None:
    assert [each.between for each in read(text).filters] == [between]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("python:3.13", "py:3.13"),
        ("license:MIT", "l:mit"),
        ('licence:"BSD 3-Clause"', "l:bsd3clause"),
        ("author:@Ada", "@ada"),
        ("framework:django-5.2", "fw:django-5.2"),
        ("django:5.2", "fw:django-5.2"),
        ("has:grid", "x:ingrid"),
        ("is:grid", "k:g"),
    ],
)
def test_kinds_are_read_as_tags(text: str, tag: str) -> None:
    assert [each.any_of for each in read(text).filters] == [(tag,)]


@pytest.mark.parametrize("text", [example for example, _ in HELP.values()])
def test_each_example_of_the_help_is_understood(text: str) -> None:
    query = read(text)
    assert not query.notes
    assert not query.words
    assert not query.is_empty


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("stars:many", ("stars", "many"), "it is written as stars:>100"),
        ("python:new", ("python", "new"), "it is written as python:3.13"),
        ("updated:2026-13", ("updated", "2026", "13"), "updated:<90d"),
        ("license:", ("license",), "takes a value, such as license:mit"),
        ("colour:red", ("colour", "red"), "there is no operator colour:"),
    ],
)
def test_what_is_no_operator_is_searched_as_words_and_said(
    text: str, words: tuple[str, ...], said: str
) -> None:
    query = read(text)
    assert query.words == words
    assert len(query.notes) == 1
    assert said in query.notes[0]


def test_an_address_is_only_words() -> None:
    assert read("https://forge.example/ada/forms").notes == ()


def test_a_quotation_mark_that_does_not_close_reaches_to_the_end() -> None:
    query = read('name:a "one two')
    assert query.phrases == (("one", "two"),)
    assert "quotation mark is missing" in query.notes[0]


@pytest.mark.parametrize("text", ["", " ", "-", '"', "- -", "::", "\x00\x1f", "…", '""', "-:"])
def test_what_says_nothing_is_empty(text: str) -> None:
    assert read(text).is_empty


@pytest.mark.parametrize(
    "text", ["NEAR(", "a* ^b", ":* & | !", "x' OR 1=1 --", 'a" OR "b', "%s %(x)s", "\\ ' \\'"]
)
def test_the_syntax_of_engines_means_nothing(text: str) -> None:
    query = read(text)
    for word in (*query.words, *(w for phrase in query.phrases for w in phrase)):
        assert word.isalnum()


def test_what_is_too_long_is_cut_and_said() -> None:
    assert len(read("x" * 10_000).text) == MAX_LENGTH
    many = read(" ".join(f"a{number}" for number in range(40)))
    assert len(many.words) == MAX_WORDS
    assert "Only the first 12 words were searched." in many.notes
    filters = read("is:grid " * 30)
    assert len(filters.filters) == MAX_FILTERS


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    query = read(text)
    assert len(query.text) <= MAX_LENGTH
    assert all(isinstance(each, Filter) for each in query.filters)
    assert all(word and len(word) <= 40 for word in query.words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two words", ["two", "words"]),
        ('a "b c" -d -"e f"', ["a", '"b c"', "-d", '-"e f"']),
        ('category:"web frameworks" stars:>10', ['category:"web frameworks"', "stars:>10"]),
        ('left "open it', ["left", '"open it"']),
        (" \x00 ", []),
    ],
)
def test_a_query_is_taken_apart_as_it_was_typed(text: str, found: list[str]) -> None:
    assert pieces(text) == found
