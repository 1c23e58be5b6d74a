"""Somebody makes a token and edits with it, and lets an application act for them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from packdex.accounts.tokens.bearer import bearer_of
from packdex.catalog.models import Package
from tests import make
from tests.accounts.applications import BACK, app, challenge
from tests.browser.conftest import Open
from tests.browser.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _makes_a_token(page: Page) -> str:
    page.fill("[name=name]", "Nightly")
    page.check("[value='packages:write']")
    page.get_by_role("button", name="Make it").click()
    page.fill("[name=password]", make.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    shown = page.locator("code.secret")
    shown.wait_for()
    is_sound(page)
    return shown.inner_text()


def test_a_token_and_an_application(visit: Open) -> None:
    ada = make.user("ada")
    make.package("oak")
    window = visit()
    window.sign_in(ada)
    page = window.to("/accounts/tokens/")
    token = _makes_a_token(page)
    headers = {"Authorization": f"Bearer {token}"}
    oak = Client().get("/api/v4/packages/oak/", headers=headers)
    answer = Client().patch(
        "/api/v4/packages/oak/",
        {"title": "Oak"},
        "application/json",
        headers=headers | {"If-Match": oak["ETag"]},
    )
    assert answer.status_code == 200, answer.content
    assert Package.objects.get().title == "Oak"
    page.get_by_role("button", name="End it").click()
    page.get_by_text("The token is of no use any more.").wait_for()
    assert bearer_of(token, timezone.now()) is None

    ships = app(make.user("owner"))
    asks = f"client_id={ships.row.pk}&redirect_uri={BACK}&response_type=code&scope=read&state=s"
    pkce = f"code_challenge={challenge()}&code_challenge_method=S256"
    window.to(f"/identity/o/authorize?{asks}&{pkce}")
    is_sound(page)
    with page.expect_request(f"{BACK}?*") as led_to:  # the application itself is nowhere
        page.get_by_role("button", name="Allow it", exact=True).click()
    page.wait_for_url("chrome-error:**")
    told = dict(parse_qsl(urlsplit(led_to.value.url).query))
    assert ships.for_code(told["code"]).status_code == 200
    is_sound(window.to("/accounts/applications/"))
    page.get_by_role("button", name="End it").click()
    page.get_by_text("It may not act for you any more.").wait_for()
    for path in ("/accounts/applications/add/", "/identity/o/device", "/identity/o/authorize"):
        is_sound(window.to(path))
