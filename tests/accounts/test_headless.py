"""Accounts by REST: a program's whole way through them, and what it is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from packdex.accounts.models import User
from tests import make
from tests.accounts.conftest import ADDRESS, letter, link_in

pytestmark = pytest.mark.django_db
ROOT = "/_allauth/app/v1/"
NEW = "another horse 8"


class Program:
    """A program that keeps what it is given to sign in with; it has no cookies."""

    def __init__(self) -> None:
        self.token = ""

    def send(self, method: str, path: str, status: int = 200, **sent: Any) -> Any:
        """The answer's data, or its errors, or what else it says."""
        headers = {"X-Session-Token": self.token} if self.token else {}
        if path.startswith("auth/password/reset") and method == "GET":
            headers["X-Password-Reset-Key"] = sent.pop("key")
        client = Client(enforce_csrf_checks=True)
        answer = client.generic(
            method,
            ROOT + path,
            json.dumps(sent) if sent else "",
            "application/json",
            headers=headers,
        )
        told = answer.json()
        assert answer.status_code == told["status"] == status, told
        assert not client.cookies, "a program is known by its header alone"
        self.token = told.get("meta", {}).get("session_token", self.token)
        return told.get("data") or told.get("errors") or told.get("meta")

    def api(self, path: str, method: str = "GET") -> Any:
        return Client().generic(method, path, headers={"X-Session-Token": self.token})


def key_in(number: int = -1) -> str:
    """What the last part of a letter's link is."""
    return link_in(letter(number)).rstrip("/").rpartition("/")[2]


@pytest.fixture
def ada() -> Program:
    """A program of somebody who signed up and confirmed the address by it."""
    program = Program()
    told = program.send(
        "POST", "auth/signup", 401, username="ada", email=ADDRESS, password=make.PASSWORD
    )
    pending = [flow["id"] for flow in told["flows"] if flow.get("is_pending")]
    assert pending == ["verify_email"]
    program.send("POST", "auth/email/verify", key=key_in())
    mail.outbox.clear()
    cache.clear()
    return program


def test_signing_up_out_and_in(ada: Program) -> None:
    known = ada.send("GET", "auth/session")["user"]
    assert (known["username"], known["email"]) == ("ada", ADDRESS)
    ada.send("DELETE", "auth/session", 401)
    ada.send("GET", "auth/session", 410)
    again = Program()
    again.send("POST", "auth/login", 400, username="ada", password="wrong horse 9")
    assert again.token == ""
    again.send("POST", "auth/login", email=ADDRESS, password=make.PASSWORD)
    assert again.send("GET", "auth/session")["user"]["username"] == "ada"


def test_the_profile(ada: Program) -> None:
    told = ada.send("GET", "account/profile")
    assert (told["account"], told["role"], told["shows_favorites"]) == ("ada", "member", False)
    told = ada.send("PATCH", "account/profile", github_account="ada-l", shows_favorites=True)
    assert (told["account"], told["shows_favorites"]) == ("ada-l", True)
    user = User.objects.get()
    assert (user.github_account, user.shows_favorites) == ("ada-l", True)


@pytest.mark.parametrize(
    "sent",
    [
        {"github_account": "no no"},
        {"github_account": 7},
        {"github_account": None},
        {"shows_favorites": "yes"},
        {"shows_favorites": 1},
        {"gitlab_url": "javascript:alert(1)"},
        {"role": "admin"},
        {"id": 7},
        {"username": "eve"},
        {"is_superuser": True, "github_account": "fine"},
    ],
)
def test_what_a_profile_does_not_take(ada: Program, sent: dict[str, Any]) -> None:
    before = User.objects.values().get()
    (problem,) = ada.send("PATCH", "account/profile", 400, **sent)
    assert problem["param"] in sent
    assert User.objects.values().get() == before


def test_another_password(ada: Program) -> None:
    other = Program()
    other.send("POST", "auth/login", username="ada", password=make.PASSWORD)
    wrong = ada.send("POST", "account/password/change", 400, current_password="x", new_password=NEW)
    assert wrong[0]["param"] == "current_password"
    easy = {"current_password": make.PASSWORD, "new_password": "password"}
    assert ada.send("POST", "account/password/change", 400, **easy)[0]["param"] == "new_password"
    ada.send("POST", "account/password/change", current_password=make.PASSWORD, new_password=NEW)
    Program().send("POST", "auth/login", username="ada", password=NEW)


def test_a_forgotten_password(ada: Program) -> None:
    asks = Program()
    asks.send("POST", "auth/password/request", email=ADDRESS)
    key = key_in()
    asks.send("GET", "auth/password/reset", key=key)
    asks.send("POST", "auth/password/reset", 401, key=key, password=NEW)
    asks.send("POST", "auth/password/reset", 400, key=key, password=make.PASSWORD)
    Program().send("POST", "auth/login", username="ada", password=NEW)


def test_who_has_an_account_cannot_be_asked(ada: Program) -> None:
    told = [
        Program().send("POST", "auth/password/request", email=email)
        for email in (ADDRESS, "nobody@mail.example")
    ]
    assert told[0] == told[1]
    taken = {"username": "eve", "email": ADDRESS, "password": make.PASSWORD}
    free = taken | {"username": "eva", "email": "eva@mail.example"}
    answers = [Program().send("POST", "auth/signup", 401, **form) for form in (taken, free)]
    assert answers[0] == answers[1]
    assert User.objects.count() == 2


