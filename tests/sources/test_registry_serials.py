"""Which projects changed, in one question, over a real socket."""

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.sources import registry_serials
from packdex.sources.answer import Streamed
from packdex.sources.errors import SourceError
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, NotModified, Outcome, RateLimited
from packdex.sources.registry_serials import (
    Serials,
    SerialsRef,
    fetch,
)
from tests.standins.index import Index
from tests.standins.registry import (
    MIB,
    Reply,
    gzip_bomb,
    slow_body,
    status,
    truncated,
    truncated_gzip,
)

pytestmark = pytest.mark.loopback


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as running:
        yield running


@pytest.fixture
def small(index: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index of which little is taken, and not for long."""
    monkeypatch.setattr(registry_serials, "MAX_BYTES", 2 * MIB)
    monkeypatch.setattr(registry_serials, "DEADLINE_S", 0.5)
    return index


def taken(outcome: Outcome[Serials]) -> Serials:
    assert isinstance(outcome, Fetched), outcome
    return outcome.facts


def test_one_question_tells_who_changed(index: Index, door: Door) -> None:
    index.fill(["Sample_Project", "other", "third"])
    first = fetch(SerialsRef(index.origin), door, {"sample-project", "other", "not-there"})
    assert taken(first) == Serials(1003, {"sample-project": 1001, "other": 1002})
    assert index.requests[0].path == "/simple/"
    assert index.requests[0].headers["accept"] == "application/vnd.pypi.simple.v1+json"
    assert isinstance(first, Fetched)
    again = fetch(SerialsRef(index.origin, first.etag), door, {"other"})
    assert isinstance(again, NotModified)
    index.touch("other")
    now = taken(fetch(SerialsRef(index.origin, first.etag), door, {"sample-project", "other"}))
    assert now == Serials(1004, {"sample-project": 1001, "other": 1004})
    assert index.count == 3


def test_an_index_below_a_path(index: Index, door: Door) -> None:
    assert fetch(SerialsRef(index.origin + "/team/"), door, []) == Gone(404)
    assert index.requests[0].path == "/team/simple/"


def test_an_index_without_serials(door: Door) -> None:
    with Index(serials=False) as index:
        index.publish("a")
        outcome = fetch(SerialsRef(index.origin), door, {"a"})
    assert outcome == Failed("the index tells no serials of its projects", permanent=True)


def test_an_empty_index(index: Index, door: Door) -> None:
    assert taken(fetch(SerialsRef(index.origin), door, {"a"})) == Serials(1000, {})


def test_the_header_tells_the_serial_too(index: Index, door: Door) -> None:
    index.answer("/simple/", status(200, b'{"projects": []}', x_pypi_last_serial="77"))
    assert taken(fetch(SerialsRef(index.origin), door, [])).serial == 77


@pytest.mark.parametrize(
    ("reply", "permanent", "why"),
    [
        (status(500), False, "status 500"),
        (status(406), True, "status 406"),
        (status(304), False, "status 304"),
        (truncated, False, "the connection failed"),
        (truncated_gzip, False, "ends before its gzip"),
        (gzip_bomb(20 * MIB), True, "larger than"),
        (slow_body(0.05), False, "no answer in time"),
        (status(200, b"<html>"), True, "an object expected"),
        (status(200, b'{"projects": [{"name": 1}]}'), True, "projects[0]: an object with a name"),
        (status(200, b'{"projects": [1]}'), True, "projects[0]: an object with a name"),
        (
            status(200, b'{"projects": [{"name": "a", "_last-serial": "1"}]}'),
            True,
            "projects[0]._last-serial: a serial expected",
        ),
        (status(200, b'{"meta": {"_last-serial": -1}}'), True, "meta._last-serial: a serial"),
        (status(200, b'{"projects": [{"name": "a", "_last-serial": 1}'), True, "not JSON"),
    ],
)
def test_nothing_learnt(small: Index, door: Door, reply: Reply, permanent: bool, why: str) -> None:
    small.trouble(reply)
    outcome = fetch(SerialsRef(small.origin), door, {"a"})
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent
    assert why in outcome.why


def test_an_index_that_wants_a_pause(index: Index, door: Door) -> None:
    index.trouble(status(429, retry_after="30"))
    assert isinstance(fetch(SerialsRef(index.origin), door, []), RateLimited)


def listing(count: int) -> Iterator[bytes]:
    yield b'{"meta":{"_last-serial":9,"api-version":"1.3"},"projects":['
    for start in range(0, count, 1000):
        rows = (f'{{"_last-serial":{i},"name":"project-{i}"}}' for i in range(start, start + 1000))
        yield (b"," if start else b"") + ",".join(rows).encode()
    yield b"]}"


def test_a_large_index_needs_little_memory() -> None:
    answer = Streamed(200, {}, listing(30_000), "https://index.example/simple/")
    tracemalloc.start()
    try:
        told = taken(registry_serials._taken(answer, {"project-5", "project-29999"}))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert told.projects == {"project-5": 5, "project-29999": 29999}
    assert peak < MIB


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
KEYS = st.sampled_from(["meta", "projects", "name", "_last-serial", "api-version"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
    max_leaves=9,
)


@given(st.dictionaries(KEYS, JSON) | JSON)
def test_no_json_raises_anything_but_a_source_error(value: Any) -> None:
    body = json.dumps(value).encode()
    with suppress(SourceError):
        registry_serials._taken(Streamed(200, {}, iter([body]), "https://x.example"), {"a"})
