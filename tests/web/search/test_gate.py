"""The gate of the search answers the bytes and headers that the views do, or passes on."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from packdex.web.search import gate, pages
from tests import make
from tests.web.gates import ask, headers_of

pytestmark = pytest.mark.django_db

PATHS = ["/search/?q=bravo", "/search/", "/search/suggest/?q=bra"]


@pytest.fixture(autouse=True)
def bravo() -> None:
    make.package("bravo", title="<Bravo>")


def at_gate(path: str, method: str = "GET", **headers: str) -> HttpResponse | None:
    return ask(gate, path, method, headers)


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_what_the_views_answer(client: Client, path: str) -> None:
    viewed, found = client.get(path), at_gate(path)
    assert found is not None
    assert (found.status_code, found.content) == (200, viewed.content)
    assert headers_of(found) == headers_of(viewed)
    assert found["Content-Length"] == viewed["Content-Length"] == str(len(found.content))
    known = {"if-none-match": viewed["ETag"]}
    viewed, found = client.get(path, headers=known), at_gate(path, **known)
    assert found is not None
    assert (found.status_code, found.content) == (304, b"")
    assert headers_of(found).items() >= headers_of(viewed).items()


@pytest.mark.parametrize(
    ("path", "method", "cookie"),
    [
        ("/search/?q=bravo", "GET", "sessionid=x"),
        ("/search/?q=bravo", "GET", "a=b; messages=x"),
        ("/search/suggest/?q=bravo", "POST", ""),
        ("/search/else/", "GET", ""),
    ],
)
def test_what_it_does_not_know_for_certain_passes_on(path: str, method: str, cookie: str) -> None:
    assert at_gate(path, method, cookie=cookie) is None


def test_what_goes_wrong_is_said_by_django(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pages, "_written", fails)
    assert at_gate("/search/?q=bravo") is None
