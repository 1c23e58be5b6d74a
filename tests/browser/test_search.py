"""Searching in a real browser: suggestions by keyboard and mouse, and without any script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page

from packdex.search import rebuild
from tests import make
from tests.browser.conftest import Open
from tests.browser.looks import OVERFLOW, axe_finds, look

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("found")]


@pytest.fixture(scope="module")
def found(directory: None) -> None:
    """Names that begin alike, among packages of every kind."""
    facts = {
        "stars": 9, "licence": "MIT", "requires_python": ">=3.10", "last_updated": make.NOON,
        "classifiers": [f"Framework :: Django :: 5.{n}" for n in range(3)],
    }  # fmt: skip
    alder = make.package("alder-tree", title="Alder Tree", facts=facts)
    make.package("alder-wood", title="Alder Wood", facts={"stars": 3, "archived": True})
    make.grid("alder-things", alder, title="Alder things")
    rebuild.rebuild()


def box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def typed(page: Page, text: str) -> Locator:
    """The options once `text` was typed into the box."""
    box(page).press_sequentially(text)
    options = page.get_by_role("option")
    options.first.wait_for()
    return options


def chosen(page: Page) -> str:
    """The option that the box names as its active one; "" for none."""
    id_ = box(page).get_attribute("aria-activedescendant")
    option = page.locator("[role=option][aria-selected=true]")
    assert option.count() == (id_ is not None)
    if id_ is None:
        return ""
    assert option.get_attribute("id") == id_
    return option.inner_text()


@pytest.mark.parametrize(("path", "width"), [("/", 390), ("/about/", 1280), ("/search/?q=p", 390)])
def test_suggestions_are_gone_through_with_the_keyboard(visit: Open, path: str, width: int) -> None:
    window = visit(width)
    page = window.to(path)
    field = box(page)
    assert field.get_attribute("aria-expanded") == "false"
    field.fill("")
    options = typed(page, "alder")
    assert field.get_attribute("aria-expanded") == "true"
    titles = options.all_inner_texts()
    assert {title.split(" grid")[0] for title in titles} == {
        "Alder Tree", "Alder Wood", "Alder things"
    }  # fmt: skip
    assert page.locator("[role=search] [role=status]").inner_text() == "3 suggestions"
    assert chosen(page) == ""
    seen = []
    for key in ("ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"):
        page.keyboard.press(key)
        seen.append(chosen(page))
    first, second, last = titles
    assert seen == [first, second, last, first, last, first]
    assert page.evaluate(OVERFLOW) == 0
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "alder"
    assert chosen(page) == ""
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == first.split(" grid")[0]
    assert window.complaints == []
    assert window.elsewhere == []


def test_enter_without_a_choice_searches_and_the_mouse_chooses(visit: Open) -> None:
    page = visit().to("/")
    typed(page, "alder")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=alder")
    assert set(page.locator(".headword").all_inner_texts()) == {
        "Alder Tree", "Alder Wood", "Alder things"
    }  # fmt: skip
    box(page).fill("")
    options = typed(page, "alder w")
    options.get_by_text("Alder Wood").click()
    page.wait_for_url("**/packages/p/alder-wood/")


def test_it_asks_only_once_somebody_pauses_and_not_for_what_is_no_name(visit: Open) -> None:
    page = visit().to("/about/")
    # The clock stands still, so that only the test decides how long somebody pauses.
    page.clock.install(time=make.NOON)
    page.goto(page.url.replace("/about/", "/"))
    page.clock.pause_at(make.NOON + timedelta(hours=1))
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/suggest/" in r.url else None)
    box(page).press_sequentially("alder-t")
    page.clock.run_for(100)
    box(page).press_sequentially("r")
    page.clock.run_for(130)
    options = page.get_by_role("option")
    options.first.wait_for()
    assert options.all_inner_texts() == ["Alder Tree"]
    assert [url.rpartition("=")[2] for url in asked] == ["alder-tr"]
    box(page).fill("x" * 61)
    page.get_by_role("listbox", include_hidden=True).wait_for(state="hidden")
    box(page).fill("a")
    page.clock.run_for(300)
    assert len(asked) == 1
    page.clock.resume()  # the window is the next test's, too


def test_axe_finds_nothing_in_what_is_open(visit: Open) -> None:
    states = ((390, "dark"), (1280, "light"))
    page = visit(*states[0]).to("/about/")
    typed(page, "alder")
    page.keyboard.press("ArrowDown")
    for width, scheme in states:
        look(page, width, scheme)
        assert page.get_by_role("option").count() == 3
        assert axe_finds(page) == []
    page.goto(page.url.replace("/about/", "/search/?q=alder+has:grid+-is:archived"))
    for width, scheme in reversed(states):
        look(page, width, scheme)
        assert axe_finds(page) == []


def test_all_of_it_works_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/about/")
    page.get_by_role("searchbox").fill("alder")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=alder")
    narrow = page.get_by_role("complementary", name="Narrow down")
    narrow.get_by_role("link", name="packages").click()
    page.get_by_role("link", name="stars").click()
    page.wait_for_url("**/search/?q=alder+is%3Apackage&sort=stars")
    assert page.locator(".headword").all_inner_texts() == ["Alder Tree", "Alder Wood"]
    page.get_by_role("link", name="Leave out is:package").click()
    page.wait_for_url("**/search/?q=alder&sort=stars")
    assert page.locator(".headword").count() == 3
    page.get_by_label("Compare Alder Tree").check()
    page.get_by_label("Compare Alder Wood").check()
    page.get_by_role("button", name="Compare ticked").click()
    page.wait_for_url("**/compare/?p=alder-tree&p=alder-wood")
    context.close()
