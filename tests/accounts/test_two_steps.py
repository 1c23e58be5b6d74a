"""Codes of an app, recovery codes, and what the pages of passkeys answer without a device."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError

from packdex.accounts import people
from packdex.accounts.models import User
from packdex.accounts.two_steps import TwoSteps
from tests import make
from tests.accounts.conftest import Visitor

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/two-steps/totp/activate/"


@pytest.fixture
def ada(ada: Visitor) -> Visitor:
    """She typed her password lately."""
    ada.post("/accounts/reauthenticate/", password=make.PASSWORD)
    return ada


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture
def secret(ada: Visitor) -> str:
    """That of the app that Ada set up."""
    found = re.findall(r"<code>([A-Z2-7]+)</code>", ada.client.get(ACTIVATE).content.decode())[0]
    where = ada.post(ACTIVATE, code=code_of(found))
    assert where == "/accounts/two-steps/recovery-codes/"
    return str(found)


def test_the_picture_needs_nothing_from_elsewhere(ada: Visitor) -> None:
    source = ada.client.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in source


def test_a_password_alone_is_not_enough(ada: Visitor, secret: str) -> None:
    other = Visitor()
    assert other.sign_in("ada") == "/accounts/two-steps/authenticate/"
    assert not other.is_in
    text = other.post("/accounts/two-steps/authenticate/", 200, code="000000")
    assert "Incorrect code" in text
    assert not other.is_in


def test_the_second_step_signs_in(ada: Visitor, secret: str) -> None:
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    cache.clear()  # a code is taken once
    other = Visitor()
    other.sign_in("ada")
    assert other.post("/accounts/two-steps/authenticate/", code=code_of(secret)) == "/"
    assert other.is_in


def test_a_recovery_code_signs_in_once(ada: Visitor, secret: str) -> None:
    codes = ada.client.get("/accounts/two-steps/recovery-codes/download/").content.decode().split()
    assert len(codes) == 10
    for expected in (True, False):
        other = Visitor()
        other.sign_in("ada")
        other.post("/accounts/two-steps/authenticate/", 302 if expected else 200, code=codes[0])
        assert other.is_in is expected
    assert "9 left" in ada.get("/accounts/two-steps/")


def test_wrong_codes_are_counted(ada: Visitor, secret: str) -> None:
    other = Visitor()
    other.sign_in("ada")
    for _ in range(5):
        other.post("/accounts/two-steps/authenticate/", 200, code="000000")
    answer = other.client.post("/accounts/two-steps/authenticate/", {"code": code_of(secret)})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


def test_it_is_turned_off(ada: Visitor, secret: str) -> None:
    ada.get("/accounts/two-steps/totp/deactivate/")
    assert ada.post("/accounts/two-steps/totp/deactivate/") == "/accounts/two-steps/"
    assert not Authenticator.objects.exists()
    assert Visitor().sign_in("ada") == "/"


def test_secrets_are_not_stored_as_they_are(ada: Visitor, secret: str) -> None:
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert TwoSteps().decrypt(stored) == secret


def test_with_another_secret_key_no_code_fits(
    ada: Visitor, secret: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECRET_KEY = "another key, as after a restore without it"
    other = Visitor()
    other.sign_in("ada")
    for code in (code_of(secret), code_of("")):
        other.post("/accounts/two-steps/authenticate/", 200, code=code)
    assert not other.is_in
    assert "the secret key changed" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "totp/activate/",
        "webauthn/add/",
        "recovery-codes/generate/",
        "recovery-codes/",
    ],
)
def test_what_changes_the_account_takes_the_password(visitor: Visitor, path: str) -> None:
    bob = make.user("bob")
    visitor.sign_in("bob")
    Authenticator.objects.create(user=bob, type="recovery_codes", data={"seed": "x"})
    where = visitor.client.get(f"/accounts/two-steps/{path}")["Location"]
    assert where.startswith("/accounts/reauthenticate/?next=")
    assert "or: a code" in visitor.get(where).lower()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "x", '{"id": 1}', "null", "1", '"x"'])
def test_a_made_up_passkey_is_refused(ada: Visitor, credential: str) -> None:
    ada.get("/accounts/two-steps/webauthn/add/")
    ada.post("/accounts/two-steps/webauthn/add/", 200, name="k", credential=credential)
    other = Visitor()
    options = other.client.get(
        "/accounts/two-steps/webauthn/login/", headers={"accept": "application/json"}
    ).json()
    assert options["request_options"]["publicKey"]["rpId"] == "testserver"
    assert other.post("/accounts/two-steps/webauthn/login/", credential=credential).endswith(
        "/accounts/login/"
    )
    assert not other.is_in
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", [{}, {"id": 1}, {"id": "x", "rawId": "x"}, [], "x", None])
def test_nor_is_it_by_rest(visitor: Visitor, credential: object) -> None:
    path = "/_allauth/app/v1/auth/webauthn/login"
    answer = visitor.client.post(path, {"credential": credential}, "application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["param"] == "credential"


def test_another_s_passkey_is_not_there(ada: Visitor) -> None:
    key = Authenticator.objects.create(user=make.user("bob"), type="webauthn", data={"name": "k"})
    for step in ("edit", "remove"):
        path = f"/accounts/two-steps/webauthn/keys/{key.pk}/{step}/"
        assert ada.client.get(path).status_code == 404
        assert ada.client.post(path, {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get().data == {"name": "k"}
    assert mail.outbox == []


def test_accounts_of_the_operator_have_them_too(visitor: Visitor) -> None:
    make.user("bob")
    visitor.sign_in("bob")
    visitor.post("/accounts/reauthenticate/", password=make.PASSWORD)
    assert "Set up an app" in visitor.get(ACTIVATE)
    assert User.objects.get().email == ""


def test_the_operator_helps_who_lost_everything(ada: Visitor, secret: str) -> None:
    user = User.objects.get()
    people.set_password(user, "battery staple 8", drop_steps=False)
    assert ada.client.get("/accounts/").status_code == 302  # signed out
    assert Visitor().sign_in("ada", "battery staple 8") == "/accounts/two-steps/authenticate/"
    people.set_password(user, "battery staple 8", drop_steps=True)
    assert Visitor().sign_in("ada", "battery staple 8") == "/"
    with pytest.raises(ValidationError):
        people.set_password(user, "1234", drop_steps=True)
