"""Versions and their ends, as a service of endoflife.date's form tells them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.lifecycles.products import Cycle
from packdex.sources.endoflife import ProductRef, fetch, parse
from packdex.sources.errors import SourceError
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, RateLimited
from tests.standins.endoflife import EndOfLife, document, release
from tests.standins.registry import status, truncated


@pytest.fixture
def service() -> Iterator[EndOfLife]:
    with EndOfLife() as running:
        yield running


@pytest.mark.loopback
def test_versions_come_oldest_first(service: EndOfLife, door: Door) -> None:
    service.publish(
        "python",
        release("3.14", "2025-10-07", eolFrom="2030-10-31"),
        release("3.9", "2020-10-05", eolFrom="2025-10-31", eoasFrom="2022-05-17"),
        release("3", "2008-12-03"),
    )
    outcome = fetch(ProductRef("python", service.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts == (
        Cycle("3.9", date(2020, 10, 5), date(2025, 10, 31), date(2022, 5, 17)),
        Cycle("3.14", date(2025, 10, 7), date(2030, 10, 31)),
    )
    assert service.requests[0].path == "/api/v1/products/python/"


@pytest.mark.loopback
def test_what_else_can_come(service: EndOfLife, door: Door) -> None:
    ref = ProductRef("django", service.origin)
    assert fetch(ref, door) == Gone(404)
    other = json.dumps(document("python", release("3.9", "2020-10-05"))).encode()
    for reply, expected in (
        (status(429, retry_after="60"), RateLimited),
        (status(500), Failed),
        (status(200, b"<html>"), Failed),
        (status(200, b"{}"), Failed),
        (status(200, other), Failed),
        (truncated, Failed),
    ):
        service.answer("/api/v1/products/django/", reply)
        assert isinstance(fetch(ref, door), expected)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, r"result.releases\[0\].name"),
        ({"releaseDate": None}, r"result.releases\[0\].releaseDate"),
        ({"eolFrom": "soon"}, r"result.releases\[0\].eolFrom: not a day: 'soon'"),
        ({"eolFrom": True}, r"result.releases\[0\].eolFrom"),
        ({"eolFrom": "2001-01-01"}, "before it came out"),
        ({"name": "x"}, "no version of two numbers"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, Any], field: str) -> None:
    wrong = document("django", release("6.0", "2025-12-03") | change)
    with pytest.raises(SourceError, match=field):
        parse(json.dumps(wrong).encode())


def test_nothing_is_told_twice() -> None:
    twice = document("django", release("6.0", "2025-12-03"), release("6.0", "2025-12-04"))
    with pytest.raises(SourceError, match="told twice"):
        parse(json.dumps(twice).encode())


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["result", "releases", "name", "releaseDate"]), inner)
    ),
    max_leaves=12,
)


@given(_json)
def test_anything_at_all_is_read_or_refused(value: Any) -> None:
    with suppress(SourceError):
        parse(json.dumps(value).encode())
