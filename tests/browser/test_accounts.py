"""Somebody makes an account, with a passkey and an app for codes, and signs in with each."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page

from tests import make
from tests.browser.conftest import Open, Visit
from tests.browser.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _device(page: Page) -> None:
    """Give the browser a device for passkeys that asks its owner nothing."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _sign_out(page: Page, origin: str) -> None:
    page.goto(f"{origin}/accounts/logout/")
    page.click("main button")
    page.get_by_text("You are signed out.").wait_for()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _sign_up(window: Visit) -> None:
    page = window.to("/accounts/signup/")
    is_sound(page)
    page.fill("[name=username]", "ada")
    page.fill("[name=email]", "ada@mail.example")
    page.fill("[name=password1]", make.PASSWORD)
    page.click("main button")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(re.findall(r"http\S+/confirm-email/\S+", str(mail.outbox[0].body))[0])
    page.get_by_role("button", name="Yes, confirm it").click()
    page.get_by_text("You are signed in as ada.").wait_for()


def _add_a_passkey(window: Visit) -> None:
    page = window.to("/accounts/two-steps/webauthn/add/")
    page.fill("main [name=password]", make.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Add a passkey").wait_for()
    is_sound(page)
    page.fill("[name=name]", "My laptop")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    is_sound(page)
    assert page.locator(".codes li").count() == 10
    assert mail.outbox[-1].subject == "Packdex: a passkey was added"
    window.to("/accounts/two-steps/")
    assert "My laptop signs in alone" in page.inner_text("main")


def _set_up_an_app(window: Visit) -> str:
    """The app's secret."""
    page = window.to("/accounts/two-steps/totp/activate/")
    page.get_by_role("link", name="a passkey").click()
    page.get_by_role("button", name="Use the passkey").click()
    page.locator(".qr img").wait_for()
    assert page.evaluate("document.querySelector('.qr img').naturalWidth") > 100
    is_sound(page)
    secret = page.inner_text("main code")
    page.fill("[name=code]", _code(secret))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("On since").wait_for()
    return secret


def test_from_signing_up_to_two_steps(visit: Open) -> None:
    window = visit()
    page = window.page
    _device(page)
    _sign_up(window)
    _add_a_passkey(window)
    _sign_out(page, window.origin)
    window.to("/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()
    secret = _set_up_an_app(window)
    _sign_out(page, window.origin)
    cache.clear()  # some time later, when a code is not one that was used
    is_sound(window.to("/accounts/login/"))
    page.fill("[name=login]", "ada@mail.example")
    page.fill("[name=password]", make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Second step").wait_for()
    is_sound(page)
    page.fill("[name=code]", _code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("You are signed in as ada.").wait_for()
    for path in ("/accounts/", "/accounts/two-steps/", "/accounts/sessions/", "/accounts/delete/"):
        is_sound(window.to(path))
    assert window.complaints == []
    assert window.elsewhere == []
