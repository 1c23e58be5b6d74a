"""POST /api/v5/stack/ judges names and versions; of all else it says what is wrong with it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from packdex.api.v5 import stack
from packdex.catalog.stack import allowed
from packdex.core.stack.judgement import from_json
from tests import make

pytestmark = pytest.mark.django_db
REGISTRY = "https://index.example"


@pytest.fixture(autouse=True)
def _catalogue(settings: Any) -> None:
    settings.PACKDEX_REGISTRY_URL = REGISTRY
    allowed.forget()
    link = f"{REGISTRY}/project/elm-tree/"
    make.package("elm-tree", facts={"archived": True}, pypi_url=link)


def ask(*dependencies: object, client: Client | None = None) -> Any:
    body = json.dumps({"dependencies": list(dependencies)})
    return (client or Client()).post("/api/v5/stack/", body, "application/json")


def test_each_is_judged_in_the_order_of_the_question() -> None:
    response = ask({"name": "Elm_Tree", "version": "1.0"}, {"name": "b"}, {"name": "elm-tree"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    told = response.json()
    assert [one["project"] for one in told["dependencies"]] == ["elm-tree", "b", "elm-tree"]
    assert [one["version"] for one in told["dependencies"]] == ["1.0", None, None]
    assert told["dependencies"][0]["verdict"]["key"] == "archived"
    assert told["dependencies"][1]["package"] is None
    assert [from_json(one).project for one in told["dependencies"]] == ["elm-tree", "b", "elm-tree"]


def test_nothing_asked_nothing_told() -> None:
    assert ask().json()["dependencies"] == []


@pytest.mark.parametrize(
    ("dependency", "detail"),
    [
        (3, "dependencies.0: '3' is not an object."),
        ({}, "dependencies.0.name: 'nothing' is not a name of a project."),
        ({"name": "no no"}, "dependencies.0.name: 'no no' is not a name of a project."),
        ({"name": "a", "version": "x"}, "dependencies.0.version: 'x' is not a version (PEP 440)."),
        ({"name": "a", "version": 3}, "dependencies.0.version: '3' is not a version (PEP 440)."),
        (
            {"name": "a", "specifier": "about 3"},
            "dependencies.0.specifier: 'about 3' is not a range (PEP 440).",
        ),
        ({"name": "a", "secret": 1}, "dependencies.0.secret: expected name, version, specifier."),
    ],
)
def test_what_is_wrong_is_named(dependency: object, detail: str) -> None:
    response = ask(dependency)
    assert response.status_code == 400
    assert response.json() == {"detail": detail}


@pytest.mark.parametrize("body", [b" ", b"{", b"[]", b"3", b'{"dependencies": 3}', b"\xff"])
def test_other_bodies_are_refused(client: Client, body: bytes) -> None:
    response = client.post("/api/v5/stack/", body, "application/json")
    assert response.status_code == 400
    assert response.json()["detail"]


@given(body=st.binary(max_size=60))
def test_any_body(body: bytes) -> None:
    with pytest.raises(stack.WrongError, match=r"."):
        stack._read(body)


def test_too_many_are_refused() -> None:
    response = ask(*[{"name": "a"}] * 501)
    assert response.status_code == 400
    assert "501 are too many; 500 at once" in response.json()["detail"]


class Unread(BytesIO):
    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("length", "status"),
    [("100000000", 413), ("", 411), ("-1", 411), ("\xb2", 411), ("0" * 30, 411)],
)
def test_sizes_are_looked_at_before_anything_is_read(
    client: Client, length: str, status: int
) -> None:
    response = client.generic(
        "POST", "/api/v5/stack/", CONTENT_LENGTH=length, **{"wsgi.input": Unread()}
    )
    assert response.status_code == status


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_questions(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v5/stack/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"


def test_programs_need_no_proof_of_a_form() -> None:
    assert ask({"name": "a"}, client=Client(enforce_csrf_checks=True)).status_code == 200


def test_too_much_in_a_short_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(12):
        response = ask(*[{"name": "a"}] * 500)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 120


def test_a_move_may_be_asked_about() -> None:
    def target(value: object) -> Any:
        body = json.dumps({"dependencies": [{"name": "elm-tree"}], "target": value})
        return Client().post("/api/v5/stack/", body, "application/json")

    told = target({"product": "django", "version": "6.0"}).json()
    assert told["target"] == "Django 6.0"
    assert told["dependencies"][0]["upgrade"]["answer"] == "unknown"
    for wrong, why in (
        ("django", 'expected an object: {"product": "django", "version": "6.0"}'),
        ({"product": "django"}, "expected an object"),
        ({"product": "wagtail", "version": "6.0"}, "'wagtail' is not known; expected python or"),
        ({"product": "django", "version": "9.9"}, "Django 9.9 is not known; expected one of 3.2"),
    ):
        response = target(wrong)
        assert response.status_code == 400
        assert why in response.json()["detail"]
