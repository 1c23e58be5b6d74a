"""The double must be strict, or the tests that use it prove nothing."""

import pytest

from tests.sources.scripted import ScriptedDoor


def test_an_address_it_was_not_told_about_fails_loudly() -> None:
    door = ScriptedDoor()
    door.tell("https://example.org/a")
    with pytest.raises(AssertionError, match=r"asked for https://example.org/b; told about .*/a"):
        door.get("https://example.org/b")


def test_an_answer_is_given_once() -> None:
    door = ScriptedDoor()
    door.tell("https://example.org/a", 404)
    assert door.get("https://example.org/a").status == 404
    with pytest.raises(AssertionError):
        door.get("https://example.org/a")
