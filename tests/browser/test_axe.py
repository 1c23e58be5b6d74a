"""What axe-core finds on pages that somebody has to sign in or to write something for: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from packdex.accounts.models import User
from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import flags
from packdex.catalog.models import Grid, Package, Revision
from packdex.core.roles import Role
from tests import make
from tests.browser.conftest import Open, Visit
from tests.browser.looks import axe_finds, look
from tests.browser.sound import Shown
from tests.lifecycles import NEWEST_PYTHON

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

LOOKED_AT = ((390, "light"), (1280, "dark"))
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


def test_what_is_said_of_a_stack(visit: Open) -> None:
    page = visit().to("/stack/")
    page.get_by_label("Names, or the text of a file").fill("p1\nno no\nboto3==1\n")
    page.get_by_label("Can I move to").select_option(NEWEST_PYTHON)
    page.get_by_role("button", name="Judge them").click()
    page.get_by_role("heading", level=1).get_by_text("What to think of it").wait_for()
    for width, scheme in LOOKED_AT:
        look(page, width, scheme)
        assert axe_finds(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.fixture(scope="module")
def change(directory: None) -> int:
    """What there is to see for those who are signed in; the number of the last change."""
    ada = make.user("ada", Role.ADMIN)
    package, grid = Package.objects.get(slug="p1"), Grid.objects.get(slug="wide")
    later = make.NOON + timedelta(days=1)
    edit_package(ada.actor, package.pk, {"title": "Oak & <b>"}, expected=None, at=later)
    thing = flags.Thing(flags.Reported.PACKAGE, package.pk)
    flags.report(make.user("eve").actor, thing, "spam", "It sells watches.", later)
    edit_grid(ada.actor, grid.pk, {"description": "Word " * 40}, later, why="for once")
    return Revision.objects.latest("id").pk


@pytest.fixture(scope="module")
def ada(change: int, window: Visit) -> Iterator[Visit]:
    """Her window, in which she has signed in."""
    window.sign_in(User.objects.get(username="ada"))
    yield window
    window.forget()


@pytest.mark.parametrize("path", SIGNED_IN)
def test_pages_for_those_who_are_signed_in(ada: Visit, change: int, path: str) -> None:
    for page in Shown(ada, path.format(change=change)).unless_found("accessible"):
        for width, scheme in LOOKED_AT:
            look(page, width, scheme)
            assert axe_finds(page) == [], (width, scheme)