def test_another_address(ada: Program) -> None:
    first = ada.send("POST", "account/email", 401, email="ada@new.example")
    assert [flow["id"] for flow in first["flows"]] == ["reauthenticate"]
    ada.send("POST", "auth/reauthenticate", password=make.PASSWORD)
    ada.send("POST", "account/email", email="ada@new.example")
    told = ada.send("GET", "account/email")
    assert [(one["email"], one["verified"]) for one in told] == [
        (ADDRESS, True),
        ("ada@new.example", False),
    ]
    sent = next(number for number, one in enumerate(mail.outbox) if "ada@new.example" in one.to)
    ada.send("POST", "auth/email/verify", key=key_in(sent))
    assert [one["email"] for one in ada.send("GET", "account/email")] == ["ada@new.example"]


def test_its_sessions(ada: Program) -> None:
    other = Program()
    other.send("POST", "auth/login", username="ada", password=make.PASSWORD)
    listed = ada.send("GET", "auth/sessions")
    strangers = [one["id"] for one in listed if not one["is_current"]]
    ada.send("DELETE", "auth/sessions", sessions=strangers)
    other.send("GET", "auth/session", 410)
    ada.send("GET", "auth/session")


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_a_second_step(ada: Program) -> None:
    secret = ada.send("GET", "account/authenticators/totp", 404)["secret"]
    ada.send("POST", "account/authenticators/totp", 401, code=_code(secret))
    ada.send("POST", "auth/reauthenticate", password=make.PASSWORD)
    ada.send("POST", "account/authenticators/totp", code=_code(secret))
    assert {one["type"] for one in ada.send("GET", "account/authenticators")} >= {"totp"}
    codes = ada.send("GET", "account/authenticators/recovery-codes")["unused_codes"]
    again = Program()
    told = again.send("POST", "auth/login", 401, username="ada", password=make.PASSWORD)
    assert "mfa_authenticate" in [f["id"] for f in told["flows"] if f.get("is_pending")]
    assert again.api("/api/v5/favorites/").status_code == 401, "half signed in is not signed in"
    again.send("POST", "auth/2fa/authenticate", code=codes[0])
    again.send("GET", "auth/session")


# ---- the API


def test_who_signed_in_by_rest_is_known_to_the_api(ada: Program) -> None:
    make.package("oak")
    assert ada.api("/api/v5/favorites/").status_code == 200
    plain = Client().get("/api/v4/packages/oak/")
    mine = ada.api("/api/v4/packages/oak/")
    assert mine.content == plain.content
    assert plain["Allow"] == "GET, HEAD, OPTIONS"
    assert "PATCH" in mine["Allow"]
    assert ada.api("/api/v5/packages/oak/favorite/", "PUT").status_code == 200


@pytest.mark.parametrize("token", ["x", "", "a\0b", "../x", "a" * 5000, "é"])
def test_a_session_that_is_none_is_refused_on_reads_too(token: str) -> None:
    program = Program()
    program.token = token
    for path in ("/api/v4/packages/", "/api/v5/favorites/"):
        answer = program.api(path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")


# ---- refusals


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 10_000, 400),
        (b'{"a":' * 300 + b"1" + b"}" * 300, 400),
        (b"{" + b" " * 70_000 + b"}", 413),
        (b"[]", 400),
        (b"5", 400),
        (b'"text"', 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"username": "\\ud800", "password": "x"}', 400),
        (b'{"username": {"a": 1}, "password": ["x"]}', 400),
        (b'{"username": "a\\u0000b", "password": "x"}', 400),
        (b'{"password": "x"}', 400),
        (b"{}", 400),
        (b"", 400),
    ],
)
@pytest.mark.parametrize("path", ["auth/login", "auth/signup", "auth/provider/token"])
def test_a_body_that_is_none_is_refused(body: bytes, status: int, path: str) -> None:
    answer = Client().post(ROOT + path, body, "application/json")
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert not User.objects.exists()


def test_signing_up_follows_the_setting(settings: Any) -> None:
    settings.PACKDEX_SIGN_UP = "closed"
    form = {"username": "ada", "email": ADDRESS, "password": make.PASSWORD}
    Program().send("POST", "auth/signup", 403, **form)
    assert not User.objects.exists()


def test_attempts_are_limited_as_on_the_page() -> None:
    make.user("ada")
    form = {"username": "ada", "password": "wrong horse 9"}
    answers = [Client().post(ROOT + "auth/login", form, "application/json") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    page = Client().post("/accounts/login/", {"login": "ada", "password": make.PASSWORD})
    assert page.status_code == 429, "the limit is one"


def test_other_sites_are_not_let_in() -> None:
    answer = Client().options(ROOT + "auth/login", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    assert Client().get("/_allauth/browser/v1/config").status_code == 404


def test_all_of_it_is_documented() -> None:
    told = Client().get("/_allauth/openapi.json").json()
    assert told["openapi"].startswith("3.")
    for path in ("auth/signup", "auth/login", "account/password/change", "account/profile"):
        assert ROOT + path in told["paths"]
    assert not [path for path in told["paths"] if "browser" in path]
