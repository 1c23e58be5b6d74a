"""The page of what one maintains: what happened, reports to reply to, and the mail."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import flags, maintaining
from packdex.catalog.models import Flag, How
from packdex.core.roles import Role
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

PATH = "/accounts/maintained/"


@pytest.fixture
def ada(client: Client) -> User:
    user = make.user("ada")
    client.force_login(user)
    maintaining.become(user.pk, make.package("oak"), How.FILE, "", make.NOON)
    return user


def report(slug_id: int, name: str = "eve") -> Flag:
    thing = flags.Thing(flags.Reported.PACKAGE, slug_id)
    return flags.report(make.user(name).actor, thing, "wrong", "Links lead nowhere.", make.NOON)


def test_a_maintainer_sees_what_others_did_and_replies(
    client: Client, read: Reader, ada: User
) -> None:
    oak = ada.maintains.get().package
    assert oak is not None
    edit_package(make.user("bo").actor, oak.pk, {"title": "Oak"}, expected=None, at=make.NOON)
    edit_package(ada.actor, oak.pk, {"title": "Oak, mine"}, expected=None, at=make.NOON)
    flag = report(oak.pk)
    seen = read(PATH).text
    assert "bo edited the package oak" in seen
    assert seen.count("edited the package") == 1
    assert "Links lead nowhere." in seen
    sent = {"do": "reply", "id": str(flag.pk), "reply": "They work <now>."}
    assert client.post(PATH, sent).status_code == 302
    assert client.post(PATH, sent | {"reply": " "}).status_code == 400
    assert client.post(PATH, sent | {"reply": "x" * 1001}).status_code == 400
    client.force_login(make.user("mo", Role.MODERATOR))
    assert "A maintainer says: They work <now>." in read("/moderation/").text
    client.force_login(User.objects.get(username="eve"))
    assert "A maintainer says: They work <now>." in read("/profiles/eve/").text


def test_nobody_replies_for_others(client: Client, ada: User) -> None:
    flag = report(make.package("elm").pk)
    sent = {"do": "reply", "id": str(flag.pk), "reply": "Mine."}
    assert client.post(PATH, sent).status_code == 403
    assert client.post(PATH, sent | {"id": "99"}).status_code == 403
    assert client.post(PATH, sent | {"id": "x"}).status_code == 400
    assert client.post(PATH, {"do": "reign"}).status_code == 400
    assert Client().post(PATH, sent).status_code == 302
    assert Flag.objects.get().reply == ""


def test_mail_is_a_switch(client: Client, read: Reader, ada: User) -> None:
    for wanted in (False, True):
        assert client.post(PATH, {"do": "mail", "wanted": "yes" if wanted else "no"})
        ada.refresh_from_db()
        assert ada.told_by_mail is wanted
        assert ("no mail about it" in read(PATH).text) is not wanted
