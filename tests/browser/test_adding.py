"""A package is added in a real browser, with the keyboard, against stand-ins of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from packdex.catalog.models import Package
from tests import make
from tests.browser.conftest import Open
from tests.refresh.looking import World, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.loopback,
    pytest.mark.django_db(transaction=True),
]

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def there(tmp_path: Path, settings: Any) -> Iterator[World]:
    with world(tmp_path) as made:
        settings.PACKDEX_REGISTRY_URL = made.index.origin
        settings.PACKDEX_FORGES = made.site.kinds
        settings.PACKDEX_ALLOW_PRIVATE_HOSTS = True
        make.category("apps", title="App")
        make.category("frameworks", title="Framework")
        make.package("alfa-" + "very-" * 9)
        make.user("ada")
        made.site.hold("owner/alpha-" + "very" * 20, stars=4)
        made.site.hold("owner/alpha", stars=4)
        made.publish("Alpha", ("Source", made.site.url("owner/alpha")))
        yield made


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_package_is_added(there: World, visit: Open, width: int, scheme: str) -> None:
    window = visit(width, scheme)
    page = window.to("/packages/")
    page.get_by_role("link", name="Add a package").click()
    page.get_by_label("Name or e-mail").fill("ada")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages/add/")

    assert page.evaluate("document.activeElement.name") == "what"  # one can type at once
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    problem = page.get_by_role("alert")
    problem.wait_for()
    assert "not understood" in problem.inner_text()
    assert not page.evaluate(WIDER)

    page.get_by_label("Repository, registry page").fill(there.site.url("owner/alpha/issues?q=x"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages/add/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "Alpha"
    assert not page.evaluate(WIDER)
    page.get_by_label("Title").fill("The Alpha")
    page.get_by_label("Framework").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Add the package").press("Enter")
    page.wait_for_url("**/packages/p/alpha/")
    assert page.get_by_role("status").inner_text() == "Added. Thank you."
    assert page.get_by_role("heading", level=1).inner_text() == "The Alpha"
    assert "2 in 52 weeks" in page.locator("dl.facts").inner_text()
    assert Package.objects.get(slug="alpha").category.slug == "frameworks"
    assert not any(
        "error" in complaint for complaint in window.complaints if "422" not in complaint
    )
    assert window.elsewhere == []


def test_long_names_stay_within_the_page(there: World, visit: Open) -> None:
    window = visit(390)
    page = window.to("/accounts/login/?next=/packages/add/")
    page.get_by_label("Name or e-mail").fill("ada")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages/add/")
    page.get_by_label("Repository, registry page").fill(
        there.site.url("owner/alpha-" + "very" * 20)
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages/add/*/")
    assert not page.evaluate(WIDER)
