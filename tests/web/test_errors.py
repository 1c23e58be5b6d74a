"""What is answered when something is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from packdex.web import errors
from tests.web.conftest import Reader


@pytest.fixture
def request_(rf: RequestFactory) -> Any:
    return rf.get("/somewhere/<script>/")


def test_404_names_the_address_and_offers_a_search(read: Reader) -> None:
    page = read("/no/such/<script>/page/", 404)
    assert "/no/such/<script>/page/" in page.text
    assert page.source.count("<script") == 1  # our own
    assert 'role="search"' in page.source
    assert page.title == "Not found \N{EN DASH} Packdex"
    assert "canonical" not in page.source


def test_none_of_them_needs_the_database(
    request_: Any, django_assert_num_queries: Any, db: None
) -> None:
    problem = Exception()
    with django_assert_num_queries(0):
        assert errors.bad_request(request_, problem).status_code == 400
        assert errors.forbidden(request_, problem).status_code == 403
        assert errors.not_found(request_, problem).status_code == 404
        assert errors.server_error(request_).status_code == 500


def test_500_is_answered_even_when_its_page_cannot_be_made(
    request_: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_content: object) -> bytes:
        raise RuntimeError("no template")

    monkeypatch.setattr(errors, "page", broken)
    answer = errors.server_error(request_)
    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.content
    assert "the page for errors could not be made" in caplog.text


def test_500_tells_nothing_of_the_error(request_: Any) -> None:
    assert b"Traceback" not in errors.server_error(request_).content


def test_a_host_that_is_not_served_is_400(client: Client) -> None:
    answer = client.get("/about/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "does not answer for" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "host"), [("/nothing/", "testserver"), ("/", "evil.example"), ("/packages/?a", "")]
)
def test_what_anybody_can_send_is_not_logged(
    path: str, host: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    many = "&a" * 5000 if "?" in path else ""
    assert 400 <= client.get(path + many, headers={"host": host or "testserver"}).status_code < 500
    assert caplog.records == []


def test_our_own_errors_are_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_content: object) -> bytes:
        raise RuntimeError("no page")

    client.raise_request_exception = False
    monkeypatch.setattr("packdex.catalog.editions.marks", broken)
    assert client.get("/about/").status_code == 500
    assert "no page" in caplog.text


def test_a_form_without_proof_is_told_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/packages/")
    assert answer.status_code == 403
    assert "send it once more" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/packages/", "/packages/p/x/", "/robots.txt"])
def test_pages_are_read_not_written(path: str) -> None:
    assert Client().post(path).status_code == 405
