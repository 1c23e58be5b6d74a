"""Who is signed in sees it in the menu of every page, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from packdex.core.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

PAGES = ["/", "/packages/", "/packages/p/alpha/", "/grids/", "/about/", "/events/"]


@pytest.mark.parametrize("address", PAGES)
def test_the_menu_says_who_is_signed_in(address: str, client: Client) -> None:
    make.package("alpha")
    stranger = client.get(address)
    assert b'href="/accounts/login/"' in stranger.content
    client.force_login(make.user("ada", github_account="ada-l"))
    known = client.get(address, headers={"if-none-match": stranger["ETag"]})
    assert known.status_code == 200
    assert b'href="/profiles/ada-l/"' in known.content
    assert b'href="/accounts/login/"' not in known.content
    assert known["Vary"] == "Cookie"


def test_a_stranger_costs_no_look_up(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.package("alpha")
    client.get("/packages/p/alpha/")
    with django_assert_num_queries(1):
        client.get("/packages/p/alpha/")


def test_one_signs_in_and_comes_back(client: Client) -> None:
    make.user("ada")
    page = client.get("/accounts/login/?next=/grids/")
    assert b'name="next" value="/grids/"' in page.content
    values = {"login": "ada", "password": make.PASSWORD, "next": "/grids/"}
    done = client.post("/accounts/login/", values)
    assert (done.status_code, done["Location"]) == (302, "/grids/")
    assert b"Sign out" in client.get("/grids/").content
    client.post("/accounts/logout/")
    assert b"Sign out" not in client.get("/grids/").content


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_no_other_host_is_followed(elsewhere: str, client: Client) -> None:
    make.user("ada")
    values = {"login": "ada", "password": make.PASSWORD, "next": elsewhere}
    assert client.post("/accounts/login/", values)["Location"] == "/"


def test_a_wrong_password_is_said(client: Client) -> None:
    make.user("ada")
    answer = client.post("/accounts/login/", {"login": "ada", "password": "wrong"})
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_nobody_signs_up_where_that_is_closed(client: Client, settings: Any) -> None:
    settings.PACKDEX_SIGN_UP = "closed"
    assert b"No sign-up here" in client.get("/accounts/signup/").content
    client.post(
        "/accounts/signup/", {"username": "eve", "email": "e@e.example", "password1": make.PASSWORD}
    )
    assert not type(make.user("ada")).objects.filter(username="eve").exists()


def test_an_inactive_account_is_nobody() -> None:
    assert make.user("ada", Role.ADMIN, is_active=False).actor.role is Role.READER


def test_what_was_done_is_said_once_on_whatever_page_comes_next(client: Client) -> None:
    make.user("ada")
    plain = client.get("/grids/")
    client.post("/accounts/login/", {"login": "ada", "password": make.PASSWORD})
    said = client.get("/grids/", headers={"if-none-match": plain["ETag"]})
    assert b"You are signed in as ada." in said.content
    assert b"You are signed in" not in client.get("/grids/").content
    client.post("/accounts/logout/")
    assert b"You are signed out." in client.get("/accounts/login/").content


def test_a_password_is_changed_and_one_stays_signed_in(client: Client) -> None:
    client.force_login(make.user("ada"))
    address = "/accounts/password/change/"
    assert b"Change the password" in client.get(address).content
    assert b"Your password, please" in client.get("/accounts/reauthenticate/").content
    values = {"oldpassword": make.PASSWORD, "password1": "battery 8 staple"}
    wrong = client.post(address, values | {"password2": "something else"})
    assert b'role="alert"' in wrong.content
    client.post(address, values | {"password2": "battery 8 staple"})
    page = client.get("/grids/").content
    assert b"The password is changed." in page
    assert b'href="/profiles/ada/"' in page


def test_a_closed_account_is_told_so(client: Client) -> None:
    make.user("ada", is_active=False)
    values = {"login": "ada", "password": make.PASSWORD}
    answer = client.post("/accounts/login/", values, follow=True)
    assert b"This account is closed" in answer.content
