"""Status markers of projects, as the index's pages have them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from packdex.sources.errors import SourceError
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, RateLimited
from packdex.sources.pypi import ProjectRef
from packdex.sources.registry_status import ProjectStatus, fetch, parse
from tests.standins.index import Index
from tests.standins.registry import moved_to, status, truncated


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as running:
        yield running


@pytest.mark.loopback
def test_a_marker_with_its_reason(index: Index, door: Door) -> None:
    index.publish("Sample_Project", status={"status": "archived", "reason": "done"})
    outcome = fetch(ProjectRef("Sample_Project", index.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts == ProjectStatus("archived", "done")
    assert index.requests[0].path == "/simple/sample-project/"
    again = fetch(ProjectRef("Sample_Project", index.origin, outcome.etag), door)
    assert isinstance(again, NotModified)


@pytest.mark.loopback
def test_what_else_can_come(index: Index, door: Door) -> None:
    ref = ProjectRef("sample", index.origin)
    assert fetch(ref, door) == Gone(404)
    index.publish("sample")
    index.publish("other")
    for reply, expected in (
        (status(429), RateLimited),
        (status(500), Failed),
        (truncated, Fetched),
        (status(200, b"{}"), Failed),
        (status(200, json.dumps(index.page("other")).encode()), Failed),
        (moved_to("/simple/other/"), Moved),
    ):
        index.trouble(reply)
        assert isinstance(fetch(ref, door), expected)


def page(**values: Any) -> bytes:
    return json.dumps({"meta": {"api-version": "1.4"}, "name": "a", "files": [], **values}).encode()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ProjectStatus("active", None)),
        ({"project-status": {}}, ProjectStatus("active", None)),
        ({"meta": {"api-version": "1.3"}}, ProjectStatus(None, None)),
        ({"meta": {"api-version": "1.10"}}, ProjectStatus("active", None)),
        ({"project-status": {"status": "quarantined"}}, ProjectStatus("quarantined", None)),
    ],
)
def test_no_marker_means_active_where_there_are_markers(
    values: dict[str, Any], expected: ProjectStatus
) -> None:
    assert parse(page(**values)) == ("a", expected)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": None}, "name"),
        ({"meta": None}, "meta"),
        ({"meta": {"api-version": "1"}}, "meta.api-version"),
        ({"meta": {"api-version": 1.4}}, "meta.api-version"),
        ({"files": None}, "files"),
        ({"files": [{}]}, "files[0].filename"),
        ({"project-status": "archived"}, "project-status"),
        ({"project-status": {"status": "x" * 51}}, "project-status.status"),
        ({"project-status": {"status": "archived", "reason": 1}}, "project-status.reason"),
    ],
)
def test_a_wrong_field_is_named(values: dict[str, Any], field: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(page(**values))
    assert caught.value.field == field


def file(name: str, provenance: object = None) -> dict[str, Any]:
    return {"filename": name, "url": "https://files.example/x", "provenance": provenance}


PROOF = "https://index.example/integrity/x"


def test_a_version_is_attested_when_each_of_its_files_is() -> None:
    files = [
        file("a-1.0-py3-none-any.whl", PROOF),
        file("a-1.0.tar.gz", PROOF),
        file("a-2.0-py3-none-any.whl", PROOF),
        file("a-2.0.tar.gz"),
        file("a-3.0.win32.exe", PROOF),
        {"filename": "a-4.0.tar.gz", "url": "https://files.example/x"},
    ]
    told = {Version("1.0"): True, Version("2.0"): False, Version("4.0"): False}
    assert parse(page(files=files))[1].attested == told


def test_nothing_is_known_of_attestations_where_the_index_has_none() -> None:
    before = {"api-version": "1.2"}
    assert parse(page(meta=before, files=[file("a-1.0.tar.gz")]))[1].attested is None
    assert parse(page())[1].attested is None


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
KEYS = st.sampled_from(
    ["meta", "name", "project-status", "status", "reason", "api-version", "files", "filename"]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
    max_leaves=9,
)


@given(st.dictionaries(KEYS, JSON) | JSON)
def test_no_json_raises_anything_but_a_source_error(value: Any) -> None:
    with suppress(SourceError):
        parse(json.dumps(value).encode())
    if isinstance(value, dict):
        with suppress(SourceError):
            parse(page(**value))
