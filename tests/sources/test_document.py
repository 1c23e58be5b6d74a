from datetime import UTC, datetime

import pytest

from packdex.sources.document import Document
from packdex.sources.errors import SourceError


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", "document: not JSON"),
        (b"<html>", "document: not JSON"),
        (b"\xff\xfe\x00", "document: not JSON"),
        (b"[" * 100_000, "document: not JSON"),
        (b'{"a":' * 100_000, "document: not JSON"),
        (b"9" * 10_000, "document: not JSON"),
        (b"[]", "document: an object expected, not a list"),
        (b"null", "document: an object expected, not null"),
        (b"NaN", "document: an object expected, not a number"),
    ],
)
def test_a_payload_that_is_no_object(payload: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        Document.parse(payload)


@pytest.fixture
def info() -> Document:
    values = {
        "name": " x ",
        "blank": " ",
        "null": None,
        "flag": True,
        "one": 1,
        "less": -1,
        "many": 2**31,
        "when": "2024-11-06T22:37:10.868088Z",
        "local": "2024-11-06T23:37:10+01:00",
        "naive": "2024-11-06T22:37:10",
        "never": "0001-01-01T00:00:00+05:00",
        "list": ["a", " ", "b"],
        "mixed": ["a", 1],
        "nul": "a\x00b\ud800c",
        "files": [{}, 3],
    }
    return Document(values, "info")


def test_what_is_there(info: Document) -> None:
    assert info.text("name") == "x"
    assert info.maybe_flag("flag") is True
    assert info.maybe_texts("list") == info.maybe_tags("list") == ("a", "b")
    assert info.maybe_count("one") == 1
    assert info.maybe_time("when") == datetime(2024, 11, 6, 22, 37, 10, 868088, UTC)
    assert info.maybe_time("local") == info.maybe_time("naive")


def test_what_is_not_known_is_none(info: Document) -> None:
    for key in ("null", "absent"):
        assert info.maybe_text(key) is None
        assert info.maybe_flag(key) is None
        assert info.maybe_time(key) is None
        assert info.maybe_object(key) is None
        assert info.maybe_texts(key) == ()
        assert info.maybe_tags(key) is None
        assert info.maybe_count(key) is None
    assert info.maybe_text("blank") is None


def test_characters_that_no_database_stores_are_marked(info: Document) -> None:
    assert info.maybe_text("nul") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("reader", "key", "message"),
    [
        ("text", "absent", r"info\.absent: missing or empty, text expected"),
        ("text", "blank", r"info\.blank: missing or empty, text expected"),
        ("text", "one", r"info\.one: text expected, not a number"),
        ("maybe_flag", "one", r"info\.one: true or false expected, not a number"),
        ("maybe_count", "flag", r"info\.flag: a number expected, not true or false"),
        ("maybe_count", "less", r"info\.less: -1 is not a number of things"),
        ("maybe_count", "many", r"info\.many: 2147483648 is not a number of things"),
        ("maybe_text", "flag", r"info\.flag: text expected, not true or false"),
        ("maybe_time", "name", r"info\.name: not an ISO 8601 time: 'x'"),
        ("maybe_time", "never", r"info\.never: not an ISO 8601 time"),
        ("maybe_texts", "mixed", r"info\.mixed\[1\]: text expected, not a number"),
        ("maybe_texts", "name", r"info\.name: a list expected, not text"),
        ("object", "absent", r"info\.absent: an object expected, not null"),
        ("objects", "absent", r"info\.absent: a list expected, not null"),
        ("objects", "files", r"info\.files\[1\]: an object expected, not a number"),
    ],
)
def test_what_is_wrong_is_named(info: Document, reader: str, key: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        getattr(info, reader)(key)


def test_text_that_is_too_long_is_not_cut() -> None:
    with pytest.raises(SourceError, match=r"name: 201 characters, 200 at most are taken"):
        Document({"name": "x" * 201}, "").text("name", 200)


def test_a_list_of_objects() -> None:
    assert [item.path for item in Document.parse_list(b"[{}, {}]")] == ["[0]", "[1]"]
    for payload, why in (
        (b"{}", "document: a list"),
        (b"[{}, 1]", r"\[1\]: an object"),
        (b"[", "document: not JSON"),
    ):
        with pytest.raises(SourceError, match=why):
            Document.parse_list(payload)
