"""Another Packdex is asked for judgements: told little, believed in nothing that it is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from packdex.core.stack.judgement import Asked, Judgement, as_json
from packdex.sources.answer import Answer
from packdex.sources.errors import UnreachableError, UntrustedError
from packdex.sources.instance import AT_ONCE, InstanceError, judge_there, origin_of
from tests.sources.scripted import TAKEN_AT, ScriptedDoor

ORIGIN = "https://packages.example"
URL = f"{ORIGIN}/api/v5/stack/"


class Door(ScriptedDoor):
    """Keeps what was posted."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Any] = []

    def post(self, url: str, document: Any, headers: Any = None) -> Answer:
        self.posted.append(document)
        return self.get(url, headers)


def told(*projects: str) -> bytes:
    judged = [as_json(Judgement(project=project)) for project in projects]
    return json.dumps({"judged_at": TAKEN_AT.isoformat(), "dependencies": judged}).encode()


def refusal(door: Door, *asked: Asked) -> InstanceError:
    with pytest.raises(InstanceError) as caught:
        judge_there(asked or [Asked("a")], ORIGIN, door, lambda _: None)
    return caught.value


def test_it_is_told_names_and_versions_only() -> None:
    door, asked = Door(), [Asked("a", "1.0", "==1.0"), Asked("b", None, ">1"), Asked("c")]
    door.tell(URL, body=told("a", "b", "c"))
    said, at = judge_there(asked, ORIGIN, door, lambda _: None)
    assert at == TAKEN_AT
    assert {one: judged.project for one, judged in said.items()} == {
        one: one.project for one in asked
    }
    assert door.posted == [
        {
            "dependencies": [
                {"name": "a", "version": "1.0"},
                {"name": "b", "specifier": ">1"},
                {"name": "c"},
            ]
        }
    ]


def test_many_are_asked_about_in_parts() -> None:
    names = [f"p{number}" for number in range(AT_ONCE + 1)]
    door = Door()
    door.tell(URL, body=told(*names[:AT_ONCE]))
    door.tell(URL, body=told(names[-1]))
    said, _ = judge_there([Asked(name) for name in names], ORIGIN, door, lambda _: None)
    assert len(said) == AT_ONCE + 1


def test_where_it_wants_to_be_left_alone_we_wait() -> None:
    door, waited = Door(), list[float]()
    door.tell(URL, 429, headers={"retry-after": "7"})
    door.tell(URL, body=told("a"))
    judge_there([Asked("a")], ORIGIN, door, waited.append)
    assert waited == [7]


def test_but_not_for_ever() -> None:
    door = Door()
    door.tell(URL, 429, headers={"retry-after": "4000"})
    assert str(refusal(door)) == f"{ORIGIN} wants to be asked again in 4000 s"
    for _ in range(6):
        door.tell(URL, 429, headers={"retry-after": "1"})
    assert "try again later" in str(refusal(door))


@pytest.mark.parametrize(
    ("status", "body", "permanent", "words"),
    [
        (404, b"<html>", True, "answered HTTP 404; expected a Packdex with /api/v5/stack/"),
        (400, b'{"detail": "no"}', True, "answered HTTP 400 (no)"),
        (500, b"", False, "busy or out of order (HTTP 500)"),
        (200, b"<html>", True, "gave no answer of a Packdex"),
        (200, b"[]", True, "gave no answer of a Packdex"),
        (200, b"[" * 100_000, True, "gave no answer of a Packdex"),
        (200, told("b"), True, "gave no answer of a Packdex"),
        (200, told(), True, "gave no answer of a Packdex"),
        (200, told("a").replace(b"+00:00", b""), True, "gave no answer of a Packdex"),
    ],
)
def test_other_answers(status: int, body: bytes, words: str, *, permanent: bool) -> None:
    door = Door()
    door.tell(URL, status, body)
    error = refusal(door)
    assert error.permanent is permanent
    assert words in str(error)


def test_an_instance_that_moved_is_named_and_not_followed() -> None:
    door = Door()
    door.tell(URL, 301, headers={"location": "https://elsewhere.example/"})
    assert "https://elsewhere.example/" in str(refusal(door))
    assert len(door.asked) == 1


def test_without_an_answer() -> None:
    door = Door()
    door.fail(URL, UnreachableError("no connection"))
    assert str(refusal(door)) == f"{ORIGIN}: no connection"
    door.fail(URL, UntrustedError("no certificate"))
    assert not refusal(door).permanent


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://packages.example/", ORIGIN),
        ("packages.example", ORIGIN),
        ("https://packages.example/api/v5/", ORIGIN),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ],
)
def test_what_people_type(typed: str, origin: str) -> None:
    assert origin_of(typed) == origin


@pytest.mark.parametrize("typed", ["", "ftp://packages.example", "https://u:p@packages.example"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError, match="is not an address such as"):
        origin_of(typed)
