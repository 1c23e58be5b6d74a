"""Profiles: what somebody did here, and nothing that is private."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from packdex.accounts import people
from packdex.accounts.models import User
from packdex.catalog.actions.people import favorites, flags, usage
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Package
from packdex.core.roles import Role
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)
SETTINGS = "/accounts/settings/"


@pytest.fixture
def ada() -> User:
    return make.user("ada", email="ada@private.example", first_name="Augusta")


def edit(package: Package, by: User) -> None:
    with revising(by.actor, "edit-package", About(package.title, package=package.pk), at=LATER):
        package.documentation_url = "https://docs.example/"
        package.save()


def test_it_lists_what_somebody_did(read: Reader, ada: User) -> None:
    oak = make.package("oak", title="Oak", created_by=ada)
    elm, fir = make.package("elm", title="Elm"), make.package("fir", title="Fir")
    make.package("yew", title="Yew", facts={"participants": ["bob", "ada"]})
    make.package("ash", title="Ash", facts={"participants": ["adam", "xada"]})
    usage.use(ada.actor, elm.pk, LATER)
    favorites.mark(ada.actor, fir.pk, LATER)
    edit(elm, ada)
    page = read("/profiles/ada/")
    assert page.headwords() == ["Oak", "Elm", "Yew"]
    assert "edited the package Elm" in page.text
    assert "Fir" not in page.text
    User.objects.update(shows_favorites=True)
    assert read("/profiles/ada/").headwords() == ["Oak", "Elm", "Fir", "Yew"]
    assert f'href="/packages/p/{oak.slug}/"' in page.source


def test_nothing_private_is_on_it(read: Reader, ada: User) -> None:
    oak = make.package("oak")
    flags.report(ada.actor, Thing(Reported.PACKAGE, oak.pk), "spam", "Secret reason", LATER)
    User.objects.update(last_login=LATER)
    source = read("/profiles/ada/").source
    for text in ("private.example", "Augusta", "Secret reason", "17 Mar 2026"):
        assert text not in source
    read.client.force_login(ada)
    assert "Secret reason" in read("/profiles/ada/").text


@pytest.mark.parametrize("asked", ["ada-l", "ADA-L", "ada", "Ada"])
def test_names_lead_to_one_profile(asked: str, client: Client) -> None:
    make.user("ada", github_account="ada-l")
    answer = client.get(f"/profiles/{asked}/")
    if asked == "ada-l":
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer["Location"]) == (302, "/profiles/ada-l/")


def test_exact_names_come_first(read: Reader) -> None:
    make.user("ADA")
    make.user("ada")
    assert "<h1>ADA</h1>" in read("/profiles/ADA/").source
    assert "<h1>ada</h1>" in read("/profiles/ada/").source
    read("/profiles/Ada/", 404)  # it may be either


@pytest.mark.parametrize("name", ["bob", "nobody", "a" * 5000, "%00", "ada%00", "..", "<b>"])
def test_nobody_else_has_one(name: str, client: Client, ada: User) -> None:
    make.package("oak", facts={"participants": ["bob"]})
    make.user("gone", is_active=False)
    assert client.get(f"/profiles/{name}/").status_code == 404
    assert client.get("/profiles/gone/").status_code == 404


def test_a_name_with_odd_letters_has_one(client: Client) -> None:
    make.user("a.b+c@d_e-f")
    assert client.get("/profiles/a.b+c@d_e-f/").status_code == 200


def test_people_are_named_with_their_profiles(read: Reader, ada: User) -> None:
    make.package("oak", created_by=ada, last_modified_by=make.user("gone", is_active=False))
    source = read("/packages/p/oak/").source
    assert 'by <a href="/profiles/ada/">ada</a>' in source
    assert "by gone</dd>" in source


def test_queries_do_not_grow(
    client: Client, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(numbers: range) -> None:
        for number in numbers:
            facts = {"participants": ["ada"]}
            package = make.package(f"p{number}", created_by=ada, facts=facts)
            usage.use(ada.actor, package.pk, LATER)
            edit(package, ada)

    fill(range(1))
    with django_assert_max_num_queries(8):
        client.get("/profiles/ada/")
    fill(range(1, 30))
    with django_assert_max_num_queries(8):
        client.get("/profiles/ada/")


# ---- settings


def save(client: Client, **values: str) -> Any:
    names = {"github_account": "", "gitlab_url": "", "bitbucket_url": ""}
    return client.post(SETTINGS, names | values)


def test_strangers_have_no_settings(client: Client) -> None:
    for answer in (client.get(SETTINGS), save(client)):
        assert answer["Location"] == "/accounts/login/?next=%2Faccounts%2Fsettings%2F"


def test_settings_need_their_proof(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert save(strict, shows_favorites="on").status_code == 403
    ada.refresh_from_db()
    assert not ada.shows_favorites


def test_favourites_are_shared_by_a_switch(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert b"no-store" in client.get(SETTINGS)["Cache-Control"].encode()
    for values, shared in (({"shows_favorites": "on"}, True), ({}, False)):
        assert save(client, **values)["Location"] == SETTINGS
        ada.refresh_from_db()
        assert ada.shows_favorites is shared


def test_another_name_shows_at_once_wherever_it_stands(client: Client, ada: User) -> None:
    make.package("oak", created_by=ada)
    assert b"/profiles/ada/" in client.get("/packages/p/oak/").content
    assert client.get("/api/v3/packages/oak/").json()["created_by"] == "/api/v3/users/ada/"
    client.force_login(ada)
    assert save(client, github_account=" ada-l ").status_code == 302
    client.logout()
    assert b"/profiles/ada-l/" in client.get("/packages/p/oak/").content
    assert client.get("/api/v3/packages/oak/").json()["created_by"] == "/api/v3/users/ada-l/"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"github_account": "bob"}, "Another account here is called bob."),
        ({"github_account": "BOB"}, "Another account here is called BOB."),
        ({"github_account": "Bobby"}, "Another account here is called Bobby."),
        ({"github_account": "a/b"}, "letters, digits and hyphens"),
        ({"github_account": "a" * 40}, "up to 39"),
        ({"github_account": "a\x00"}, "letters, digits and hyphens"),
        ({"gitlab_url": "javascript:alert(1)"}, "begins with https://"),
        ({"bitbucket_url": "https://b.example/" + "a" * 100}, "up to 100 characters"),
        ({"gitlab_url": "https://g.example/\x00"}, "begins with https://"),
    ],
)
def test_what_cannot_be_a_name_is_said(
    values: dict[str, str], said: str, client: Client, ada: User
) -> None:
    make.user("bob", github_account="bobby")
    client.force_login(ada)
    answer = save(client, shows_favorites="on", **values)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.github_account, ada.shows_favorites) == ("", False)


def test_an_account_of_that_name_is_not_made_twice(ada: User) -> None:
    make.user("bob", github_account="lovelace")
    for name in ("ADA", "Lovelace"):
        with pytest.raises(ValidationError, match="already"):
            people.add(name, make.PASSWORD, Role.MEMBER)


def test_own_favourites_are_seen_unshared(client: Client, ada: User) -> None:
    favorites.mark(ada.actor, make.package("oak").pk, LATER)
    client.force_login(ada)
    text = client.get("/profiles/ada/").content.decode()
    assert "Only you see these." in text
    assert 'href="/accounts/settings/"' in text
    client.force_login(make.user("bob"))
    text = client.get("/profiles/ada/").content.decode()
    assert "Only you see these." not in text
    assert "oak" not in text
