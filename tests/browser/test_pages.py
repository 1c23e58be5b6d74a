"""What holds on every page: it fits, is legible, sound for axe, and used by the keyboard alone.

A page is loaded once and looked at in each width and colour scheme, on one of both databases if it
has the same bytes on both.
"""

from __future__ import annotations

import pytest

from packdex.catalog import editions
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from tests.browser.conftest import PAGES, Visit
from tests.browser.looks import (
    FAINT,
    LOOKS,
    OVERFLOW,
    UNFOLD,
    axe_finds,
    keyboard_misses,
    look,
)
from tests.browser.sound import Shown

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

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
BY_AXE = ((390, "dark"), (1280, "light"))


@pytest.fixture(autouse=True, scope="module")
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


def each(paths: tuple[str, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shown", paths, indirect=True, scope="module")


@pytest.fixture(scope="module")
def shown(request: pytest.FixtureRequest, window: Visit) -> Shown:
    """A page, loaded once for the tests that follow."""
    window.forget()
    return Shown(window, request.param)


@each(PAGES)
def test_it_fits_is_legible_and_keeps_to_itself(shown: Shown, window: Visit) -> None:
    for page in shown.unless_found("legible"):
        for width, scheme in LOOKS:
            look(page, width, scheme)
            assert page.evaluate(OVERFLOW) == 0, (width, scheme)
            assert page.evaluate(FAINT) == [], (width, scheme)
        assert window.complaints == []
        assert window.elsewhere == []


@each(PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(shown: Shown, width: int) -> None:
    for page in shown.unless_found(f"reached-{width}"):
        look(page, width, "light")
        assert keyboard_misses(page) == []


@each(PAGES + COMPARED)
def test_axe_finds_nothing(shown: Shown) -> None:
    for page in shown.unless_found("unfolded"):
        page.evaluate(UNFOLD)  # what is folded is part of it
        for width, scheme in BY_AXE:
            look(page, width, scheme)
            assert axe_finds(page) == [], (width, scheme)
