"""What people type into a cell is understood and kept; nothing typed is nothing said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.comparison.elements import (
    Element,
    ElementError,
    Kind,
    entered,
    sort_value,
    stored,
    understand,
)

MEANT = {
    Kind.YES: [
        "check",
        "yes",
        "y",
        "+",
        "++",
        "+++",
        "✓",
        "✔",
        ":white_check_mark:",
        "true",
        "good",
        "+1",
        "+2",
        "+9",
        "✅",
    ],
    Kind.NO: ["-", "--", "no", "x", "✗", "bad", "false", ":x:", "-1", "-2", "negative", "❌"],
    Kind.PARTIAL: ["partial", "some", "~"],
    Kind.PLANNED: ["wip", "planned", "soon", "coming soon", "in progress"],
    Kind.VERSION: ["1.2.3", "4.2", ">=3.2", ">=3.2,<5", "3.2 - 4.2", "3.x", "v3", "3+", "1.0rc1"],
    Kind.NUMBER: ["42", "1,000", "3", "98%", "-250", "1,000.5"],
    Kind.TEXT: ["django 4.2", "No SQL", "No-SQL", "good docs", "2024-01-01", "1,00", "?", "٣"],
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in MEANT.items() for text in texts]
)
def test_marks_are_understood_and_kept(text: str, kind: Kind) -> None:
    for typed in (text, text.upper(), f"  {text}\n"):
        assert understand(typed) == Element(kind, typed.strip())


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_typed_is_not_known(text: str) -> None:
    assert understand(text) is None
    assert stored("yes", text) is None
    assert entered(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Yes, via a plugin", Kind.YES, "via a plugin"),
        ("no (needs redis)", Kind.NO, "(needs redis)"),
        ("✅ built in", Kind.YES, "built in"),
        ("partial: only Postgres", Kind.PARTIAL, "only Postgres"),
        ("yes", Kind.YES, ""),
        ("++", Kind.YES, ""),
        ("No SQL", Kind.TEXT, "No SQL"),
    ],
)
def test_a_mark_may_lead_words(text: str, kind: Kind, words: str) -> None:
    element = understand(text)
    assert element is not None
    assert (element.kind, element.words, element.text) == (kind, words, text)


def test_a_chosen_kind_is_not_understood_away() -> None:
    element = stored("partial", "only on Postgres", "since 2.0", "https://example.org/")
    assert element == Element(Kind.PARTIAL, "only on Postgres", "since 2.0", "https://example.org/")
    assert element.words == "only on Postgres"
    assert stored("", "yes") == stored("a kind of tomorrow", "yes") == understand("yes")


@pytest.mark.parametrize(
    ("text", "strength"), [("yes", 1), ("+", 1), ("++", 2), ("+3", 3), ("++++", 3), ("--", 2)]
)
def test_repeated_signs_are_stronger(text: str, strength: int) -> None:
    element = understand(text)
    assert element is not None
    assert element.strength == strength


RISING = ["---", "-", "planned", "~", "Apache", "zebra", "9", "1,000", "3.9", "3.10", "yes", "++"]


def test_a_row_of_mixed_kinds_has_an_order() -> None:
    typed = [
        "yes",
        "3.10",
        "-",
        "9",
        "zebra",
        "++",
        "planned",
        "~",
        "1,000",
        "3.9",
        "---",
        "Apache",
    ]
    assert sorted(typed, key=lambda text: sort_value(understand(text))) == RISING
    assert sort_value(None) < sort_value(understand("---"))


def test_what_says_the_same_has_the_same_value() -> None:
    for one, other in (("yes", "✓"), ("No", "x"), ("1000", "1,000"), ("Some  text", "some text")):
        assert sort_value(understand(one)) == sort_value(understand(other))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "x" * 501}, "text"),
        ({"text": "yes", "note": "x" * 501}, "note"),
        ({"text": "yes", "source": "https://example.org/" + "x" * 1000}, "source"),
        ({"text": "yes", "source": "javascript:alert(1)"}, "source"),
        ({"text": "yes", "kind": "maybe"}, "kind"),
        ({"text": "many", "kind": "number"}, "text"),
        ({"text": "new", "kind": "version"}, "text"),
        ({"text": "", "note": "but why"}, "text"),
        ({"text": "", "kind": "number"}, "text"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_what_cannot_be_taken_is_named(fields: dict[str, str], field: str) -> None:
    with pytest.raises(ElementError) as caught:
        entered(**fields)
    assert caught.value.field == field
    assert field in str(caught.value)
    assert len(str(caught.value)) < 200


def test_what_is_entered_is_trimmed_and_typed() -> None:
    assert entered(" check ", note=" with a plugin ") == Element(Kind.YES, "check", "with a plugin")
    assert entered("", kind="partial") == Element(Kind.PARTIAL, "partial")
    assert entered("4", kind="version") == Element(Kind.VERSION, "4")
    assert entered("x" * 500) is not None


@given(st.lists(st.text(max_size=90)))
def test_any_text_is_taken_and_compares(texts: list[str]) -> None:
    elements = [understand(text) for text in texts]
    for element, text in zip(elements, texts, strict=True):
        assert (element is None) == (not text.strip())
        if element is not None:
            assert element.text == text.strip()
            assert 1 <= element.strength <= 3
    sorted(elements, key=sort_value)


@given(st.text("0123456789.,-<>=~v+x* abrcdev/to", max_size=90), st.sampled_from(["", *Kind]))
def test_versions_and_numbers_of_any_shape_compare(text: str, kind: str) -> None:
    values = [sort_value(stored(kind, text)), sort_value(understand("4.2")), sort_value(None)]
    sorted([*values, sort_value(understand("7")), sort_value(understand("words"))])
