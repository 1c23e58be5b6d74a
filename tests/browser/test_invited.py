"""Somebody is invited to a directory that nobody else gets into, and becomes an editor there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from packdex.accounts.invitations import making
from packdex.accounts.models import User
from packdex.catalog.actions.packages.declare import declare
from packdex.catalog.actions.people import flags, maintaining
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.models import How
from packdex.core.roles import SYSTEM, Role
from tests import make
from tests.browser.conftest import Open
from tests.browser.looks import FAINT, LOOKS, OVERFLOW, axe_finds, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "very" * 20


def test_an_invitation_leads_to_an_account_and_a_role(visit: Open, settings: Any) -> None:
    settings.PACKDEX_SIGN_UP = "invited"
    host = visit()
    host.sign_in(make.user("ada", Role.ADMIN))
    page = host.to("/accounts/invitations/")
    page.get_by_label("E-mail address").fill("bo@mail.example")
    page.get_by_label("As").select_option("editor")
    page.get_by_role("button", name="Invite").click()
    page.get_by_text("Sent to bo@mail.example.").wait_for()

    guest = visit(390)
    page = guest.to("/accounts/signup/")
    assert page.locator("[name=username]").count() == 0
    link = re.findall(r"http\S+/accounts/invited/\S+", str(mail.outbox[-1].body))[0]
    page.goto(link)
    assert "ada invites you to be an editor here" in page.inner_text("main")
    page.get_by_role("button", name="Make an account").click()
    page.fill("[name=username]", "bo")
    page.fill("[name=email]", "bo@mail.example")
    page.fill("[name=password1]", make.PASSWORD)
    page.click("main button")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(re.findall(r"http\S+/confirm-email/\S+", str(mail.outbox[-1].body))[0])
    page.get_by_role("button", name="Yes, confirm it").click()
    page.get_by_text("You are signed in as bo.").wait_for()
    page.goto(link)
    page.get_by_role("button", name="Accept as bo").click()
    page.get_by_text("The invitation is accepted.").wait_for()
    assert User.objects.get(username="bo").role == Role.EDITOR
    page.goto(link)
    page.get_by_text("This invitation was accepted already.").wait_for()
    assert guest.elsewhere == []


def test_every_page_of_rights_fits_is_legible_and_sound(visit: Open) -> None:
    ada, bo = make.user("ada", Role.ADMIN), make.user(LONG)
    oak = make.package("oak", title=LONG * 2, repo_url="https://github.com/o/oak")
    make.package("elm", repo_url="https://github.com/o/elm")
    trees = make.grid("trees", oak, title=LONG)
    for person in (ada, bo):
        maintaining.become(person.pk, oak, How.FILE, "https://github.com/" + LONG, make.NOON)
    maintaining.become(ada.pk, trees, How.INVITED, "", make.NOON)
    declare(bo.actor, oak.pk, "needs-help", LONG * 3, make.NOON)
    flags.report(bo.actor, Thing(Reported.PACKAGE, oak.pk), "wrong", LONG * 3, make.NOON)
    _, secret = making.invite(SYSTEM, making.Wish(package_id=oak.pk), make.NOON.replace(year=2099))
    making.invite(ada.actor, making.Wish(f"{LONG[:60]}@example.org"), make.NOON)
    seen = visit()
    seen.sign_in(ada)
    for path in (
        "/accounts/invitations/",
        f"/accounts/invited/{secret}/",
        "/accounts/people/",
        "/accounts/maintained/",
        "/packages/p/oak/",
        "/packages/p/oak/maintainers/",
        "/packages/p/oak/status/",
        "/packages/p/elm/claim/",
        "/grids/g/trees/maintainers/",
    ):
        page = seen.to(path)
        for width, scheme in LOOKS:
            look(page, width, scheme)
            assert page.evaluate(OVERFLOW) == 0, (path, width)
            assert page.evaluate(FAINT) == [], (path, width, scheme)
        assert axe_finds(page) == [], path
    assert seen.complaints == []
    assert seen.elsewhere == []
