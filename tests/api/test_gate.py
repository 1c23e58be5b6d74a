"""The gate answers the very bytes that REST framework answers, or passes the request on."""

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings  # type: ignore[attr-defined]

from packdex.api import gate
from packdex.catalog import editions
from packdex.catalog.models import Package
from tests import make

pytestmark = pytest.mark.django_db

READS = [
    "/api/v4/packages/",
    "/api/v4/packages/?limit=2",
    "/api/v4/packages/?limit=2&offset=1",
    "/api/v4/packages/?limit=2&offset=2",
    "/api/v4/packages/?limit=0",
    "/api/v4/packages/?limit=999999999",
    "/api/v4/packages/?offset=5",
    "/api/v4/packages/?offset=999999999",
    "/api/v4/packages/bravo/",
    "/api/v4/packages/{bravo}/",
    "/api/v4/grids/",
    "/api/v4/grids/pair/",
    "/api/v4/categories/",
    "/api/v4/categories/apps/",
    "/api/v3/packages/",
    "/api/v3/packages/?limit=0",
    "/api/v3/packages/?limit=2&offset=1",
    "/api/v3/packages/?offset=50",
    "/api/v3/packages/bravo/",
    "/api/v3/grids/",
    "/api/v3/grids/pair/",
    "/api/v3/categories/",
    "/api/v3/categories/apps/",
]
PASSED_ON = [
    ("/api/v4/packages/bravo/?format=json", {}),
    ("/api/v4/packages/?q=bravo", {}),
    ("/api/v4/packages/?limit=abc", {}),
    ("/api/v4/packages/?limit=5offset=3", {}),
    ("/api/v4/packages/?limit=5&limit=6", {}),
    ("/api/v4/packages/nothing/", {}),
    ("/api/v4/packages/99999999999999999999/", {}),
    ("/api/v4/packages/bravo/", {"accept": "text/html"}),
    ("/api/v4/packages/bravo/", {"accept": "application/json; indent=4"}),
    ("/api/v4/packages/bravo/", {"authorization": "Token x"}),
    ("/api/v4/packages/bravo/", {"cookie": "sessionid=x"}),
]


@pytest.fixture
def bravo() -> Package:
    facts = {
        "description": "Zeile eins\r\n<b>zwei</b> \u2028 :gear: \U0001f3a9 \u0001",
        "stars": 7,
        "participants": ["a", "b[bot]"],
        "commits_over_52": list(range(52)),
    }
    alpha, bravo = make.package("alpha"), make.package("bravo", title="Bravo ", facts=facts)
    make.package("charlie", documentation_url="")
    make.grid("pair", bravo, alpha)
    make.grid("other", bravo)
    return bravo


