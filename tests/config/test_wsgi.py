"""The application answers what Django's handler answers, whether the gate did it or not."""

import io
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpResponse
from django.test import Client

from packdex.api import gate
from packdex.config import application as wsgi
from tests import make

pytestmark = pytest.mark.django_db

PREPARED = [
    "/api/v4/packages/",
    "/api/v4/packages/alpha/",
    "/api/v3/packages/alpha/",
    "/api/v4/categories/",
    "/packages/p/alpha/",
    "/packages/p/alpha/verdict/",
    "/packages/p/alpha/badge.svg",
]
PASSED_ON = ["/api/v4/packages/nothing/", "/api/v4/", "/about/", "/robots.txt"]
OTHER_LETTERS = ["/api/v4/packages/\u0663/", "/api/v3/grids/\N{GRINNING FACE}/", "/api/v1/caf\xe9"]


def ask(path: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    """What a WSGI server gets from the application: status, headers, body."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    } | more
    begun: list[Any] = []
    body = wsgi.application(environ, lambda status, head, _=None: begun.extend([status, head]))
    return begun[0], dict(begun[1]), b"".join(body)


@pytest.fixture(autouse=True)
def kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests begin and end with a look at the connection, which would end the test's transaction.

    Django's own test client leaves it out for the same reason.
    """
    monkeypatch.setattr(
        connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete", lambda: None
    )


@pytest.fixture(autouse=True)
def alpha() -> None:
    make.package("alpha")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that Django's handler was asked for."""
    paths, django = [], wsgi._django

    def handler(environ: dict[str, Any], start_response: Any) -> Any:
        paths.append(environ["PATH_INFO"])
        return django(environ, start_response)

    monkeypatch.setattr(wsgi, "_django", handler)
    return paths


@pytest.mark.parametrize("path", PREPARED + PASSED_ON)
def test_the_answer_is_that_of_django(path: str, asked: list[str], client: Client) -> None:
    status, head, body = ask(path)
    whole = client.get(path)
    assert isinstance(whole, HttpResponse)
    assert status == f"{whole.status_code} {whole.reason_phrase}"
    assert head == dict(whole.items())
    assert body == whole.content
    assert asked == ([path] if path in PASSED_ON else [])


@pytest.mark.parametrize("path", OTHER_LETTERS)
def test_other_letters_in_a_path_are_read_once(path: str, client: Client) -> None:
    status, _, body = ask(path.encode().decode("latin-1"))  # as WSGI has it (PEP 3333)
    whole = client.get(path)
    assert isinstance(whole, HttpResponse)
    assert (status[:3], body) == (str(whole.status_code), whole.content)


def test_unchanged(asked: list[str]) -> None:
    etag = ask(PREPARED[1])[1]["ETag"]
    status, head, body = ask(PREPARED[1], HTTP_IF_NONE_MATCH=etag)
    assert (status, head["ETag"], body) == ("304 Not Modified", etag, b"")
    assert asked == []


def test_another_host_is_refused_by_django(asked: list[str]) -> None:
    status, _, _ = ask(PREPARED[0], HTTP_HOST="evil.example")
    assert status == "400 Bad Request"
    assert asked == [PREPARED[0]]


def test_a_database_that_fails_once_is_asked_again(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, failures = gate.answer, [DatabaseError("the server closed the connection")]

    def failing(request: Any) -> Any:
        if failures:
            raise failures.pop()
        return answer(request)

    monkeypatch.setattr(gate, "answer", failing)
    assert ask(PREPARED[0])[0] == "200 OK"
    assert asked == [PREPARED[0]]
