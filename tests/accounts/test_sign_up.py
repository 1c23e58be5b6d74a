"""Signing up, confirming the address, choosing a new password, changing the address."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from packdex.accounts import people
from packdex.accounts.models import User
from packdex.core.roles import Role
from tests import make
from tests.accounts.conftest import ADDRESS, Visitor, letter, link_in

pytestmark = pytest.mark.django_db


def test_an_account_is_made_and_its_address_confirmed(visitor: Visitor) -> None:
    assert visitor.sign_up() == "/accounts/confirm-email/"
    assert not visitor.is_in
    assert "Look into your mail" in visitor.get("/accounts/confirm-email/")
    assert letter().to == [ADDRESS]
    assert letter().subject == "Packdex: confirm your address"
    link = link_in(letter())
    assert "Does ada@mail.example belong to you, ada?" in visitor.get(link)
    assert not User.objects.get().emailaddress_set.get().verified  # to look is not to confirm
    assert visitor.post(link) == "/"
    assert visitor.is_in
    assert User.objects.get().emailaddress_set.get().verified


def test_without_the_link_nobody_gets_in(visitor: Visitor) -> None:
    visitor.sign_up()
    assert visitor.sign_in("ada") == "/accounts/confirm-email/"
    assert not visitor.is_in


def test_a_link_signs_in_only_where_one_signed_up(visitor: Visitor) -> None:
    visitor.sign_up()
    other = Visitor()
    assert other.post(link_in(letter())) == "/accounts/login/"
    assert not other.is_in
    assert other.sign_in(ADDRESS.upper()) == "/"
    assert other.is_in


@pytest.mark.parametrize("key", ["MQ:x:y", "x" * 400, "-"])
def test_a_made_up_link_confirms_nothing(visitor: Visitor, key: str) -> None:
    visitor.sign_up()
    assert "This link does not work" in visitor.get(f"/accounts/confirm-email/{key}/")
    assert visitor.client.post(f"/accounts/confirm-email/{key}/").status_code == 404


def test_accounts_of_the_operator_need_no_address(visitor: Visitor) -> None:
    people.add("bob", make.PASSWORD, Role.EDITOR)
    assert visitor.sign_in("Bob") == "/"
    assert visitor.is_in
    visitor.post("/accounts/reauthenticate/", password=make.PASSWORD)
    visitor.post("/accounts/email/", email="bob@mail.example", action_add="1")
    assert Visitor().sign_in("bob") == "/"  # also while that one is not confirmed


# ---- names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("аda", "letters from a to z"),  # noqa: RUF001 - the first one is Cyrillic
        ("ａda", "letters from a to z"),  # noqa: RUF001 - full width
        ("ada\u200b", "letters from a to z"),
        ("a" * 40, "up to 39"),
        ("..", "begins and ends with"),
        ("ada b", "letters from a to z"),
        ("ada@home", "letters from a to z"),
        ("Ad-min", "cannot be the name"),
        ("moderator", "cannot be the name"),
        ("BOB", "called BOB already"),
        ("Bobby", "called Bobby already"),
    ],
)
def test_what_is_no_name_is_said(visitor: Visitor, name: str, said: str) -> None:
    make.user("bob", github_account="bobby")
    assert said in visitor.sign_up(name, status=200)
    assert User.objects.count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["a", "a.b-c_d", "0", "Ada"])
def test_plain_names_are_taken(visitor: Visitor, name: str) -> None:
    visitor.sign_up(name)
    assert User.objects.get().username == name


@pytest.mark.parametrize("email", ["a@b.example\nBcc: c@d.example", "a b@c.example", "a@b", "x"])
def test_an_address_brings_no_headers(visitor: Visitor, email: str) -> None:
    visitor.sign_up(email=email, status=200)
    visitor.post("/accounts/password/reset/", 200, email=email)
    assert mail.outbox == []


def test_easy_passwords_are_refused(visitor: Visitor) -> None:
    given = {"username": "ada-lovelace", "email": ADDRESS}
    for password in ("12345678901", "password", "ada-lovelace", "abc"):
        visitor.post("/accounts/signup/", 200, password1=password, **given)
    assert not User.objects.exists()


@pytest.mark.parametrize("sign_up", ["closed", "invited"])
def test_closed_is_closed(visitor: Visitor, settings: Any, sign_up: str) -> None:
    settings.PACKDEX_SIGN_UP = sign_up
    assert "No sign-up here" in visitor.get("/accounts/signup/")
    visitor.sign_up(status=200)
    assert not User.objects.exists()
    assert "/accounts/signup/" not in visitor.client.get("/accounts/login/").content.decode()


# ---- mail that cannot be sent


@pytest.fixture
def _no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)


@pytest.mark.usefixtures("_no_mail")
def test_without_mail_there_is_no_half_an_account(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    assert "The mail could not be sent" in visitor.sign_up(status=503)
    assert not User.objects.exists()
    assert "SMTPServerDisconnected: gone" in caplog.text


def test_and_another_attempt_is_not_one_too_many(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages",
            lambda *_: (_ for _ in ()).throw(ConnectionRefusedError("no")),
        )
        visitor.sign_up(status=503)
    assert visitor.sign_up() == "/accounts/confirm-email/"
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_no_mail")
def test_without_mail_no_address_is_half_changed(visitor: Visitor) -> None:
    bob = make.user("bob")
    visitor.sign_in("bob")
    visitor.post("/accounts/reauthenticate/", password=make.PASSWORD)
    visitor.post("/accounts/email/", 503, email="new@mail.example", action_add="1")
    assert not EmailAddress.objects.filter(user=bob).exists()
    assert visitor.is_in


def test_links_of_mail_lead_to_our_site(visitor: Visitor, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PACKDEX_SITE_URL = "https://packages.example.org"
    given = {"username": "ada", "email": ADDRESS, "password1": make.PASSWORD}
    visitor.client.post("/accounts/signup/", given, headers={"host": "evil.example"})
    assert "evil" not in str(letter().body)
    assert "https://packages.example.org/accounts/confirm-email/" in str(letter().body)


# ---- a new password, another address


def test_a_forgotten_password_is_chosen_anew(ada: Visitor) -> None:
    other = Visitor()
    assert (
        other.post("/accounts/password/reset/", email=ADDRESS) == "/accounts/password/reset/done/"
    )
    assert "Look into your mail" in other.get("/accounts/password/reset/done/")
    link = link_in(letter())
    form = other.client.get(link)["Location"]
    assert "Choose a password" in other.get(form)
    given = dict.fromkeys(("password1", "password2"), "battery staple 8")
    assert other.post(form, **given) == "/accounts/password/reset/key/done/"
    assert "The password is changed" in other.get("/accounts/password/reset/key/done/")
    assert letter().subject == "Packdex: your password was changed"
    assert ada.client.get("/accounts/password/change/").status_code == 302  # signed out
    assert other.sign_in("ada", "battery staple 8") == "/"
    assert "This link does not work" in Visitor().get(link)  # it was used


def test_an_address_is_changed_once_it_is_confirmed(ada: Visitor) -> None:
    ada.post("/accounts/reauthenticate/", password=make.PASSWORD)
    ada.post("/accounts/email/", email="new@mail.example", action_add="1")
    text = ada.get("/accounts/email/")
    assert "Yours is ada@mail.example" in text
    assert "new@mail.example is not confirmed yet" in text
    ada.post(link_in(letter()))
    user = User.objects.get()
    assert user.email == user.emailaddress_set.get().email == "new@mail.example"
    assert letter().to == [ADDRESS]  # the old one is told
    assert "changed from ada@mail.example to new@mail.example" in str(letter().body)


def test_changing_the_address_takes_the_password(ada: Visitor) -> None:
    where = ada.post("/accounts/email/", email="new@mail.example", action_add="1")
    assert where == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert User.objects.get().emailaddress_set.count() == 1
    ada.post(where, password=make.PASSWORD)
    assert User.objects.get().emailaddress_set.count() == 2


def test_a_session_has_another_key_once_one_is_in(visitor: Visitor) -> None:
    make.user("bob")
    visitor.client.get("/accounts/login/")
    session = visitor.client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    visitor.client.cookies["sessionid"] = before or ""
    visitor.sign_in("bob")
    assert visitor.client.session.session_key != before


def test_cookies_are_strict(visitor: Visitor) -> None:
    make.user("bob")
    visitor.client.get("/accounts/login/")
    visitor.sign_in("bob")
    session, csrf = (visitor.client.cookies[name] for name in ("sessionid", "csrftoken"))
    assert (session["samesite"], csrf["samesite"]) == ("Lax", "Strict")
    assert session["httponly"]
    assert csrf["httponly"]
