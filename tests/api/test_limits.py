"""How much one caller may ask, and what it is told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings  # type: ignore[attr-defined]
from rest_framework.test import APIClient

from packdex.accounts.tokens import personal
from packdex.api import limits
from packdex.api.models import Spent
from packdex.catalog.models import Package
from packdex.core.allowance import Allowance
from packdex.core.proxies import Proxies
from packdex.core.roles import Scope
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

OAK = "/api/v4/packages/oak/"
MINUTE = 1_800_000_000


@pytest.fixture(autouse=True)
def oak() -> Package:
    return make.package("oak")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.api.writing.view.time.time", lambda: MINUTE + 20.0)


def test_writes_are_counted_for_each_minute_and_caller() -> None:
    assert [limits.spend(7, "", MINUTE + at).left for at in (0, 30, 59)] == [119, 118, 117]
    assert limits.spend(7, "", MINUTE + 60).left == 119
    assert limits.spend(8, "", MINUTE).left == 119
    assert limits.spend(8, "personal:1", MINUTE).left == 59  # the token has less left
    assert limits.spend(7, "", MINUTE + 61) == limits.Left(120, 118, 59)


def test_what_was_counted_long_ago_goes() -> None:
    for person, at in ((7, 0), (8, 86_000), (9, 90_000)):
        limits.spend(person, "", MINUTE + at)
    assert set(Spent.objects.values_list("key", flat=True)) == {"person 8", "person 9"}


def test_every_write_tells_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.WRITES, "person", 2)
    ada = client_of("ada")
    for title, left in (("Elm", 1), ("", 0)):  # one that was refused counts, too
        answer = send(ada, "patch", OAK, {"title": title})
        assert answer["RateLimit-Policy"] == '"writes";q=2;w=60'
        assert answer["RateLimit"] == f'"writes";r={left};t=40'
    answer = send(ada, "patch", OAK, {"title": "Yew"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "40")
    assert answer["RateLimit"] == '"writes";r=0;t=40'
    assert answer.json() == {"detail": "That were too many writes within a minute."}
    assert Package.objects.get().title == "Elm"
    assert "RateLimit" not in ada.get(OAK)
    assert send(client_of("bea"), "patch", OAK, {"title": "Yew"}).status_code == 200


def test_a_token_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.WRITES, "token", 1)
    ada = make.user("ada")
    tokens = [
        personal.make(ada, "CI", [Scope.PACKAGES_WRITE], 30, timezone.now())[1] for _ in range(2)
    ]
    codes = []
    for token in (tokens[0], tokens[0], tokens[1]):
        bearer = APIClient(headers={"authorization": f"Bearer {token}"})
        codes.append(send(bearer, "patch", OAK, {"title": "Elm"}).status_code)
    assert codes == [200, 429, 200]


def test_reads_that_are_not_prepared_are_limited_by_address_and_account(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_reads", Allowance(1, 3600))
    settings.PACKDEX_PROXIES = Proxies(count=1)
    search, far = "/api/v4/search/?q=oak", {"x-forwarded-for": "203.0.113.9"}
    assert client.get(search).status_code == 200
    answer = client.get(search)
    assert (answer.status_code, int(answer["Retry-After"]) > 3500) == (429, True)
    assert client.get(search, headers=far).status_code == 200
    assert client.get("/api/v3/packages/?format=json", headers=far).json()["error"] == 429
    assert client_of("ada").get(search).status_code == 200
    assert client.get(OAK).status_code == 200  # prepared: not counted
