"""The page on which admins give roles, and that one admin always stays."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from packdex.accounts import people
from packdex.accounts.models import User
from packdex.core.roles import SYSTEM, RefusedError, Role
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

PATH = "/accounts/people/"


@pytest.fixture
def ada(client: Client) -> User:
    user = make.user("ada", Role.ADMIN)
    client.force_login(user)
    return user


def send(client: Client, user: User, do: str, **more: str) -> int:
    return client.post(PATH, {"do": do, "id": str(user.pk)} | more).status_code


def test_an_admin_gives_a_role_and_ends_an_account(client: Client, read: Reader, ada: User) -> None:
    bo = make.user("bo", email="bo@example.org")
    assert "2 accounts" in read(PATH).text
    assert send(client, bo, "role", role="editor") == 302
    bo.refresh_from_db()
    assert bo.role == Role.EDITOR
    assert "bo is editor now" in read(PATH).text
    theirs = Client()
    theirs.force_login(bo)
    assert send(client, bo, "deactivate") == 302
    bo.refresh_from_db()
    assert not bo.is_active
    assert theirs.get("/packages/add/").status_code == 302
    assert "deactivated" in read(f"{PATH}?q=BO@example").text
    assert send(client, bo, "activate") == 302
    assert "Nobody is called so" in read(f"{PATH}?q=%00nobody%25").text


def test_the_last_admin_stays_one(client: Client, ada: User) -> None:
    assert send(client, ada, "role", role="moderator") == 409
    assert send(client, ada, "deactivate") == 409
    make.user("gone", Role.ADMIN, is_active=False)
    assert send(client, ada, "deactivate") == 409
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == (Role.ADMIN, True)
    make.user("bo", Role.ADMIN)
    assert send(client, ada, "role", role="moderator") == 302


@pytest.mark.parametrize("role", [Role.MEMBER, Role.EDITOR, Role.MODERATOR])
def test_others_do_not_get_in(client: Client, role: Role) -> None:
    user = make.user("bo", role)
    client.force_login(user)
    assert client.get(PATH).status_code == 403
    assert send(client, user, "role", role="admin") == 403
    user.refresh_from_db()
    assert user.role == role


def test_what_is_no_step_changes_nothing(client: Client, ada: User) -> None:
    bo = make.user("bo")
    for sent in (
        {"do": "role", "id": bo.pk, "role": "king"},
        {"do": "role", "id": bo.pk},
        {"do": "role", "id": "99999", "role": "editor"},
        {"do": "role", "id": "9" * 50, "role": "editor"},
        {"do": "crown", "id": bo.pk},
        {"do": "deactivate"},
    ):
        assert client.post(PATH, sent).status_code == 400
    bo.refresh_from_db()
    assert (bo.role, bo.is_active) == (Role.MEMBER, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_put_each_other_down_one_stays() -> None:
    admins = [make.user(name, Role.ADMIN) for name in ("ada", "bo")]
    begin, refused = threading.Barrier(2), []

    def put_down(user: User) -> None:
        begin.wait(10)
        try:
            people.set_role(SYSTEM, user.pk, Role.MEMBER)
        except RefusedError:
            refused.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=put_down, args=(user,)) for user in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(role=Role.ADMIN.value).count() == 1
