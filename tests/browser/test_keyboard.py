"""Pages are used with the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

FOCUS = "document.activeElement"


def test_the_first_stop_skips_to_the_content(visit: Open) -> None:
    page = visit().to("/packages/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert page.evaluate(f"{FOCUS}.className") == "skip"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUS}.closest('main') !== null")


def test_a_wide_table_scrolls_in_its_own_region(visit: Open) -> None:
    page = visit(390).to("/grids/g/wide/")
    region = page.get_by_role("region", name="Packages of this grid")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    # Scrolling is smooth, and the page's own policy forbids Playwright's way to wait for it.
    for _ in range(40):
        if region.evaluate("e => e.scrollLeft"):
            return
        page.wait_for_timeout(50)
    pytest.fail("the arrow key did not scroll the table")


def test_searching_takes_a_word_and_enter(visit: Open) -> None:
    page = visit().to("/")
    page.get_by_role("combobox").fill("full")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=full")
    assert page.locator(".headword").all_inner_texts() == ["Django Full"]


def test_what_is_folded_opens(visit: Open) -> None:
    page = visit().to("/packages/p/full/")
    fold = page.locator("details", has_text="Week by week")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator("table").is_visible()


def test_a_screen_reader_is_told_what_the_chart_shows(visit: Open) -> None:
    page = visit().to("/packages/p/full/")
    chart = page.get_by_role("img", name="Commits a week")
    assert "in the 52 weeks" in (chart.locator("desc").text_content() or "")
    assert page.get_by_role("navigation", name="Main").count() == 1
    assert page.get_by_role("heading", level=1).inner_text() == "Django Full"
