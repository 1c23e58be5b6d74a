"""How pages look: they fit, in both colour schemes, and ask nothing of anybody else."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PAGES, Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

# Texts whose contrast with what is behind them is below WCAG AA (4.5, or 3 for large text).
FAINT = """() => {
  const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = rgb => rgb.slice(0, 3)
    .map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parts(style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${walker.currentNode.data}`);
  }
  return faint;
}"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_fits_is_legible_and_keeps_to_itself(
    visit: Open, width: int, scheme: str
) -> None:
    window = visit(width, scheme)
    for path in PAGES:
        page = window.to(path)
        assert page.evaluate(OVERFLOW) == 0, path
        assert page.evaluate(FAINT) == [], path
    assert window.complaints == []
    assert window.elsewhere == []


@pytest.mark.parametrize("path", ["/packages/p/full/", "/freshness/", "/methodology/"])
def test_nothing_is_wider_than_the_page_when_all_is_unfolded(visit: Open, path: str) -> None:
    page = visit(320).to(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
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
