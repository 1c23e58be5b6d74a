"""How single pages look; test_pages.py has what holds on every one."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.looks import FAINT, OVERFLOW, UNFOLD

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize("path", ["/packages/p/full/", "/freshness/", "/methodology/"])
def test_nothing_is_wider_than_the_page_when_all_is_unfolded(visit: Open, path: str) -> None:
    page = visit(320).to(path)
    assert page.evaluate(UNFOLD)
    assert page.evaluate(OVERFLOW) == 0


def test_the_dark_scheme_applies(visit: Open) -> None:
    light = visit(scheme="light").to("/").evaluate(BACKGROUND)
    dark = visit(scheme="dark").to("/").evaluate(BACKGROUND)
    assert light == "rgb(255, 255, 255)"
    assert dark != light


def test_pages_of_errors_look_like_the_others(visit: Open) -> None:
    window = visit(390)
    page = window.to("/no/such/page/")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(FAINT) == []
    assert page.locator("h1").inner_text() == "not found"


def test_no_page_has_a_script_but_for_suggestions(visit: Open) -> None:
    page = visit().to("/packages/p/full/")
    scripts = page.evaluate("[...document.scripts].map(one => new URL(one.src).pathname)")
    assert scripts == ["/static/web/suggest.js"]
