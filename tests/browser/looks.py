"""What is looked at on each page: whether it fits, is legible, and is used without a mouse."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

# Widths and colour schemes, one change from each to the next: a page is loaded once for all.
LOOKS = (
    (320, "light"),
    (320, "dark"),
    (390, "dark"),
    (390, "light"),
    (1280, "light"),
    (1280, "dark"),
)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Texts whose contrast with what is behind them is below WCAG AA (4.5, or 3 for large text).
FAINT = """() => {
  const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = rgb => rgb.slice(0, 3)
    .map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const known = new Map([[null, [255, 255, 255]]]);
  const behind = element => {
    if (!known.has(element)) {
      const colour = parts(getComputedStyle(element).backgroundColor);
      const opaque = colour.length < 4 || colour[3] > 0;
      known.set(element, opaque ? colour : behind(element.parentElement));
    }
    return known.get(element);
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

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
FOUND = """async () => {
  const told = await axe.run(document, {resultTypes: ['violations'], preload: false});
  return told.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html).join(' … ')}`);
}"""
# Opens all that is folded; says how much that was.
UNFOLD = """() => {
  const folded = document.querySelectorAll('details:not([open])');
  folded.forEach(one => one.open = true);
  return folded.length;
}"""

# Marks what a keyboard has to reach, and counts it; the next key begins at the top. With each key
# that is released, takes the mark off the focused element and notes it if its focus is not shown.
MARK = """() => {
  const wanted = 'a[href], button, input, select, summary, [tabindex="0"]';
  const seen = [...document.querySelectorAll(wanted)].filter(e => e.checkVisibility());
  seen.forEach(e => e.setAttribute('data-unreached', ''));
  if (!window.unshown) document.addEventListener('keyup', () => {
    const e = document.activeElement;
    if (e === document.body) return;
    e.removeAttribute('data-unreached');
    const style = getComputedStyle(e);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
      window.unshown.push(e.outerHTML);
  }, true);
  window.unshown = [];
  document.body.tabIndex = -1;
  document.body.focus({preventScroll: true});
  document.body.removeAttribute('tabindex');
  return seen.length;
}"""
LEFT = """[
  ...window.unshown,
  ...[...document.querySelectorAll('[data-unreached]')].map(e => e.outerHTML),
]"""


def look(page: Page, width: int, scheme: str) -> None:
    """See the page in that width and colour scheme."""
    if page.viewport_size != {"width": width, "height": 900}:
        page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


def axe_finds(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now. axe/README.md says where its file is from."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FOUND)
    return found


def is_sound(page: Page) -> None:
    """Assert that it fits and is legible, narrow and wide, and that axe finds nothing."""
    for width, scheme in (LOOKS[0], LOOKS[-1]):
        look(page, width, scheme)
        assert page.evaluate(OVERFLOW) == 0, (page.url, width)
        assert page.evaluate(FAINT) == [], (page.url, width, scheme)
    assert axe_finds(page) == [], page.url


def keyboard_misses(page: Page) -> list[str]:
    """What the Tab key does not reach, or where it does not show that it is there."""
    for _ in range(page.evaluate(MARK)):
        page.keyboard.press("Tab")
    missed: list[str] = page.evaluate(LEFT)
    for _ in range(2 if missed else 0):  # not always: after its last stop it leaves the page
        page.keyboard.press("Tab")
        missed = page.evaluate(LEFT)
    return missed
