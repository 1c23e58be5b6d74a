"""What axe-core finds on pages: nothing. axe/README.md says where its file is from."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from packdex.catalog import editions
from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import flags
from packdex.catalog.models import Element, Feature, Grid, GridPackage, Package, Revision
from packdex.core.roles import Role
from tests import make
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


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nor_on_what_is_said_of_a_stack(visit: Open, width: int, scheme: str) -> None:
    page = visit(width, scheme).to("/stack/")
    page.get_by_label("Names, or the text of a file").fill("p1\nno no\nboto3==1\n")
    page.get_by_role("button", name="Judge them").click()
    page.get_by_role("heading", level=1).get_by_text("What to think of it").wait_for()
    page.evaluate(AXE)
    assert page.evaluate(FOUND) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


SIGNED_IN = (
    "/packages/add/",
    "/packages/p/p1/use/",
    "/packages/p/p1/favorite/",
    "/packages/p/p1/suggest/",
    "/packages/p/p1/report/",
    "/packages/p/p1/moderate/",
    "/packages/p/p1/merge/",
    "/packages/p/p1/edit/",
    "/packages/p/p1/deprecate/",
    "/packages/p/p1/history/",
    "/grids/add/",
    "/grids/g/wide/report/",
    "/grids/g/wide/moderate/",
    "/grids/g/wide/history/",
    "/categories/tools/edit/",
    "/categories/tools/history/",
    "/moderation/add-category/",
    "/moderation/",
    "/history/",
    "/history/{change}/",
    "/history/by/ada/",
    "/history/by/ada/undo/",
    "/profiles/ada/",
    "/accounts/",
    "/accounts/settings/",
    "/accounts/sessions/",
    "/accounts/email/",
    "/accounts/two-steps/",
    "/accounts/password/change/",
    "/accounts/logout/",
)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nor_on_pages_for_those_who_are_signed_in(visit: Open, width: int, scheme: str) -> None:
    ada = make.user("ada", Role.ADMIN)
    package, grid = Package.objects.get(slug="p1"), Grid.objects.get(slug="wide")
    later = make.NOON + timedelta(days=1)
    edit_package(ada.actor, package.pk, {"title": "Oak & <b>"}, expected=None, at=later)
    thing = flags.Thing(flags.Reported.PACKAGE, package.pk)
    flags.report(make.user("eve").actor, thing, "spam", "It sells watches.", later)
    edit_grid(ada.actor, grid.pk, {"description": "Word " * 40}, later, why="for once")
    change = Revision.objects.latest("id").pk
    window = visit(width, scheme)
    page = window.to("/accounts/login/?next=/history/")
    page.get_by_label("Name or e-mail").fill("ada")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", level=1).get_by_text("History").wait_for()
    found = {}
    for path in SIGNED_IN:
        answered = page.goto(window.origin + path.format(change=change))
        assert answered is not None
        assert (path, answered.status) == (path, 200)
        page.evaluate(AXE)
        if told := page.evaluate(FOUND):
            found[path] = told
    assert found == {}
