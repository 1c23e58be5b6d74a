"""Signing in with other services: against one on loopback that speaks the protocols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core import mail

from packdex.accounts import people
from packdex.accounts.models import User
from packdex.config import sign_in
from packdex.core.roles import Role
from tests import make
from tests.accounts.conftest import ADDRESS, Visitor, letter, link_in
from tests.standins.identity import CLIENT, SECRET, Identity

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

BEGIN = "/accounts/oidc/my-company/login/"
PERSON = {
    "sub": "7",
    "preferred_username": "ada",
    "email": ADDRESS,
    "email_verified": True,
}


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """The service, which this instance lets people sign in with in both ways."""
    with Identity() as service:
        service.person = dict(PERSON)
        client = f"{CLIENT}:{SECRET}"
        github = sign_in.service(f"{service.origin} {client}")
        others = sign_in.named_services(f"My_company={service.origin} {client}")
        providers, ways = sign_in.settings_of(github, None, None, others)
        settings.SOCIALACCOUNT_PROVIDERS = providers
        settings.PACKDEX_SIGN_IN_WAYS = ways
        settings.ACCOUNTS_URLCONF = "tests.accounts.services_urls"
        known = registry.provider_map.copy()
        for provider in (GitHubProvider, OpenIDConnectProvider):
            monkeypatch.setitem(registry.provider_map, provider.id, provider)
        # Read once, when the module is loaded.
        for name, path in (
            ("access_token_url", "/login/oauth/access_token"),
            ("authorize_url", "/login/oauth/authorize"),
            ("profile_url", "/api/v3/user"),
            ("emails_url", "/api/v3/user/emails"),
        ):
            monkeypatch.setattr(GitHubOAuth2Adapter, name, service.origin + path)
        yield service
        assert set(known) <= set(registry.provider_map)


def come(visitor: Visitor, service: Identity, begin: str = BEGIN, **given: str) -> Any:
    """What answers somebody who went to the service, and said yes there."""
    page = visitor.client.post(begin, given)
    assert page.status_code == 200, page.content
    address = page["Refresh"].removeprefix("0; url=")
    parts = urlsplit(service.signed_in(address))
    return visitor.client.get(f"{parts.path}?{parts.query}")


def sign_up(visitor: Visitor, service: Identity, name: str = "ada", email: str = ADDRESS) -> str:
    assert come(visitor, service)["Location"] == "/accounts/services/signup/"
    return visitor.post("/accounts/services/signup/", username=name, email=email)


def test_the_page_for_signing_in_has_a_button_for_each(visitor: Visitor, service: Identity) -> None:
    source = visitor.client.get("/accounts/login/").content.decode()
    assert "Sign in with GitHub" in source
    assert "Sign in with My company" in source
    assert BEGIN in source


def test_nobody_is_led_away_by_a_link(visitor: Visitor, service: Identity) -> None:
    assert "Go on" in visitor.get(BEGIN)
    page = visitor.client.post(BEGIN)
    assert "form-action 'self'" in page["Content-Security-Policy"]  # which a redirect would break
    assert "To 127.0.0.1" in page.content.decode()


def test_a_new_person_chooses_a_name(visitor: Visitor, service: Identity) -> None:
    assert sign_up(visitor, service) == "/"
    assert visitor.is_in
    assert mail.outbox == []  # the service knows the address to be hers
    user = User.objects.get()
    assert (user.username, user.email, user.has_usable_password()) == ("ada", ADDRESS, False)
    again = Visitor()
    assert come(again, service, next="/grids/")["Location"] == "/grids/"
    assert again.is_in


@pytest.mark.parametrize("verified", [False, "false", "true", 1, None])
def test_an_address_that_the_service_is_not_sure_of_is_confirmed(
    visitor: Visitor, service: Identity, verified: object
) -> None:
    service.person["email_verified"] = verified
    assert sign_up(visitor, service) == "/accounts/confirm-email/"
    assert not visitor.is_in
    visitor.post(link_in(letter()))
    assert visitor.is_in


def test_the_address_that_the_service_is_sure_of_is_taken(
    visitor: Visitor, service: Identity
) -> None:
    sign_up(visitor, service, email="new@mail.example")
    assert [row.email for row in EmailAddress.objects.all()] == [ADDRESS]


def test_another_address_than_the_service_s_is_confirmed(
    visitor: Visitor, service: Identity
) -> None:
    service.person["email_verified"] = False
    assert sign_up(visitor, service, email="new@mail.example") == "/accounts/confirm-email/"
    assert letter().to == ["new@mail.example"]
    assert not visitor.is_in


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_takes_over_an_account_by_its_address(
    ada: Visitor, service: Identity, verified: bool
) -> None:
    service.person |= {"sub": "8", "email_verified": verified}
    thief = Visitor()
    assert sign_up(thief, service, name="thief") == "/accounts/confirm-email/"
    assert not thief.is_in
    assert letter().subject == "Packdex: you have an account"
    assert User.objects.get().username == "ada"
    assert not SocialAccount.objects.exists()
    come(thief, service)
    assert not thief.is_in


def test_names_of_the_service_are_held_to_our_rule(visitor: Visitor, service: Identity) -> None:
    service.person["preferred_username"] = "аda"  # noqa: RUF001 - the first one is Cyrillic
    come(visitor, service)
    source = visitor.client.get("/accounts/services/signup/").content.decode()
    assert "аda" not in source  # noqa: RUF001
    text = visitor.post("/accounts/services/signup/", 200, username="root", email=ADDRESS)
    assert "cannot be the name" in text
    assert not User.objects.exists()


def test_where_nobody_signs_up_nobody_does_it_so(
    visitor: Visitor, service: Identity, settings: Any
) -> None:
    settings.PACKDEX_SIGN_UP = "closed"
    assert "No sign-up here" in come(visitor, service).content.decode()
    assert not User.objects.exists()


def test_it_is_added_to_an_account_and_removed(ada: Visitor, service: Identity) -> None:
    ada.post("/accounts/reauthenticate/", password=make.PASSWORD)
    assert come(ada, service, process="connect")["Location"] == "/accounts/services/"
    assert "My company" in ada.get("/accounts/services/")
    assert "Other services My company" in ada.get("/accounts/")
    other = Visitor()
    come(other, service)
    assert other.client.get("/accounts/").status_code == 200
    assert User.objects.count() == 1
    row = SocialAccount.objects.get()
    ada.post("/accounts/services/", account=str(row.pk))
    assert not SocialAccount.objects.exists()


def test_adding_takes_the_password(ada: Visitor, service: Identity) -> None:
    assert come(ada, service, process="connect")["Location"] == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    assert ada.post("/accounts/reauthenticate/", password=make.PASSWORD) == "/accounts/services/"
    assert SocialAccount.objects.get().user.username == "ada"


def test_one_that_belongs_to_another_account_stays_there(ada: Visitor, service: Identity) -> None:
    service.person["email"] = "bob@mail.example"
    sign_up(Visitor(), service, "bob", "bob@mail.example")
    ada.post("/accounts/reauthenticate/", password=make.PASSWORD)
    come(ada, service, process="connect")
    assert "It belongs to another account here." in ada.get("/accounts/services/")
    row = SocialAccount.objects.get()
    assert row.user.username == "bob"
    ada.post("/accounts/services/", 200, account=str(row.pk))
    assert SocialAccount.objects.exists()


def test_the_last_way_in_stays(visitor: Visitor, service: Identity) -> None:
    sign_up(visitor, service)
    row = SocialAccount.objects.get()
    text = visitor.post("/accounts/services/", 200, account=str(row.pk))
    assert "Choose a password first" in text
    assert SocialAccount.objects.exists()


def test_accounts_of_the_operator_have_them_too(visitor: Visitor, service: Identity) -> None:
    people.add("bob", make.PASSWORD, Role.MEMBER)
    visitor.sign_in("bob")
    visitor.post("/accounts/reauthenticate/", password=make.PASSWORD)
    come(visitor, service, process="connect")
    other = Visitor()
    come(other, service)
    assert other.is_in
    assert not EmailAddress.objects.filter(user__username="bob", primary=True).exists()


# ---- what may go wrong there


def test_a_code_of_somebody_else_s_is_not_taken(visitor: Visitor, service: Identity) -> None:
    page = visitor.client.post(BEGIN)
    back = urlsplit(service.signed_in(page["Refresh"].removeprefix("0; url=")))
    victim = Visitor()
    answer = victim.client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 401
    assert "That did not work" in answer.content.decode()
    assert not victim.is_in
    once = visitor.client.get(f"{back.path}?{back.query}")
    assert once["Location"] == "/accounts/services/signup/"
    again = visitor.client.get(f"{back.path}?{back.query}")
    assert again.status_code == 401


def test_a_token_for_somebody_else_is_not_taken(visitor: Visitor, service: Identity) -> None:
    service.audience = "another"
    assert come(visitor, service).status_code == 401
    assert not visitor.is_in


@pytest.mark.parametrize("query", ["", "error=access_denied", "error=server_error", "code=x"])
def test_what_a_service_answers_otherwise_is_said(
    visitor: Visitor, service: Identity, query: str
) -> None:
    answer = visitor.client.get(f"{BEGIN}callback/?{query}", follow=True)
    assert answer.status_code in {200, 401}
    assert not visitor.is_in


def test_saying_no_there_is_no_error(visitor: Visitor, service: Identity) -> None:
    page = visitor.client.post(BEGIN)
    state = page["Refresh"].split("state=")[1].split("&")[0]
    path = f"{BEGIN}callback/?error=access_denied&state={state}"
    answer = visitor.client.get(path, follow=True)
    assert "You said no" in answer.content.decode()


def test_a_service_that_is_away_is_said(visitor: Visitor, service: Identity) -> None:
    page = visitor.client.post(BEGIN)
    back = urlsplit(service.signed_in(page["Refresh"].removeprefix("0; url=")))
    service.trouble(*[_broken] * 8)
    answer = visitor.client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 401
    assert "could not say who you are" in answer.content.decode()


def _broken(handler: Any) -> None:
    handler.send_response(500)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


# ---- GitHub


def test_github_signs_in(visitor: Visitor, service: Identity) -> None:
    service.person = {"id": 7, "login": "ada-l", "name": "Ada", "email": None}
    service.emails = [
        {"email": "old@mail.example", "primary": False, "verified": True},
        {"email": ADDRESS, "primary": True, "verified": True},
    ]
    answer = come(visitor, service, "/accounts/github/login/")
    assert answer["Location"] == "/accounts/services/signup/"
    source = visitor.client.get("/accounts/services/signup/").content.decode()
    assert 'value="ada-l"' in source
    visitor.post("/accounts/services/signup/", username="ada", email=ADDRESS)
    assert visitor.is_in
    assert SocialAccount.objects.get().extra_data["login"] == "ada-l"
