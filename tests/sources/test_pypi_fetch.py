"""Each thing that a registry can do to us, and what comes of it, over a real socket."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from packdex.sources.errors import UnreachableError
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, RateLimited
from packdex.sources.pypi import DEFAULT_PAUSE, ProjectRef, fetch
from tests.sources.scripted import TAKEN_AT, ScriptedDoor
from tests.standins.registry import (
    MIB,
    Registry,
    Reply,
    document,
    gzip_bomb,
    huge,
    moved_to,
    slow_body,
    status,
    truncated,
    truncated_gzip,
)

pytestmark = pytest.mark.loopback


def test_facts_come_with_their_time_and_etag(registry: Registry, door: Door) -> None:
    etag = registry.publish("sample", document("sample"))
    before = datetime.now(UTC)
    outcome = fetch(ProjectRef("sample", registry.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts.version == "1.1"
    assert outcome.etag == etag
    assert before <= outcome.taken_at <= datetime.now(UTC)
    seen = registry.requests[0]
    assert seen.path == "/pypi/sample/json"
    assert seen.headers["accept"] == "application/json"
    assert "if-none-match" not in seen.headers


def test_unchanged_facts_cost_no_document(registry: Registry, door: Door) -> None:
    etag = registry.publish("sample", document("sample"))
    outcome = fetch(ProjectRef("sample", registry.origin, etag), door)
    assert isinstance(outcome, NotModified)
    assert registry.requests[0].headers["if-none-match"] == etag
    registry.publish("sample", document("sample", summary="changed"))
    assert isinstance(fetch(ProjectRef("sample", registry.origin, etag), door), Fetched)


def test_an_index_may_lie_below_a_path(registry: Registry, door: Door) -> None:
    fetch(ProjectRef("a b/c", registry.origin + "/team/"), door)
    assert registry.requests[0].path == "/team/pypi/a%20b%2Fc/json"


@pytest.mark.parametrize("code", [404, 410])
def test_a_project_that_is_not_there(registry: Registry, door: Door, code: int) -> None:
    registry.answer("sample", status(code))
    assert fetch(ProjectRef("sample", registry.origin), door) == Gone(code)


@pytest.mark.parametrize("code", [429, 403])
def test_a_registry_that_wants_a_pause(registry: Registry, door: Door, code: int) -> None:
    registry.answer("sample", status(code, retry_after="30"))
    outcome = fetch(ProjectRef("sample", registry.origin), door)
    assert isinstance(outcome, RateLimited)
    assert timedelta(0) < outcome.until - datetime.now(UTC) <= timedelta(seconds=30)


def test_a_pause_of_no_given_length() -> None:
    door = ScriptedDoor()
    door.tell("https://index.example/pypi/sample/json", 429)
    outcome = fetch(ProjectRef("sample", "https://index.example"), door)
    assert outcome == RateLimited(TAKEN_AT + DEFAULT_PAUSE)


def test_another_spelling_of_the_name_is_the_same_project(registry: Registry, door: Door) -> None:
    registry.answer("Sample_Project", moved_to("/pypi/sample-project/json"))
    registry.publish("sample-project", document("sample.project"))
    outcome = fetch(ProjectRef("Sample_Project", registry.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts.name == "sample.project"


def test_another_name_is_a_move(registry: Registry, door: Door) -> None:
    registry.answer("old", moved_to("/pypi/new/json"))
    registry.publish("new", document("new"))
    outcome = fetch(ProjectRef("old", registry.origin), door)
    assert outcome == Moved(f"{registry.origin}/pypi/new/json")


def test_the_document_of_another_project_is_not_believed(registry: Registry, door: Door) -> None:
    registry.publish("sample", document("other"))
    outcome = fetch(ProjectRef("sample", registry.origin), door)
    assert outcome == Failed("the registry answered about 'other'", permanent=True)


@pytest.mark.parametrize(
    ("reply", "permanent", "why"),
    [
        (status(500), False, "status 500"),
        (status(503), False, "status 503"),
        (status(304), False, "status 304"),
        (status(403), True, "status 403"),
        (status(451), True, "status 451"),
        (truncated, False, "the connection failed"),
        (truncated_gzip, False, "ends before its gzip"),
        (slow_body(0.1), False, "127.0.0.1: no answer in time"),
        (huge(), True, "larger than"),
        (gzip_bomb(50 * MIB), True, "larger than"),
        (status(200, b"<html>Back soon</html>"), True, "document: not JSON"),
        (status(200, b'{"info": []}'), True, "info: an object expected, not a list"),
        (moved_to("/pypi/sample/json"), True, "more than 5 redirects"),
    ],
)
def test_nothing_learnt(registry: Registry, reply: Reply, permanent: bool, why: str) -> None:
    registry.answer("sample", reply)
    with Door("tests", deadline_s=1, max_bytes=10 * MIB, allow_private=True, wait_s=0.01) as door:
        outcome = fetch(ProjectRef("sample", registry.origin), door)
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent
    assert why in outcome.why


def test_a_registry_that_cannot_be_reached() -> None:
    door = ScriptedDoor()
    door.fail("https://index.example/pypi/sample/json", UnreachableError("no route"))
    outcome = fetch(ProjectRef("sample", "https://index.example"), door)
    assert outcome == Failed("no route", permanent=False)


def test_a_private_registry_is_refused_without_the_setting(registry: Registry) -> None:
    with Door("tests") as door:
        outcome = fetch(ProjectRef("sample", registry.origin), door)
    assert isinstance(outcome, Failed)
    assert outcome.permanent
    assert registry.requests == []


def test_an_etag_too_long_to_keep_is_not_kept() -> None:
    door = ScriptedDoor()
    body = json.dumps(document("sample")).encode()
    door.tell(
        "https://index.example/pypi/sample/json", body=body, headers={"etag": f'"{"a" * 600}"'}
    )
    outcome = fetch(ProjectRef("sample", "https://index.example"), door)
    assert isinstance(outcome, Fetched)
    assert outcome.etag is None
