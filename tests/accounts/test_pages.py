"""What holds for every page and every mail of accounts: each is ours, and strict."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from packdex.accounts import people
from packdex.core.roles import Role
from packdex.web.render import ROOM
from tests import make
from tests.accounts.conftest import Visitor

OFF = (
    "account/base_",  # parts of pages that ours are not made of
    "account/email/base_",
    "account/snippets/",
    "mfa/base_",
    "mfa/recovery_codes/base",
    "mfa/totp/base",
    "mfa/webauthn/base",
    "mfa/webauthn/snippets/",
    "socialaccount/base_",
    "socialaccount/snippets/",
    # What is turned off here: codes by mail, telephones, several addresses, signing up by passkey
    # alone, browsers that are trusted, cookies that are not sent to who comes back.
    "account/confirm_",
    "account/email.html",
    "account/email/email_confirm_",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/messages/login_code",
    "account/messages/phone",
    "account/phone_",
    "account/request_login_code",
    "account/signup_by_passkey",
    "account/verified_email_required",
    "mfa/trust",
    "mfa/webauthn/signup_form",
    "mfa/webauthn/authenticator_list",
    "socialaccount/login_redirect",
)


def _of_allauth() -> list[str]:
    """The templates of what is installed, but for what is turned off."""
    folder = Path(allauth.__file__).parent / "templates"
    rooms = ("account", "mfa", "socialaccount")
    names = [
        path.relative_to(folder).as_posix()
        for room in rooms
        for path in sorted((folder / room).rglob("*.*"))
    ]
    return [name for name in names if not name.startswith(OFF)]


@pytest.mark.parametrize("name", _of_allauth())
def test_what_may_be_shown_or_sent_is_ours(name: str) -> None:
    origin = get_template(name).origin  # type: ignore[attr-defined]
    assert Path(origin.name).is_relative_to(ROOM / "templates")


def _named(patterns: list[URLPattern | URLResolver]) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _named(pattern.url_patterns)
        else:
            found.append(pattern.name or "")
    return found


def test_nothing_that_is_turned_off_has_an_address() -> None:
    names = set(_named(get_resolver(settings.ACCOUNTS_URLCONF).url_patterns))
    off = {"account_request_login_code", "account_verify_phone", "mfa_trust", "mfa_signup_webauthn"}
    assert names.isdisjoint(off)
    assert {"account_login", "mfa_index", "socialaccount_connections"} <= names


PUBLIC = (
    "login/",
    "signup/",
    "confirm-email/",
    "confirm-email/x/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-x/",
    "password/reset/key/done/",
    "inactive/",
    "services/login/cancelled/",
    "services/login/error/",
)
OWN = (
    "",
    "settings/",
    "sessions/",
    "delete/",
    "email/",
    "password/change/",
    "reauthenticate/",
    "logout/",
    "services/",
    "two-steps/",
    "two-steps/totp/activate/",
    "two-steps/webauthn/add/",
    "two-steps/recovery-codes/generate/",
)


@pytest.mark.django_db
def test_pages_are_strict_and_kept_by_nobody() -> None:
    people.add("bob", make.PASSWORD, Role.MEMBER)
    visitor = Visitor()
    visitor.sign_in("bob")
    visitor.post("/accounts/reauthenticate/", password=make.PASSWORD)
    asked = [(Client(), path) for path in PUBLIC] + [(visitor.client, path) for path in OWN]
    for client, path in asked:
        answer = client.get(f"/accounts/{path}")
        assert answer.status_code in {200, 401}, path
        source = answer.content.decode()
        assert source.startswith("<!doctype html>"), path
        assert source.count("<h1") == 1, path
        assert "no-store" in answer["Cache-Control"], path
        assert "default-src 'none'" in answer["Content-Security-Policy"], path
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", source), path
        for script in re.findall(r"<script[^>]*>", source):  # files of ours, and data
            ours = re.fullmatch(r'<script src="/static/[^"]*\?v=[0-9a-f]{8}" defer>', script)
            assert ours or 'type="application/json"' in script, (path, script)
