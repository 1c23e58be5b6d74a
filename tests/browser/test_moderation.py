"""A member reports a package, and a moderator hides it: in a real browser, from page to page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.people import examples, flags, usage
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.models import Flag, Package
from packdex.core.roles import SYSTEM, Role
from tests import make
from tests.browser.conftest import Open
from tests.browser.looks import FAINT, LOOKS, OVERFLOW, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LATER = make.NOON + timedelta(days=30)
LONG = "very" * 20


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")


def test_a_report_leads_to_what_is_hidden(visit: Open) -> None:
    make.package("oak", title="Oak")
    make.user("ada")
    make.user("grace", Role.MODERATOR)

    page = visit(390).to("/packages/p/oak/")
    page.get_by_role("link", name="Report").click()
    sign_in(page, "ada")
    page.get_by_label("What is it about?").select_option("spam")
    page.get_by_label("What is wrong").fill("It sells watches.")
    page.get_by_role("button", name="Send to the moderators").click()
    assert "A moderator will look at it." in page.get_by_role("status").inner_text()

    page = visit().to("/moderation/")
    sign_in(page, "grace")
    page.get_by_text("It sells watches.").wait_for()
    page.get_by_label("Answer").fill("Thank you.")
    page.get_by_role("button", name="Accept and hide it").click()
    page.get_by_text("Nothing is reported.").wait_for()
    page.get_by_role("link", name="Oak").click()
    assert "Only moderators see this page." in page.locator("main").inner_text()
    answer = visit().page.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    assert Flag.objects.get().answer == "Thank you."

    page.get_by_role("link", name="Show it again").click()
    page.get_by_role("button", name="Show it again").click()
    page.get_by_role("heading", name="Oak").wait_for()
    assert Package.shown.exists()


PAGES = (
    "/moderation/",
    "/packages/p/oak/",
    "/packages/p/oak/use/",
    "/packages/p/oak/favorite/",
    "/packages/p/oak/suggest/",
    "/packages/p/oak/report/",
    "/packages/p/oak/moderate/",
    "/packages/p/oak/merge/",
    "/packages/p/elm/",
    "/grids/g/trees/report/",
    "/profiles/grace/",
    "/accounts/settings/",
)


def test_every_page_fits_and_is_legible(visit: Open) -> None:
    grace, ada = make.user("grace", Role.MODERATOR, github_account=""), make.user(LONG)
    facts = {"participants": ["grace"], "description": LONG}
    oak = make.package("oak", title=f"Oak {LONG}", created_by=grace, facts=facts)
    elm = make.package("elm", deprecated_at=make.NOON, deprecated_why=LONG, replaced_by=oak)
    make.grid("trees", oak, title=LONG)
    url = f"https://{LONG[:60]}.example/{LONG * 5}"
    for person, package in ((ada, oak), (grace, elm)):
        examples.suggest(person.actor, package.pk, LONG, url, LATER)
        flags.report(person.actor, Thing(Reported.PACKAGE, oak.pk), "other", LONG, LATER)
        usage.use(person.actor, oak.pk, LATER)
    moderate.hide(SYSTEM, Package, elm.pk, LATER, why=LONG)
    window = visit()
    window.sign_in(grace)
    for path in PAGES:
        page = window.to(path)
        for width, scheme in LOOKS:
            look(page, width, scheme)
            assert page.evaluate(OVERFLOW) == 0, f"{path} {width} {scheme}"
            assert page.evaluate(FAINT) == [], f"{path} {width} {scheme}"
    assert window.complaints == window.elsewhere == []
