"""OAuth2 held to the letter: what is given to whom, and what every trick is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc import app_settings
from allauth.idp.oidc.internal.oauthlib.device_codes import cache_device_code_key
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from packdex.accounts.models import User
from packdex.accounts.oauth import applications, asked, families, keys, redirects
from packdex.accounts.tokens.bearer import bearer_of
from packdex.core.roles import Role, Scope
from tests import make
from tests.accounts.applications import BACK, FORM, App, app

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return make.user("ada")


@pytest.fixture
def bob() -> User:
    return make.user("bob")


@pytest.fixture
def ships(ada: User, bob: User) -> App:
    return app(ada, signed_in=bob)


def stands_for(token: str) -> tuple[str, set[str]] | None:
    bearer = bearer_of(token, timezone.now())
    return (bearer.user.username, set(bearer.scopes)) if bearer else None


# ---- a code


def test_a_code_gives_what_its_person_allowed(ships: App) -> None:
    told = ships.for_code(ships.code()).json()
    assert stands_for(told["access_token"]) == ("bob", {"read", "grids:write"})
    assert told["access_token"].startswith("pda_")
    assert told["refresh_token"].startswith("pdr_")
    assert set(told["scope"].split()) == {"openid", "read", "grids:write"}
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)


def test_what_is_kept_is_no_token(ships: App) -> None:
    told = ships.for_code(ships.code()).json()
    ships.row.refresh_from_db()
    stored = " ".join(str(row) for row in Token.objects.values()) + ships.row.secret
    for secret in (told["access_token"], told["refresh_token"], ships.secret):
        assert secret not in stored


def test_a_code_used_again_ends_all_that_came_of_it(ships: App) -> None:
    code = ships.code()
    first = ships.for_code(code).json()
    second = ships.token("refresh_token", refresh_token=first["refresh_token"]).json()
    other = ships.for_code(ships.code()).json()
    answer = ships.for_code(code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert stands_for(first["access_token"]) is stands_for(second["access_token"]) is None
    assert ships.token("refresh_token", refresh_token=second["refresh_token"]).status_code == 400
    assert stands_for(other["access_token"]), "another consent ended, too"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": ""}, "invalid_grant"),
        ({"code_verifier": "w" * 50}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "https://app.example/other"}, "invalid_request"),
        ({"client_secret": "pds_wrong"}, "invalid_client"),
        ({"client_id": "f" * 32}, "invalid_client"),
        ({"client_id": "../x"}, "invalid_client"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"resource": "https://other.example/"}, "invalid_target"),
        ({"code": "a\0b"}, "invalid_request"),
        ({"code": "x" * 300}, "invalid_request"),
        ({"code": "a b"}, "invalid_request"),
        ({"code": "a\r\nSet-Cookie: b=c"}, "invalid_request"),
        ({"client_id": "a\tb"}, "invalid_client"),
        ({"code_verifier": "x" * 20_000}, "invalid_request"),
    ],
)
def test_a_wrong_request_gets_nothing(ships: App, wrong: dict[str, str], error: str) -> None:
    answer = ships.for_code(ships.code(), **wrong)
    assert (answer.status_code // 100, answer.json()["error"]) == (4, error)
    assert answer["Cache-Control"] == "no-store"
    assert not Token.objects.exists()


def test_a_code_is_for_its_application_alone(ships: App, ada: User) -> None:
    code = ships.code()
    answer = app(ada).for_code(code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert ships.for_code(code).status_code == 200, "it was not spent by a stranger"


def test_a_code_lasts_a_minute() -> None:
    assert app_settings.AUTHORIZATION_CODE_EXPIRES_IN == 60
    assert families.KEPT.total_seconds() == app_settings.REFRESH_TOKEN_EXPIRES_IN


def test_a_code_gives_no_more_than_was_seen(ships: App) -> None:
    told = ships.for_code(ships.code(scope="read"), scope="read grids:write").json()
    assert told["scope"] == "read"


# ---- refresh tokens


def test_a_refresh_token_is_used_once_or_all_ends(ships: App) -> None:
    first = ships.for_code(ships.code()).json()
    second = ships.token("refresh_token", refresh_token=first["refresh_token"]).json()
    assert stands_for(second["access_token"]) == ("bob", {"read", "grids:write"})
    again = ships.token("refresh_token", refresh_token=first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert stands_for(second["access_token"]) is None
    assert ships.token("refresh_token", refresh_token=second["refresh_token"]).status_code == 400


def test_a_refresh_token_gives_no_more_than_it_had(ships: App) -> None:
    told = ships.for_code(ships.code(scope="read")).json()
    answer = ships.token(
        "refresh_token", refresh_token=told["refresh_token"], scope="read grids:write"
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_refresh_token_is_for_its_application_alone(ships: App, ada: User) -> None:
    told = ships.for_code(ships.code()).json()
    answer = app(ada).token("refresh_token", refresh_token=told["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert stands_for(told["access_token"])


def test_expired_rows_go_when_more_is_given_out(ships: App) -> None:
    ships.for_code(ships.code())
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    ships.token("client_credentials")
    assert [row.type for row in Token.objects.all()] == [Token.Type.ACCESS_TOKEN]


# ---- ending


def test_only_the_application_itself_ends_its_tokens(ships: App, ada: User) -> None:
    told = ships.for_code(ships.code()).json()
    for token in (told["access_token"], told["refresh_token"]):
        assert app(ada).post("revoke", token=token).status_code == 200
    assert stands_for(told["access_token"])
    assert ships.post("revoke", token=told["refresh_token"]).status_code == 200
    assert stands_for(told["access_token"]) is None
    assert ships.post("revoke", token="made-up").status_code == 200
    assert ships.post("revoke", token="x", client_secret="y").status_code == 401


def test_only_the_application_itself_is_told_of_its_tokens(ships: App, ada: User) -> None:
    told = ships.for_code(ships.code()).json()
    known = ships.post("introspect", token=told["access_token"]).json()
    assert (known["active"], known["client_id"]) == (True, ships.row.pk)
    assert set(known["scope"].split()) == {"openid", "read", "grids:write"}
    assert app(ada).post("introspect", token=told["access_token"]).json() == {"active": False}
    assert ships.post("introspect", token="made-up").json() == {"active": False}
    assert ships.post("introspect", token="x", client_secret="y").status_code == 401


def test_a_person_ends_what_they_allowed(ships: App, bob: User) -> None:
    told = ships.for_code(ships.code()).json()
    now = timezone.now()
    (one,) = applications.allowed(bob, now)
    assert (one.application, one.scopes) == (ships.row, ("openid", "read", "grids:write"))
    assert applications.end(bob, ships.row.pk)
    assert not applications.end(bob, ships.row.pk)
    assert applications.allowed(bob, now) == []
    assert stands_for(told["access_token"]) is None


def test_an_application_ends_with_its_owner(ships: App, ada: User) -> None:
    told = ships.for_code(ships.code()).json()
    ada.is_active = False
    ada.save()
    assert stands_for(told["access_token"]) is None
    answer = ships.token("refresh_token", refresh_token=told["refresh_token"])
    assert answer.json()["error"] == "invalid_client"
    assert ships.ask().status_code == 400


# ---- an application by itself


def test_by_itself_it_acts_for_its_owner(ships: App) -> None:
    told = ships.token("client_credentials", scope="grids:write").json()
    assert stands_for(told["access_token"]) == ("ada", {"grids:write"})
    assert "refresh_token" not in told


@pytest.mark.parametrize("scope", ["packages:write", "moderate", "openid", "read email", "*"])
def test_by_itself_it_gets_no_more_than_it_was_registered_for(ships: App, scope: str) -> None:
    answer = ships.token("client_credentials", scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_one_without_a_secret_is_nobody_by_itself(ada: User) -> None:
    answer = app(ada, public=True).token("client_credentials")
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] in {"unauthorized_client", "invalid_client"}


# ---- asking


@pytest.mark.parametrize(
    "address",
    [
        f"{BACK}/more",
        f"{BACK}?a=b",
        f"{BACK}#part",
        "https://app.example/",
        "https://app.example.evil.example/back",
        "https://app.example@evil.example/back",
        "https://user@app.example/back",
        "https://app.example:444/back",
        "http://app.example/back",
        "https://APP.example/back",
        "https://app.example/x/../back",
        "https://app.example/%62ack",
        "https://app.example\\@evil.example/back",
        "//app.example/back",
        "/back",
        "javascript:alert(1)",
        "https://[/back",
        "",
    ],
)
def test_nobody_is_sent_to_another_address(ships: App, address: str) -> None:
    answer = ships.ask(redirect_uri=address)
    assert answer.status_code == 400
    assert "Location" not in answer
    assert 'name="request"' not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": None},
        {"client_id": None},
        {"client_id": "f" * 32},
        {"client_id": "a\0b"},
        {"response_type": "token"},
        {"response_type": "code id_token"},
        {"response_type": None},
        {"scope": "moderate"},
        {"scope": "everything"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"prompt": "none"},
        {"prompt": "none login"},
        {"resource": "https://other.example"},
        {"claims": "{"},
        {"claims": "5"},
        {"state": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
    ],
)
def test_what_is_wrong_is_said_here_and_leads_nowhere(ships: App, wrong: Any) -> None:
    answer = ships.ask(**wrong)
    if wrong.keys() == {"state"}:
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert "Location" not in answer


def test_one_without_a_secret_needs_pkce(ada: User, bob: User) -> None:
    public = app(ada, public=True, signed_in=bob)
    assert public.ask(code_challenge=None, code_challenge_method=None).status_code == 400
    code = public.code()
    assert public.for_code(code, code_verifier="w" * 50).json()["error"] == "invalid_grant"
    assert public.token("authorization_code", code=code, redirect_uri=BACK).status_code == 400
    assert public.for_code(code).status_code == 200


def test_the_form_of_consent_cannot_be_changed(ships: App) -> None:
    page = ships.ask().content.decode()
    start = page.index('name="request" value="') + len('name="request" value="')
    signed = page[start : page.index('"', start)]
    sent = {"request": signed[:-2] + "xx", "scopes": ["read"], "action": "grant"}
    assert ships.browser.post("/identity/o/authorize", sent).status_code == 403
    more = {"request": signed, "scopes": ["read", "moderate"], "action": "grant"}
    assert "Location" not in ships.browser.post("/identity/o/authorize", more)


def test_what_is_not_ticked_is_not_given(ships: App) -> None:
    page = ships.ask().content.decode()
    start = page.index('name="request" value="') + len('name="request" value="')
    signed = page[start : page.index('"', start)]
    sent = {"request": signed, "scopes": ["read"], "action": "grant"}
    answer = ships.browser.post("/identity/o/authorize", sent)
    code = answer["Location"].partition("code=")[2].partition("&")[0]
    assert ships.for_code(code).json()["scope"] == "read"


def test_consent_is_shown_in_no_frame_and_kept_by_nobody(ships: App) -> None:
    answer = ships.ask()
    assert answer["X-Frame-Options"] == "DENY"
    policy = answer["Content-Security-Policy"].split("; ")
    assert "form-action 'self' https://app.example" in policy
    assert "no-store" in answer["Cache-Control"]


def test_consent_is_not_given_from_another_site(ada: User, bob: User) -> None:
    ships = app(ada)
    ships.browser = Client(enforce_csrf_checks=True)
    ships.browser.force_login(bob)
    sent = {"request": "x", "scopes": ["read"], "action": "grant"}
    assert ships.browser.post("/identity/o/authorize", sent).status_code == 403
    device = ships.browser.post("/identity/o/device?code=ABCD-EFGH", {"action": "confirm"})
    assert device.status_code == 403


def test_who_is_not_signed_in_signs_in_first(ada: User) -> None:
    answer = app(ada).ask()
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/identity/o/authorize%3F")


# ---- the endpoints themselves


def test_a_field_is_sent_once_in_a_form_in_the_body(ships: App, client: Client) -> None:
    path = "/identity/o/api/token"
    credentials = f"client_id={ships.row.pk}&client_secret={ships.secret}"
    asked_for = f"grant_type=client_credentials&{credentials}"
    assert client.post(path, asked_for, FORM).status_code == 200
    for body, kind, query in (
        (f"{asked_for}&scope=read&scope=grids:write", FORM, ""),
        (asked_for, "text/plain", ""),
        ('{"grant_type": "client_credentials"}', "application/json", ""),
        ("grant_type=client_credentials", FORM, f"?{credentials}"),
    ):
        answer = client.post(path + query, body, kind)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert client.get(path).status_code == 405


def test_the_librarys_own_notes_cannot_be_sent(ships: App) -> None:
    notes = {"user": "1", "client": "2", "scopes": "moderate", "access_token": "x"}
    told = ships.token("client_credentials", **notes).json()
    assert stands_for(told["access_token"]) == ("ada", {"read"})


def test_an_address_may_ask_so_often(
    ships: App, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(asked, "LIMIT", "2/m/ip")
    answers = [ships.token("client_credentials") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_endpoints_are_closed_to_pages_of_others(ships: App) -> None:
    body = f"grant_type=client_credentials&client_id={ships.row.pk}&client_secret={ships.secret}"
    headers = {"Origin": "https://evil.example"}
    answer = ships.server.post("/identity/o/api/token", body, FORM, headers=headers)
    assert "Access-Control-Allow-Origin" not in answer
    assert "Access-Control-Allow-Credentials" not in answer


# ---- registering


@pytest.mark.parametrize(
    ("address", "public", "ok"),
    [
        (BACK, False, True),
        ("https://app.example", False, True),
        ("https://app.example/back?kind=a", False, True),
        ("http://127.0.0.1/back", True, True),
        ("http://127.0.0.1:8000/back", True, True),
        ("http://[::1]:8000/back", True, True),
        ("com.example.app:/back", True, True),
        ("com.example.app:/back", False, False),
        ("app:/back", True, False),
        ("javascript:alert(1)", True, False),
        ("data:text/html,x", True, False),
        ("http://app.example/back", False, False),
        ("http://localhost/back", True, False),
        ("http://127.0.0.1.evil.example/back", True, False),
        ("http://127.0.0.1@evil.example/back", True, False),
        ("https://user:word@app.example/back", False, False),
        ("https://app.example/back#part", False, False),
        ("https://*.app.example/back", False, False),
        ("https://app.example/a/../back", False, False),
        ("https://app.example/ä", False, False),
        ("https://app.example/a b", False, False),
        ("https://app.example\\@evil.example", False, False),
        ("https://app.example:99999/back", False, False),
        ("https:///back", False, False),
        ("https://" + "a" * 600, False, False),
        ("", False, False),
    ],
)
def test_addresses_that_may_be_registered(address: str, public: bool, ok: bool) -> None:
    assert (redirects.problem(address, installed=public) is None) == ok


def test_a_loopback_address_has_any_port(ada: User, bob: User) -> None:
    same = redirects.is_same
    assert same("http://127.0.0.1:5/back", "http://127.0.0.1/back")
    assert same("http://[::1]:5/back", "http://[::1]:8/back")
    assert not same("http://127.0.0.1:5/other", "http://127.0.0.1/back")
    assert not same("http://[::1]/back", "http://127.0.0.1/back")
    assert not same("http://127.0.0.1:5@evil.example/back", "http://127.0.0.1/back")
    assert not same("https://app.example:5/back", BACK)


@pytest.mark.parametrize(
    ("name", "addresses", "scopes", "field"),
    [
        ("", [BACK], [], "name"),
        ("x" * 61, [BACK], [], "name"),
        ("a\u202eb", [BACK], [], "name"),
        ("Ships", ["http://app.example"], [], "addresses"),
        ("Ships", [BACK] * 11, [], "addresses"),
        ("Ships", [BACK], [Scope.MODERATE], "scopes"),
    ],
)
def test_what_cannot_be_registered_is_told_by_field(
    name: str, addresses: list[str], scopes: list[Scope], field: str
) -> None:
    reader = make.user("rosa", Role.READER)
    with pytest.raises(ValidationError) as caught:
        applications.register(reader, name, addresses, scopes, public=False)
    assert list(caught.value.message_dict) == [field]
    assert applications.owned(reader) == []


def test_there_are_only_so_many_of_a_person(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "MOST", 1)
    app(ada)
    with pytest.raises(ValidationError, match="You have 1 applications"):
        app(ada)


def test_a_new_secret_ends_the_old_one(ships: App, ada: User, bob: User) -> None:
    assert applications.renew_secret(bob, ships.row.pk) is None
    renewed = applications.renew_secret(ada, ships.row.pk)
    assert renewed is not None
    assert ships.token("client_credentials").json()["error"] == "invalid_client"
    ships.secret = renewed[1]
    assert ships.token("client_credentials").status_code == 200
    public = app(ada, public=True)
    assert applications.renew_secret(ada, public.row.pk) is None


def test_only_its_owner_removes_it(ships: App, ada: User, bob: User) -> None:
    told = ships.for_code(ships.code()).json()
    assert not applications.remove(bob, ships.row.pk)
    assert applications.remove(ada, ships.row.pk)
    assert stands_for(told["access_token"]) is None


# ---- the key


def test_the_key_is_made_once_for_its_owner_alone(
    settings: Any, tmp_path: Any, client: Client
) -> None:
    settings.PACKDEX_DATA = tmp_path
    first = client.get("/.well-known/jwks.json").json()
    assert [key["kty"] for key in first["keys"]] == ["RSA"]
    assert "d" not in first["keys"][0]
    assert client.get("/.well-known/jwks.json").json() == first
    file = tmp_path / keys.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_discovery_names_what_there_is(client: Client, settings: Any) -> None:
    told = client.get("/.well-known/openid-configuration").json()
    assert told == client.get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == "http://testserver"
    assert told["response_types_supported"] == ["code"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    for key, address in told.items():
        if key.endswith(("_endpoint", "_uri")):
            path = address.removeprefix("http://testserver")
            assert client.get(path).status_code in {200, 302, 400, 401, 405}, key
    settings.PACKDEX_SITE_URL = "https://packages.example.org"
    again = client.get("/.well-known/openid-configuration").json()
    assert again["issuer"] == "https://packages.example.org"
    assert again["token_endpoint"].startswith("https://packages.example.org/")


# ---- a device


def test_a_device_gets_what_its_person_allowed(ada: User, bob: User) -> None:
    device = app(ada, public=True, signed_in=bob)
    told = device.post("device/code", scope="read grids:write").json()
    page = told["verification_uri_complete"].removeprefix("http://testserver")
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    waiting = device.token(grant, device_code=told["device_code"])
    assert (waiting.status_code, waiting.json()["error"]) == (400, "authorization_pending")
    hasty = device.token(grant, device_code=told["device_code"])
    assert hasty.json()["error"] == "slow_down"
    asked_on = device.browser.get(page).content.decode()
    assert told["user_code"] in asked_on
    assert "Add and edit grids" in asked_on
    assert "may act for you" in device.browser.post(page, {"action": "confirm"}).content.decode()
    polled_at_once(told["device_code"])
    given = device.token(grant, device_code=told["device_code"]).json()
    assert stands_for(given["access_token"]) == ("bob", {"read", "grids:write"})
    assert device.token(grant, device_code=told["device_code"]).status_code == 400


@pytest.mark.parametrize("seen", ["read", None])
def test_a_device_gets_no_more_than_its_person_saw(ada: User, bob: User, seen: str | None) -> None:
    device = app(ada, public=True, signed_in=bob)
    told = device.post("device/code", **({"scope": seen} if seen else {})).json()
    page = told["verification_uri_complete"].removeprefix("http://testserver")
    assert "Add and edit grids" not in device.browser.get(page).content.decode()
    device.browser.post(page, {"action": "confirm"})
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    given = device.token(grant, device_code=told["device_code"], scope="grids:write").json()
    assert given["scope"] == "read"


def test_a_device_that_is_not_allowed_gets_nothing(ada: User, bob: User) -> None:
    device = app(ada, public=True, signed_in=bob)
    told = device.post("device/code").json()
    page = told["verification_uri_complete"].removeprefix("http://testserver")
    assert "not allowed" in device.browser.post(page, {"action": "deny"}).content.decode()
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    answer = device.token(grant, device_code=told["device_code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "access_denied")
    assert not Token.objects.exists()


def test_codes_of_devices_cannot_be_guessed(ships: App) -> None:
    pages = [ships.browser.get("/identity/o/device", {"code": f"AAAA-AA{n}"}) for n in range(6)]
    assert [page.status_code for page in pages] == [200] * 5 + [429]


@pytest.mark.parametrize("code", ["", " ", "a\tb", "x" * 300, "a\0b", "é", "'\"<b>"])
def test_what_is_no_code_of_a_device_is_said(ships: App, code: str) -> None:
    answer = ships.browser.get("/identity/o/device", {"code": code})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def polled_at_once(device_code: str) -> None:
    """Forget when the device asked last: it may ask every five seconds."""
    key = cache_device_code_key(device_code)
    known = cache.get(key)
    cache.set(key, known | {"last_poll_at": 0})