def spied(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Notes for each request whether the gate answered it."""
    notes: list[bool] = []
    answer = gate.answer

    def noting(request: HttpRequest) -> Any:
        response = answer(request)
        notes.append(response is not None)
        return response

    monkeypatch.setattr(gate, "answer", noting)
    return notes


@pytest.mark.parametrize("address", READS)
def test_gate_and_rest_framework_answer_the_same(
    address: str, bravo: Package, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address.format(bravo=bravo.pk)
    notes = spied(monkeypatch)
    through_gate = client.get(address)
    monkeypatch.setattr(gate, "answer", lambda request: None)
    through_framework = client.get(address)
    assert notes == [True]
    assert through_gate.content == through_framework.content
    differing = {"Last-Modified", "Content-Security-Policy"}
    if "count" in through_gate.json() or "meta" in through_gate.json():
        differing.add("ETag")  # of a list: from the catalogue's mark, not from the bytes
    assert {k: v for k, v in through_gate.items() if k not in differing} == {
        k: v for k, v in through_framework.items() if k not in differing
    }


@pytest.mark.parametrize(("address", "headers"), PASSED_ON)
def test_what_the_gate_does_not_know_for_certain_passes_on(
    address: str,
    headers: dict[str, str],
    bravo: Package,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes = spied(monkeypatch)
    client.get(address, headers=headers)
    assert notes == [False]


def test_a_write_shows_in_the_very_next_answer(bravo: Package, client: Client) -> None:
    assert client.get("/api/v4/packages/bravo/").json()["repo_watchers"] == 7
    bravo.facts.stars = 8
    bravo.facts.save()
    editions.touch(packages=[bravo.pk])
    assert client.get("/api/v4/packages/bravo/").json()["repo_watchers"] == 8
    assert client.get("/api/v3/packages/bravo/").json()["repo_watchers"] == 8
    assert client.get("/api/v4/packages/").json()["results"][1]["repo_watchers"] == 8


def test_a_changed_setting_makes_stored_answers_stale(
    bravo: Package, client: Client, settings: Settings
) -> None:
    client.get("/api/v4/packages/bravo/")
    settings.TIME_ZONE = "America/New_York"
    assert client.get("/api/v4/packages/bravo/").json()["created"] == "2026-02-15T07:00:00-05:00"


def test_a_known_answer_is_not_sent_again(bravo: Package, client: Client) -> None:
    for address in ("/api/v4/packages/bravo/", "/api/v4/packages/", "/api/v3/packages/"):
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", ["/api/v4/packages/bravo/", "/api/v4/packages/"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_answer_is_recognised_in_every_form_of_the_question(
    address: str, form: str, bravo: Package, client: Client
) -> None:
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": form.format(etag)})
    assert (again.status_code, again["ETag"], again["Vary"]) == (304, etag, "Accept, Cookie")


def test_an_answer_known_by_its_time_is_not_sent_again(
    bravo: Package, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/api/v4/packages/bravo/")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    made = client.get("/api/v4/packages/bravo/")
    since = {"if-modified-since": made["Last-Modified"]}
    again = client.get("/api/v4/packages/bravo/", headers=since)
    assert (again.status_code, again["Last-Modified"]) == (304, made["Last-Modified"])
    earlier = {"if-modified-since": "Thu, 01 Jan 1970 00:16:40 GMT"}
    assert client.get("/api/v4/packages/bravo/", headers=earlier).status_code == 200


def test_a_known_list_is_recognised_without_reading_its_rows(
    bravo: Package, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = client.get("/api/v4/packages/?limit=2")["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/api/v4/packages/?limit=2", headers={"if-none-match": etag})
    assert (again.status_code, again["ETag"]) == (304, etag)


@pytest.mark.parametrize("address", ["/api/v4/packages/", "/api/v3/packages/"])
def test_a_list_is_another_after_any_write_and_under_another_address(
    address: str, bravo: Package, client: Client, settings: Settings
) -> None:
    etags = [client.get(address)["ETag"], client.get(address + "?limit=2")["ETag"]]
    settings.PACKDEX_SITE_URL = "https://packages.example.org"
    etags.append(client.get(address)["ETag"])
    editions.touch(packages=[bravo.pk])
    etags.append(client.get(address)["ETag"])
    assert len(set(etags)) == 4


def test_a_known_answer_is_sent_again_after_a_change(bravo: Package, client: Client) -> None:
    etag = client.get("/api/v4/packages/bravo/")["ETag"]
    Package.objects.filter(pk=bravo.pk).update(title="Changed")
    editions.touch(packages=[bravo.pk])
    again = client.get("/api/v4/packages/bravo/", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again.json()["title"] == "Changed"


def test_no_time_is_given_out_that_could_still_mean_another_answer(
    bravo: Package, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    assert "Last-Modified" not in client.get("/api/v4/packages/bravo/")
    now[0] = 1001.0
    assert client.get("/api/v4/packages/bravo/")["Last-Modified"] == "Thu, 01 Jan 1970 00:16:40 GMT"


def test_a_prepared_answer_takes_one_query_and_a_list_two(
    bravo: Package, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address, queries in (
        ("/api/v4/packages/bravo/", 1),
        ("/api/v4/grids/pair/", 1),
        ("/api/v3/packages/bravo/", 1),
        ("/api/v4/packages/", 2),
        ("/api/v3/packages/", 2),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_a_head_is_answered_like_a_get_without_body(bravo: Package, client: Client) -> None:
    got, head = client.get("/api/v4/packages/bravo/"), client.head("/api/v4/packages/bravo/")
    assert head.content == b""
    assert dict(head.items()) == dict(got.items())


def test_links_begin_with_the_origin_that_was_asked(
    bravo: Package, client: Client, settings: Settings
) -> None:
    def origins(response: HttpResponse) -> set[str]:
        return set(re.findall(r"https?://[^/]+", response.content.decode()))

    settings.ALLOWED_HOSTS = ["*"]
    asked = client.get("/api/v4/packages/bravo/", headers={"host": "a.example:8001"})
    assert origins(asked) == {"http://a.example:8001"}
    settings.PACKDEX_SITE_URL = "https://packages.example.org"
    assert origins(client.get("/api/v4/packages/bravo/")) == {"https://packages.example.org"}


def test_a_host_that_is_not_allowed_is_refused(bravo: Package, client: Client) -> None:
    answer = client.get("/api/v4/packages/bravo/", headers={"host": "evil.example"})
    assert answer.status_code == 400
