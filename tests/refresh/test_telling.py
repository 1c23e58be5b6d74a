"""Maintainers are told by mail what others changed: once, and not of their own."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import maintaining
from packdex.catalog.models import How, Package
from packdex.core.roles import Actor
from packdex.refresh import telling
from packdex.refresh.chores import once_an_hour
from packdex.refresh.telling import tell
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.PACKDEX_SITE_URL = "https://packages.example.org"


def maintainer(name: str, row: Any, email: str = "", **fields: Any) -> User:
    user = make.user(name, **fields)
    address = email or f"{name}@example.org"
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    maintaining.become(user.pk, row, How.FILE, "", NOW)
    return user


def edit(actor: Actor, package: Package, title: str) -> None:
    edit_package(actor, package.pk, {"title": title}, expected=None, at=NOW, why="Spelt so.\nX")


def test_a_maintainer_is_told_once_of_what_others_changed() -> None:
    oak, elm = make.package("oak"), make.package("elm")
    edit(make.user("before").actor, oak, "Oak")
    ada = maintainer("ada", oak)
    maintaining.become(ada.pk, elm, How.FILE, "", NOW)
    edit(make.user("bo").actor, oak, "Oak!")
    edit(make.user("cy").actor, elm, "Elm!")
    edit(ada.actor, oak, "Oak, mine")
    assert tell() == 1
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert letter.subject == "2 changes of what you maintain at Packdex"
    assert "bo edited the package Oak (Spelt so. X)" in letter.body
    assert "cy edited the package elm" in letter.body
    assert "mine" not in letter.body
    assert "https://packages.example.org/history/" in letter.body
    assert tell() == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("why", ["no mail", "inactive", "unverified", "hidden", "no site"])
def test_who_is_not_to_be_told_is_not(why: str, settings: Any) -> None:
    oak = make.package("oak")
    user = maintainer("ada", oak, told_by_mail=why != "no mail")
    edit(make.user("bo").actor, oak, "Oak!")
    if why == "inactive":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif why == "unverified":
        EmailAddress.objects.update(verified=False)
    elif why == "hidden":
        Package.objects.update(hidden=True)
    elif why == "no site":
        settings.PACKDEX_SITE_URL = ""
    assert tell() == 0
    assert not mail.outbox


def test_what_could_not_be_sent_is_sent_by_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    oak = make.package("oak")
    maintainer("ada", oak)
    edit(make.user("bo").actor, oak, "Oak!")

    def fail(*_: object) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.message.EmailMessage.send", fail)
        assert tell() == 0
    assert tell() == 1


def test_many_changes_are_counted_and_not_all_named() -> None:
    oak = make.package("oak")
    maintainer("ada", oak)
    bo = make.user("bo").actor
    for number in range(telling.MOST + 2):
        edit(bo, oak, f"Oak {number}\u2028Bcc: x")
    assert tell() == 1
    assert mail.outbox[0].body.count("/history/") == telling.MOST
    assert [name for name, _ in mail.outbox[0].message().items() if name == "Bcc"] == []


def test_a_link_ends_the_mail_without_signing_in() -> None:
    oak = make.package("oak")
    ada = maintainer("ada", oak)
    edit(make.user("bo").actor, oak, "Oak!")
    tell()
    headers = dict(mail.outbox[0].message().items())
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("https://packages.example.org")
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    ada.refresh_from_db()
    assert ada.told_by_mail
    assert client.get(f"{path[:-3]}x/").status_code == 404
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ada.refresh_from_db()
    assert not ada.told_by_mail


def test_a_chore_of_an_hour_is_begun_once_in_it() -> None:
    done: list[str] = []
    for minutes in (0, 1, 59, 60, 61, 120):
        at = NOW + timedelta(minutes=minutes)
        once_an_hour("mail", at, lambda at=at: done.append(f"{at:%H:%M}"))
    assert done == ["12:00", "13:00", "14:00"]
