"""The pages of tokens and applications: made, shown once, seen by their person alone, ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from packdex.accounts.models import Application, PersonalToken, User
from packdex.accounts.tokens.bearer import bearer_of
from packdex.core.roles import Role, Scope
from tests import make
from tests.accounts.applications import BACK, app

pytestmark = pytest.mark.django_db
TOKENS, APPLICATIONS, ADD = (
    "/accounts/tokens/",
    "/accounts/applications/",
    "/accounts/applications/add/",
)
NEW = {"do": "make", "name": "Our checks", "days": "30", "scope": ["read", "grids:write"]}
SHIPS = {"name": "Ships", "kind": "confidential", "addresses": BACK, "scope": ["read"]}


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        said = client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
        assert said.status_code == 302
        return client

    return sign_in


@pytest.fixture
def ada() -> User:
    return make.user("ada")


@pytest.fixture
def browser(ada: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ada)


def shown_in(answer: Any) -> list[str]:
    return re.findall(r'<code class="secret">([^<]+)</code>', answer.content.decode())


def test_strangers_sign_in_first(client: Client) -> None:
    for path in (TOKENS, APPLICATIONS, ADD):
        for answer in (client.get(path), client.post(path, NEW)):
            assert answer["Location"].startswith("/accounts/login/?next=")


def test_nothing_is_handed_out_before_one_says_once_more_who_one_is(
    client: Client, ada: User
) -> None:
    client.force_login(ada)
    for path, sent in ((TOKENS, NEW), (ADD, SHIPS), (APPLICATIONS, {"do": "renew", "id": "x"})):
        assert client.get(path).status_code == 200
        answer = client.post(path, sent)
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not PersonalToken.objects.exists()
    assert not Application.objects.exists()


def test_who_said_so_has_what_was_asked_for(client: Client, ada: User) -> None:
    client.force_login(ada)
    where = client.post(TOKENS, NEW)["Location"]
    answer = client.post(where, {"password": make.PASSWORD})
    assert len(shown_in(answer)) == 1


def test_a_token_is_shown_once(browser: Client, ada: User) -> None:
    answer = browser.post(TOKENS, NEW)
    (token,) = shown_in(answer)
    assert "no-store" in answer["Cache-Control"]
    bearer = bearer_of(token, timezone.now())
    assert bearer is not None
    assert (bearer.user, bearer.scopes) == (ada, {Scope.READ, Scope.GRIDS_WRITE})
    again = browser.get(TOKENS).content.decode()
    assert token not in again
    assert token[:8] in again
    assert "Add and edit grids" in again


def test_a_token_is_ended_by_its_person_alone(
    browser: Client, signed_in: Callable[[User], Client]
) -> None:
    browser.post(TOKENS, NEW)
    row = PersonalToken.objects.get()
    eve = signed_in(make.user("eve"))
    assert "Our checks" not in eve.get(TOKENS).content.decode()
    eve.post(TOKENS, {"do": "revoke", "id": row.pk})
    assert PersonalToken.objects.exists()
    answer = browser.post(TOKENS, {"do": "revoke", "id": row.pk}, follow=True)
    assert "The token is of no use any more." in answer.content.decode()
    assert not PersonalToken.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Give it a name"),
        ({"name": "<b>x</b>" * 20}, "Give it a name"),
        ({"scope": []}, "Choose what it may"),
        ({"scope": ["everything"]}, "Choose what it may"),
        ({"days": ""}, "Choose how long"),
        ({"days": "9999"}, "Choose how long"),
        ({"days": "1e3"}, "Choose how long"),
    ],
)
def test_a_wrong_form_is_shown_once_more(browser: Client, changed: Any, said: str) -> None:
    answer = browser.post(TOKENS, NEW | changed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "<b>x</b>" not in page
    assert not PersonalToken.objects.exists()


def test_a_reader_is_offered_reading(signed_in: Callable[[User], Client]) -> None:
    page = signed_in(make.user("rosa", Role.READER)).get(TOKENS).content.decode()
    assert re.findall(r'name="scope" value="([^"]+)"', page) == ["read"]


def test_an_application_is_registered_and_its_secret_shown_once(browser: Client) -> None:
    answer = browser.post(ADD, SHIPS)
    key, secret = shown_in(answer)[:2]
    row = Application.objects.get(pk=key)
    assert row.check_secret(secret)
    assert row.get_redirect_uris() == [BACK]
    assert "read" in row.get_scopes()
    again = browser.get(APPLICATIONS).content.decode()
    assert key in again
    assert secret not in again
    renewed = shown_in(browser.post(APPLICATIONS, {"do": "renew", "id": key}))[1]
    row.refresh_from_db()
    assert row.check_secret(renewed)
    browser.post(APPLICATIONS, {"do": "remove", "id": key})
    assert not Application.objects.exists()


def test_one_for_peoples_devices_has_no_secret(browser: Client) -> None:
    sent = SHIPS | {"kind": "public", "addresses": "com.example.app:/back\nhttp://127.0.0.1/"}
    answer = browser.post(ADD, sent)
    row = Application.objects.get()
    assert row.is_public
    assert row.get_redirect_uris() == ["com.example.app:/back", "http://127.0.0.1/"]
    assert "pds_" not in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Give it a name"),
        ({"kind": ""}, "Choose where it runs"),
        ({"addresses": "http://app.example/back"}, "http://app.example/back: Use https://"),
        ({"addresses": "javascript:alert(1)"}, "Begin with https://"),
    ],
)
def test_a_wrong_registration_is_shown_once_more(browser: Client, changed: Any, said: str) -> None:
    answer = browser.post(ADD, SHIPS | changed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Application.objects.exists()


def test_a_person_ends_what_an_application_may(browser: Client, ada: User) -> None:
    ships = app(make.user("owner"), signed_in=ada)
    told = ships.for_code(ships.code()).json()
    page = browser.get(APPLICATIONS).content.decode()
    assert "Ships" in page
    assert 'href="/profiles/owner/"' in page
    browser.post(APPLICATIONS, {"do": "end", "id": ships.row.pk})
    assert bearer_of(told["access_token"], timezone.now()) is None
    assert Application.objects.exists(), "it is somebody else's"


@pytest.mark.parametrize("do", ["end", "renew", "remove", "", "x"])
def test_nothing_of_others_is_touched(browser: Client, do: str) -> None:
    ships = app(make.user("owner"))
    for key in (ships.row.pk, "", "a\0b", "x" * 500):
        assert browser.post(APPLICATIONS, {"do": do, "id": key}).status_code == 302
    ships.row.refresh_from_db()
    assert ships.row.check_secret(ships.secret)
