"""The gate of pages answers the bytes and headers that the views do, or passes the request on."""

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries  # type: ignore[attr-defined]

from packdex.catalog.models import MovedSlug, Package
from packdex.web import gate
from tests import make
from tests.web.gates import ask, headers_of

pytestmark = pytest.mark.django_db

PATHS = ["/packages/p/bravo/", "/packages/p/bravo/verdict/", "/packages/p/bravo/badge.svg"]
PASSED_ON = [
    ("/packages/p/bravo/?x=1", {}),
    ("/packages/p/bravo", {}),
    ("/packages/p/nothing/", {}),
    ("/packages/p/nothing/badge.svg", {}),
    ("/packages/p/secret/", {}),
    ("/packages/p/secret/verdict/", {}),
    ("/packages/p/bravo/feed/", {}),
    ("/packages/p/bravo/", {"cookie": "sessionid=x"}),
    ("/packages/p/bravo/verdict/", {"cookie": "a=b; messages=x"}),
]


@pytest.fixture(autouse=True)
def bravo() -> Package:
    make.package("secret", hidden=True)
    return make.package("bravo", title="<Bravo>")


def at_gate(path: str, method: str = "GET", **headers: str) -> HttpResponse | None:
    return ask(gate, path, method, headers)


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_what_the_views_answer(client: Client, path: str) -> None:
    viewed, found = client.get(path), at_gate(path)
    assert found is not None
    assert (found.status_code, found.content) == (200, viewed.content)
    assert headers_of(found) == headers_of(viewed)
    assert found["Content-Length"] == viewed["Content-Length"] == str(len(found.content))


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client: Client, path: str) -> None:
    known = {"if-none-match": client.get(path)["ETag"]}
    viewed, found = client.get(path, headers=known), at_gate(path, **known)
    assert found is not None
    assert (found.status_code, found.content) == (304, b"")
    assert headers_of(found) == headers_of(viewed)


@pytest.mark.parametrize(("path", "headers"), PASSED_ON)
def test_what_it_does_not_know_for_certain_passes_on(path: str, headers: dict[str, str]) -> None:
    assert at_gate(path, **headers) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reads_is_answered(method: str) -> None:
    assert at_gate(PATHS[0], method) is None


def test_a_merged_package_passes_on(bravo: Package) -> None:
    MovedSlug.objects.create(former_id=999, slug="former", package=bravo, moved_at=make.NOON)
    assert at_gate("/packages/p/former/") is None


@pytest.mark.parametrize("path", PATHS)
def test_it_takes_one_query(path: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    at_gate(path)
    with django_assert_num_queries(1):
        assert at_gate(path) is not None
