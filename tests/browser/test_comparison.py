"""Comparing in a real browser: with the keyboard, with htmx, and without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

WIDE = "/grids/g/wide/"
STAYED = "window.stayed"


def heads(page: Page) -> list[str]:
    """The packages of the first table, in its order."""
    return page.locator(".matrix").first.locator(".headword").all_inner_texts()


def at(page: Page, text: str) -> None:
    """Wait until the address has `text` in it and the table of that address is there."""
    page.wait_for_url(lambda url: text in url)
    page.locator("#comparison:not(.htmx-swapping):not(.htmx-settling)").wait_for()


def test_what_is_chosen_comes_without_a_new_page(visit: Open) -> None:
    window = visit()
    page = window.to(WIDE)
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Packages as rows").click()
    at(page, "flip=1")
    page.locator(".matrix.down").first.wait_for()
    page.locator("#by-stars").click()
    at(page, "sort=-stars")
    page.locator("[aria-sort=descending]").first.wait_for()
    assert heads(page)[:2] == ["p23", "p22"]
    page.get_by_label("Words in name").fill("p1")
    page.keyboard.press("Enter")
    at(page, "q=p1")
    page.get_by_role("link", name="Hide p12").focus()
    page.keyboard.press("Enter")
    at(page, "without=p12")
    page.get_by_role("link", name="Show p12").wait_for()
    assert heads(page) == [f"p{n}" for n in (19, 18, 17, 16, 15, 14, 13, 11, 10, 1)]
    assert page.locator("#seen").inner_text().startswith("10 of 25 packages")
    assert page.evaluate(STAYED) is True
    page.go_back()
    page.wait_for_url(lambda url: "without" not in url)
    page.get_by_role("link", name="Hide p12").wait_for()
    assert window.complaints == []
    assert window.elsewhere == []


def test_all_of_it_works_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{WIDE}")
    page.get_by_role("link", name="Packages as rows").click()
    page.get_by_label("Words in name").fill("p2")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(lambda url: "flip=1" in url and "q=p2" in url)
    page.locator("#by-stars").click()
    assert heads(page) == ["p23", "p22", "p21", "p20", "p2"]
    page.get_by_label("Compare p20").check()
    page.get_by_label("Compare p2", exact=True).check()
    page.get_by_role("button", name="Compare ticked").click()
    page.wait_for_url("**/compare/?p=p20&p=p2")
    assert heads(page) == ["p20", "p2"]
    context.close()


def test_what_is_seen_is_saved(visit: Open) -> None:
    page = visit().to(f"{WIDE}?q=p2&sort=-stars&hide=state")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Markdown").click()
    assert saving.value.suggested_filename == "grid-wide.md"
    text = saving.value.path().read_text("utf-8")
    assert text.startswith("|  | p23 | p22 | p21 | p20 | p2 |\n")
    assert "State" not in text


def test_headings_stay_in_sight(visit: Open) -> None:
    page = visit(800).to(WIDE)
    region = page.get_by_role("region", name="Packages of this grid")
    region.evaluate("e => { e.style.scrollBehavior = 'auto'; e.scrollTo(600, 200); }")
    box, corner = region.bounding_box(), page.locator(".matrix td").first.bounding_box()
    assert box is not None
    assert corner is not None
    assert abs(corner["x"] - box["x"]) < 3
    assert abs(corner["y"] - box["y"]) < 3
    name = page.get_by_role("rowheader", name="Stars").first.bounding_box()
    assert name is not None
    assert abs(name["x"] - box["x"]) < 3


def test_a_list_leads_to_a_comparison(visit: Open) -> None:
    page = visit().to("/packages/?sort=stars")
    page.get_by_label("Compare p23").check()
    page.get_by_label("Compare p22").check()
    page.get_by_role("button", name="Compare ticked").click()
    page.wait_for_url("**/compare/?p=p23&p=p22")
    assert heads(page) == ["p23", "p22"]
    page.get_by_role("searchbox", name="Add a package").fill("p21")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Add p21").click()
    assert heads(page) == ["p23", "p22", "p21"]
    page.get_by_role("link", name="Remove p22").click()
    page.get_by_role("link", name="Remove p22").wait_for(state="detached")
    assert heads(page) == ["p23", "p21"]
