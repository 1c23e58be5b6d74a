"""Nobody learns from answers, or from how long they take, who has an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from packdex.accounts.models import User
from tests import make
from tests.accounts.conftest import ADDRESS, Visitor

pytestmark = pytest.mark.django_db

Count = Callable[[], int]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Count:
    """How many passwords were hashed since it was asked last: what takes the time."""
    count = 0
    encode = hashers.MD5PasswordHasher.encode

    def counted(*args: Any, **kwargs: Any) -> str:
        nonlocal count
        count += 1
        return encode(*args, **kwargs)

    def since() -> int:
        nonlocal count
        last, count = count, 0
        return last

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return since


def _without_names(text: str) -> str:
    for name in ("ada@mail.example", "eve@mail.example", "ada", "eve"):
        text = text.replace(name, "N")
    return text


@pytest.mark.parametrize(
    ("login", "nobody"),
    [("ada", "eve"), (ADDRESS, "eve@mail.example"), ("social", "eve"), ("ada", "x" * 100_000)],
)
def test_signing_in(ada: Visitor, hashes: Count, login: str, nobody: str) -> None:
    social = make.user("social")
    social.set_unusable_password()
    social.save()
    told = []
    for name in (login, nobody):
        hashes()
        told.append((Visitor().sign_in(name, "wrong", 200), hashes()))
    assert told[0] == told[1]
    assert told[0][1] == 1
    assert "do not belong together" in told[0][0]


def test_signing_up_with_an_address_that_is_taken(ada: Visitor, hashes: Count) -> None:
    told = []
    for name, email in (("bob", ADDRESS), ("eve", "eve@mail.example")):
        visitor = Visitor()
        hashes()
        where = visitor.sign_up(name, email)
        told.append((where, hashes(), len(mail.outbox), _without_names(visitor.get(where))))
        mail.outbox.clear()
    assert told[0] == told[1]
    assert told[0][:3] == ("/accounts/confirm-email/", 1, 1)
    assert sorted(User.objects.values_list("username", flat=True)) == ["ada", "eve"]


def test_nor_by_rest(ada: Visitor, hashes: Count) -> None:
    told = []
    for name, email in (("bob", ADDRESS), ("eve", "eve@mail.example")):
        given = {"username": name, "email": email, "password": make.PASSWORD}
        hashes()
        answer = Client().post("/_allauth/app/v1/auth/signup", given, "application/json")
        flows = [flow["id"] for flow in answer.json()["data"]["flows"] if "is_pending" in flow]
        told.append((answer.status_code, flows, hashes(), len(mail.outbox)))
        mail.outbox.clear()
    assert told == [(401, ["verify_email"], 1, 1)] * 2
    told = []
    for login in ({"email": ADDRESS}, {"email": "bo@mail.example"}, {"username": "bo"}):
        path, given = "/_allauth/app/v1/auth/login", login | {"password": "wrong"}
        answer = Client().post(path, given, "application/json")
        told.append((answer.status_code, answer.json()["errors"][0]["message"], hashes()))
    assert told == [told[0]] * 3
    assert told[0][0::2] == (400, 1)


def test_who_has_the_address_is_told_of_it(ada: Visitor) -> None:
    Visitor().sign_up("bob", ADDRESS.upper())
    assert mail.outbox[0].to == [ADDRESS]
    assert mail.outbox[0].subject == "Packdex: you have an account"


def test_asking_for_a_new_password(ada: Visitor, hashes: Count) -> None:
    told = []
    for email in (ADDRESS, "eve@mail.example"):
        visitor = Visitor()
        hashes()
        where = visitor.post("/accounts/password/reset/", email=email)
        told.append((where, hashes(), len(mail.outbox), visitor.get(where)))
        mail.outbox.clear()
    assert told[0] == told[1]
    assert told[0][:3] == ("/accounts/password/reset/done/", 0, 1)


def test_taking_over_an_address_that_is_taken(ada: Visitor) -> None:
    bob = Visitor()
    make.user("bob")
    bob.sign_in("bob")
    bob.post("/accounts/reauthenticate/", password=make.PASSWORD)
    told = []
    for email in ("eve@mail.example", ADDRESS):
        bob.post("/accounts/email/", email=email, action_add="1")
        told.append(_without_names(bob.get("/accounts/email/")))
    assert told[0] == told[1]
    taken = mail.outbox[-1]
    assert taken.to == [ADDRESS]
    assert "Another account has this address" in bob.get(_link(taken.body))


def _link(body: object) -> str:
    return "/accounts/" + str(body).split("/accounts/", 1)[1].split()[0]


def test_wrong_passwords_are_counted(ada: Visitor) -> None:
    for _ in range(5):
        Visitor().sign_in("ada", "wrong", 200)
    visitor = Visitor()
    answer = visitor.client.post("/accounts/login/", {"login": "ADA", "password": make.PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "Wait 5 minutes" in answer.content.decode()
    assert not visitor.is_in


def test_forms_are_counted() -> None:
    visitor = Visitor()
    for _ in range(20):
        visitor.sign_up("..", status=200)
    answer = visitor.client.post("/accounts/signup/", {})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Wait 1 minute" in answer.content.decode()
