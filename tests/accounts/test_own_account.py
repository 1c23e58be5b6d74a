"""The page of one's own account: what it leads to, sessions, a copy of one's data, leaving."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.people import favorites, flags, usage
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Example, Favorite, Flag, Package, Revision, Usage
from packdex.core.roles import Role
from packdex.web.people.sessions import called
from tests import make
from tests.accounts.conftest import ADDRESS, Visitor

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ada(ada: Visitor) -> Visitor:
    """She typed her password lately."""
    ada.post("/accounts/reauthenticate/", password=make.PASSWORD)
    return ada


def test_strangers_sign_in_first(client: Client) -> None:
    for path in ("", "settings/", "sessions/", "data/", "delete/", "email/", "two-steps/"):
        for answer in (client.get(f"/accounts/{path}"), client.post(f"/accounts/{path}")):
            assert answer.status_code in {302, 405}, path
            if answer.status_code == 302:
                assert unquote(answer["Location"]).startswith("/accounts/login/?next=/accounts/")


def test_it_says_how_everything_stands(ada: Visitor) -> None:
    text = ada.get("/accounts/")
    assert "You are ada here." in text
    assert f"E-mail {ADDRESS} Change" in text
    assert "Password set Change" in text
    assert "Passkeys none Add" in text
    assert "Codes of an app off Set up" in text
    assert "Signed in in 1 browser" in text
    assert "Other services" not in text  # there are none here


def test_every_link_of_it_leads_somewhere(ada: Visitor) -> None:
    source = ada.client.get("/accounts/").content.decode().split("<main")[1].split("</main")[0]
    for path in re.findall(r'href="([^"#]+)"', source):
        assert ada.client.get(path).status_code == 200, path


# ---- sessions


def test_sessions_are_listed_and_ended(ada: Visitor) -> None:
    others = [Visitor(), Visitor()]
    for other in others:
        other.client.post(
            "/accounts/login/",
            {"login": "ada", "password": make.PASSWORD},
            headers={"user-agent": FIREFOX},
        )
        assert other.is_in
    text = ada.get("/accounts/sessions/")
    assert text.count("Firefox on Linux") == 4  # each with its button
    assert "this one" in text
    key = others[0].client.session.session_key
    row = User.objects.get().usersession_set.get(session_key=key)
    ada.post("/accounts/sessions/", end=str(row.pk))
    assert others[0].client.get("/accounts/").status_code == 302
    assert others[1].client.get("/accounts/").status_code == 200
    ada.post("/accounts/sessions/", end="others")
    assert others[1].client.get("/accounts/").status_code == 302
    assert ada.client.get("/accounts/").status_code == 200


def test_nobody_ends_another_s_session(ada: Visitor, visitor: Visitor) -> None:
    bob = Visitor()
    make.user("bob")
    bob.sign_in("bob")
    row = User.objects.get(username="ada").usersession_set.get()
    bob.post("/accounts/sessions/", end=str(row.pk))
    assert ada.client.get("/accounts/").status_code == 200
    for wrong in ("", "x", "-1", "9" * 30):
        assert bob.client.post("/accounts/sessions/", {"end": wrong}).status_code == 400


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537", "Chromium or Chrome on Android"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604", "Safari on iPhone or iPad"),
        ("curl/8", "a program"),
        ("", "a program"),
    ],
)
def test_browsers_are_called_by_name(agent: str, name: str) -> None:
    assert called(agent) == name


# ---- a copy


def said_by(user: User) -> Package:
    """A package that `user` added, changed, uses, likes and reported, with a site of theirs."""
    oak = make.package("oak", title="Oak", created_by=user)
    usage.use(user.actor, oak.pk, LATER)
    favorites.mark(user.actor, oak.pk, LATER)
    flags.report(user.actor, Thing(Reported.PACKAGE, oak.pk), "spam", "Secret reason", LATER)
    Example.objects.create(
        package=oak, title="Mine", url="https://s.example", created=LATER, by=user
    )
    with revising(user.actor, "edit-package", About("Oak", package=oak.pk), at=LATER):
        oak.documentation_url = "https://docs.example/"
        oak.save()
    return oak


def test_a_copy_has_everything_and_no_secrets(ada: Visitor) -> None:
    user = User.objects.get()
    said_by(user)
    answer = ada.client.get("/accounts/data/")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    told: dict[str, Any] = answer.json()
    assert told["account"]["username"] == "ada"
    assert told["email addresses"][0]["email"] == ADDRESS
    assert told["revisions"][0]["verb"] == "edit-package"
    assert told["usages"][0]["package"] == told["favorites"][0]["package"] == "Oak"
    assert told["flags"][0]["reason"] == "Secret reason"
    assert told["examples"][0]["url"] == "https://s.example"
    assert told["packages: created by"][0]["slug"] == "oak"
    assert told["user sessions"][0]["ip"] == "127.0.0.1"
    text = answer.content.decode()
    assert user.password not in text
    assert str(ada.client.session.session_key) not in text


def test_a_copy_takes_the_password(visitor: Visitor) -> None:
    make.user("bob")
    visitor.sign_in("bob")
    where = visitor.client.get("/accounts/data/")["Location"]
    assert where == "/accounts/reauthenticate/?next=%2Faccounts%2Fdata%2F"
    visitor.client.get(where)
    assert visitor.post(where, password=make.PASSWORD) == "/accounts/data/"


# ---- leaving


@pytest.mark.parametrize("keep_name", ["no", "yes"])
def test_work_stays_and_the_rest_goes(ada: Visitor, keep_name: str) -> None:
    user = User.objects.get()
    oak = said_by(user)
    page = Client().get("/packages/p/oak/").content.decode()
    assert "/profiles/ada/" in page
    assert ada.post("/accounts/delete/", name="Ada", keep_name=keep_name) == "/"
    assert not ada.is_in
    assert "Your account is deleted." in ada.get("/")
    oak.refresh_from_db()
    assert (oak.usage_count, oak.documentation_url) == (0, "https://docs.example/")
    assert Revision.objects.count() == 1
    for table in (Usage, Favorite, Flag, Example, Session):
        assert not table.objects.exists(), table
    page = Client().get("/packages/p/oak/").content.decode()
    assert "/profiles/ada/" not in page
    assert (">ada<" in page or "by ada" in page) is (keep_name == "yes")
    history = Client().get("/packages/p/oak/history/").content.decode()
    assert ("ada" in history) is (keep_name == "yes")
    assert Client().get("/profiles/ada/").status_code == 404
    if keep_name == "yes":
        left = User.objects.get()
        assert (left.username, left.email, left.is_active) == ("ada", "", False)
        assert not left.emailaddress_set.exists()
        assert "called ada already" in Visitor().sign_up(email="a@b.example", status=200)
    else:
        assert not User.objects.exists()
    Visitor().sign_in("ada", status=200)


def test_leaving_takes_the_name(ada: Visitor) -> None:
    assert "Type ada here" in ada.post("/accounts/delete/", 400, name="eve", keep_name="no")
    # It may be shown at the address of saying once more who one is.
    page = ada.client.get("/accounts/delete/").content.decode()
    assert 'action="/accounts/delete/"' in page
    assert User.objects.get().is_active


def test_the_last_admin_does_not_leave(ada: Visitor) -> None:
    User.objects.update(role=Role.ADMIN.value)
    assert "the last admin" in ada.post("/accounts/delete/", 400, name="ada", keep_name="no")
    make.user("eve", Role.ADMIN)
    assert ada.post("/accounts/delete/", name="ada", keep_name="no") == "/"


def test_leaving_takes_the_password(visitor: Visitor) -> None:
    make.user("bob")
    visitor.sign_in("bob")
    where = visitor.post("/accounts/delete/", name="bob", keep_name="no")
    assert where.startswith("/accounts/reauthenticate/")
    assert User.objects.exists()
