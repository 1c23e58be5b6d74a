"""Names and words that are one to a person are one to the search."""

from __future__ import annotations

import pytest

from packdex.core.search import synonyms, typos
from packdex.core.search.document import Document, Traits, entry_of
from packdex.core.search.stem import stem
from packdex.core.search.words import compact, name_words, tails, words_of


@pytest.mark.parametrize(
    "name",
    ["django-crispy-forms", "Django Crispy Forms", "crispy_forms", "CrispyForms", "crispyforms",
     "DjangoCrispyForms", "crispy.forms", "Crispy-Förms"],
)  # fmt: skip
def test_spellings_of_a_name_are_one(name: str) -> None:
    assert compact(name) == "crispyforms"


def test_the_frameworks_name_alone_is_a_name() -> None:
    assert name_words("django") == ["django"]
    assert name_words("gutter-django") == ["gutter"]
    assert name_words("djangorestframework-mvt") == ["restframework", "mvt"]


def test_a_name_is_found_from_each_of_its_words_on() -> None:
    assert list(tails(["debug", "tool", "bar"])) == ["debugtoolbar", "toolbar", "bar"]


def test_letters_of_all_scripts_make_words() -> None:
    assert words_of("Ünïcode 中文, مرحبا_x 🗳") == ["unicode", "中文", "مرحبا", "x"]


@pytest.mark.parametrize(
    "words",
    [
        "invite invitation invitations inviting invited",
        "authentication authenticate authenticated authenticating",
        "pagination paginate paginator",
        "vote votes voting voted",
        "deploy deployment deploying",
        "caching cache cached caches",
        "optimisation optimization",
        "query queries",
    ],
)
def test_endings_make_no_difference(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ["form format", "user use", "admin administrator", "test text"])
def test_other_words_stay_others(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 2


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("invitations", "invitatons"), ("invitations", "invitatoins"),
        ("invitations", "nvitations"),
        ("invitations", "invitattions"), ("invitations", "imvitations"), ("sesame", "seasme"),
        ("invitations", "imvitatons"), ("invitations", "ivntations"), ("forms", "froms"),
    ],
)  # fmt: skip
def test_a_word_and_its_misspelling_share_a_key(word: str, typed: str) -> None:
    assert typos.keys(word, 2) & typos.keys(typed, 2)
    assert [found for found, _ in typos.meant(typed, [(word, 1), ("other", 5)])] == [word]


def test_the_nearest_word_comes_first_then_the_more_frequent() -> None:
    words = [("forms", 3), ("fonts", 90), ("norms", 4), ("form", 2)]
    assert typos.meant("formz", words)[0] == ("forms", 1)
    assert typos.meant("worms", words)[:2] == [("norms", 1), ("forms", 1)]


def test_keys_of_one_head_lie_in_one_range() -> None:
    low, high = typos.words_range(typos.number_of("invita"))
    assert low <= typos.word_number("invitations") <= high
    first, last = typos.key_range("invta")
    [key] = [n for n in typos.key_numbers("invitations", 1) if first <= n <= last]
    assert typos.head_of(key) == typos.number_of("invita")


def test_the_list_of_synonyms_is_read_line_by_line() -> None:
    table = synonyms.read(["# a comment", "", "auth, log in, login  # and why"])
    assert table[("login",)] == {("auth",), ("log", "in")}
    assert synonyms.runs(["log", "in", "now"], table) == [(0, 2), (2, 3)]


def test_the_list_that_comes_along_is_in_order() -> None:
    for words, others in synonyms.usual().items():
        assert others, words
        assert words not in others


def test_tokens_hold_nothing_that_an_engine_could_read() -> None:
    document = Document(
        1, False, 1, ("x'y\"z", "a\\b"), text="';-- \x00 NEAR(*) :*", topics=("q'",),
        authors=("o'neil[bot]",), traits=Traits(licence='M"IT', frameworks=("Dj'ango 5",)),
    )  # fmt: skip
    entry = entry_of(document)
    for text in (entry.tokens, " ".join(entry.named)):
        assert not set(text) & set("'\"\\*()\x00;")
