"""What axe-core finds on pages: nothing. axe/README.md says where its file is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from packdex.catalog import editions
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from tests.browser.conftest import PAGES, Open

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
FOUND = """async () => {
  const told = await axe.run(document, {resultTypes: ['violations']});
  return told.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html).join(' … ')}`);
}"""
COMPARED = (
    "/grids/g/wide/?flip=1",
    "/grids/g/wide/?sort=-stars&hide=state&without=p3&q=p&maintained=0",
    "/grids/g/wide/?q=nothing-like-it&sort=x",
    "/grids/g/hidden/?flip=1",
    "/compare/",
    "/compare/?p=p1",
    "/compare/?p=p1&p=p2&p=full&p=none&base=p2",
    "/compare/?p=p1&find=p",
)
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(autouse=True)
def _cells(directory: None) -> None:
    """Cells of every kind in the grid that is looked at."""
    grid = Grid.objects.get(slug="wide")
    feature = Feature.objects.create(
        grid=grid, title="Leaves", description="What it has.", position=0
    )
    said = ("yes", "no", "partial", "planned", "++", "4.2", "40", "many words", "yes, in autumn")
    for place, text in zip(GridPackage.objects.filter(grid=grid), said, strict=False):
        told = {"note": "a note", "source_url": "https://trees.example/"} if len(text) > 3 else {}
        Element.objects.create(feature=feature, grid_package=place, text=text, **told)
    editions.touch(grids=[grid.pk])


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_it_finds_nothing(visit: Open, width: int, scheme: str) -> None:
    window, found = visit(width, scheme), {}
    for path in (*PAGES, *COMPARED):
        page = window.to(path)
        page.evaluate(AXE)
        for state, change in (("", "0"), (", unfolded", OPEN)):
            page.evaluate(change)
            if told := page.evaluate(FOUND):
                found[path + state] = told
    assert found == {}
