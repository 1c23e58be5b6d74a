"""The pages of invitations: making them, the mail, accepting and declining."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from packdex.accounts.models import Invitation, User
from packdex.catalog.actions.people import maintaining
from packdex.catalog.models import How, Maintainer, Package
from packdex.core.roles import Role
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

PATH = "/accounts/invitations/"
EMAIL = "bo@example.org"


def sign_in(client: Client, name: str, role: Role = Role.MEMBER, **fields: Any) -> User:
    user = make.user(name, role, **fields)
    client.force_login(user)
    return user


def link_in(text: str) -> str:
    return re.findall(r"http://testserver(/accounts/invited/[\w-]+/)", text)[0]


def made(client: Client, **sent: str) -> str:
    """The path of an invitation that was made on the page."""
    response = client.post(PATH, {"do": "invite"} | sent)
    assert response.status_code == 200
    return link_in(mail.outbox[-1].body if sent.get("email") else response.content.decode())


def test_a_link_is_shown_once_and_makes_an_editor(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.ADMIN)
    path = made(client, role="editor")
    assert path not in read(PATH).source
    user = sign_in(client, "bo")
    assert "ada invites you to be an editor here" in read(path).text
    assert client.post(path, {"do": "accept"}).headers["Location"] == "/"
    user.refresh_from_db()
    assert user.role == Role.EDITOR
    assert "accepted already" in read(path, 410).text
    assert client.post(path, {"do": "accept"}).status_code == 409


def test_an_address_gets_a_mail_of_plain_text(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.ADMIN)
    path = made(client, email="Bo@Example.org", role="moderator")
    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    assert letter.subject == "ada invites you to Packdex"
    assert "ada invites you to be a moderator here." in letter.body
    assert "bo@example.org" in read(PATH).text
    bo = sign_in(client, "bo")
    assert "is not among the addresses that you confirmed" in read(path).text
    assert client.post(path, {"do": "accept"}).status_code == 409
    EmailAddress.objects.create(user=bo, email=EMAIL, verified=True)
    assert client.post(path, {"do": "accept"}).status_code == 302


@pytest.mark.parametrize(
    "email",
    ["bo@example.org\nBcc: eve@example.org", "bo@example.org%0aBcc:x", "b" * 5000, "\u0430@"],
)
def test_what_is_no_address_is_said_and_sent_nowhere(client: Client, email: str) -> None:
    sign_in(client, "ada", Role.MODERATOR)
    response = client.post(PATH, {"do": "invite", "email": email, "role": "member"})
    assert response.status_code == 400
    assert "no address that mail can be sent to" in response.content.decode()
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_a_name_cannot_break_the_mail(client: Client) -> None:
    row = make.package("tool", title="Tool\r\nBcc: eve@example.org\r\n\r\n<b>x</b>")
    ada = sign_in(client, "ada", Role.MODERATOR, github_account="ada")
    made(client, email=EMAIL)
    assert [header for header, _ in mail.outbox[-1].message().items() if header == "Bcc"] == []
    client.post(f"/packages/p/{row.slug}/maintainers/", {"do": "invite", "email": EMAIL})
    letter = mail.outbox[-1]
    assert letter.to == [EMAIL]
    assert "look after the package Tool Bcc: eve@example.org <b>x</b>." in letter.body
    assert ada.account in letter.subject


@pytest.mark.loopback
def test_mail_that_cannot_be_sent_leaves_no_invitation(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign_in(client, "ada", Role.MODERATOR)
    response = client.post(PATH, {"do": "invite", "email": EMAIL, "role": "member"})
    assert response.status_code == 400
    assert "could not be sent" in response.content.decode()
    assert not Invitation.objects.exists()


def test_only_who_may_give_a_role_invites_to_it(client: Client) -> None:
    sign_in(client, "ada", Role.MODERATOR)
    for role in ("editor", "moderator", "admin", "reader", "king", ""):
        response = client.post(PATH, {"do": "invite", "role": role})
        assert response.status_code in {400, 403}
    assert not Invitation.objects.exists()
    client.logout()
    sign_in(client, "bo", Role.EDITOR)
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, {"do": "invite", "role": "member"}).status_code == 403


def test_a_resent_one_has_a_new_link_and_a_revoked_one_none(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.MODERATOR)
    old = made(client, role="member")
    row = Invitation.objects.get()
    new = link_in(client.post(PATH, {"do": "again", "id": row.pk}).content.decode())
    assert "no such invitation" in read(old, 404).text
    read(new)
    assert "Taken back" in client.post(PATH, {"do": "revoke", "id": row.pk}).content.decode()
    assert "was taken back" in read(new, 410).text
    assert client.post(PATH, {"do": "again", "id": row.pk}).status_code == 400
    assert client.post(PATH, {"do": "again", "id": "x"}).status_code == 400


def test_moderators_do_not_see_or_change_what_admins_make(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.ADMIN)
    path = made(client, role="moderator")
    id_ = Invitation.objects.get().pk
    sign_in(client, "mo", Role.MODERATOR)
    assert "moderator" not in read(PATH).text
    for do in ("again", "revoke"):
        assert client.post(PATH, {"do": do, "id": id_}).status_code == 403
    read(path)


def test_a_stranger_is_led_to_an_account_and_back(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.MODERATOR)
    path = made(client, role="member")
    client.logout()
    assert "Make an account" in read(path).text
    assert not client.session.get("invitation")
    response = client.post(path, {"do": "join"})
    assert response.headers["Location"].startswith("/accounts/signup/?next=")
    assert client.get(response.headers["Location"]).status_code == 200
    assert client.session["invitation"] in path
    assert client.post(path, {"do": "accept"}).status_code == 400


def test_what_is_declined_has_ended(client: Client, read: Reader) -> None:
    sign_in(client, "ada", Role.MODERATOR)
    path = made(client, role="member")
    client.logout()
    assert client.post(path, {"do": "decline"}).status_code == 302
    assert "was declined" in read(path, 410).text


def test_a_maintainer_of_a_package_is_made_by_an_invitation(client: Client, read: Reader) -> None:
    row = make.package("tool")
    sign_in(client, "mo", Role.MODERATOR)
    sent = client.post("/packages/p/tool/maintainers/", {"do": "invite", "email": ""})
    path = link_in(sent.content.decode())
    bo = sign_in(client, "bo")
    assert "to look after the package tool" in read(path).text
    assert client.post(path, {"do": "accept"}).headers["Location"] == "/packages/p/tool/"
    assert Maintainer.objects.get().person == bo
    assert "bo" in read("/packages/p/tool/maintainers/").text
    row.delete()
    assert not Maintainer.objects.exists()


def test_what_is_hidden_is_not_named_and_nobody_gets_to_look_after_it(
    client: Client, read: Reader
) -> None:
    row = make.package("tool", title="Weasel")
    ada = sign_in(client, "ada")
    maintaining.become(ada.pk, row, How.FILE, "", make.NOON)
    page = client.post("/packages/p/tool/maintainers/", {"do": "invite"}).content.decode()
    path = link_in(page)
    Package.objects.update(hidden=True)
    assert "Weasel" not in read(PATH).text
    assert "Weasel" not in read("/accounts/maintained/").text
    bo = sign_in(client, "bo")
    assert "not there any more" in read(path, 410).text
    assert client.post(path, {"do": "accept"}).status_code == 409
    assert not Maintainer.objects.filter(person=bo).exists()
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("secret", ["x" * 43, "x" * 3000, "%00", "%C3%A4", "..."])
def test_what_was_made_up_is_no_invitation(client: Client, read: Reader, secret: str) -> None:
    path = f"/accounts/invited/{secret}/"
    assert "no such invitation" in read(path, 404).text
    assert client.post(path, {"do": "decline"}).status_code == 409
