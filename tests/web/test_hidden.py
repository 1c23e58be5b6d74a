"""What moderators hide is gone at the next request, everywhere, for all but them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from packdex.catalog.actions.moderation import moderate
from packdex.catalog.models import Grid, MovedSlug, Package, SourceState
from packdex.core.roles import SYSTEM, Role
from tests import make
from tests.lifecycles import NEWEST_PYTHON

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)

# Every address at which the hidden package, or the hidden grid, was named before.
NAMING_PACKAGE = (
    "/",
    "/packages/",
    "/packages/?sort=stars",
    "/packages/?sort=newest",
    "/packages/?sort=updated",
    "/packages/?q=weasel",
    "/packages/?q=weasel&sort=stars",
    "/search/?q=weasel",
    "/search/?q=weasel&sort=stars",
    "/search/suggest/?q=weas",
    "/categories/apps/",
    "/categories/apps/?sort=stars",
    "/grids/g/animals/",
    "/packages/p/oak/",
    "/events/",
    "/events/feed/",
    f"/upgrade/{NEWEST_PYTHON}/?answer=unknown",
    "/grids/g/animals/upgrade/",
    f"/api/v5/upgrade/{NEWEST_PYTHON.replace('-', '/')}/?answer=unknown",
    "/freshness/",
    "/sitemap-packages-1.xml",
    "/api/v4/packages/",
    "/api/v4/packages/?q=weasel",
    "/api/v4/grids/",
    "/api/v4/grids/?format=json",
    "/api/v4/grids/animals/",
    "/api/v4/search/?q=weasel",
    "/api/v3/packages/",
    "/api/v3/packages/?category=apps",
    "/api/v3/grids/",
    "/api/v3/grids/animals/",
    "/api/v3/grids/animals/packages/",
    "/profiles/ada/",
)
PACKAGES_OWN = (
    "/packages/p/weasel/",
    "/packages/p/weasel/feed/",
    "/packages/p/old-weasel/",
    "/packages/p/weasel/verdict/",
    "/packages/p/old-weasel/verdict/",
    "/packages/p/weasel/maintainers/",
    "/packages/p/weasel/badge.svg",
    "/packages/p/old-weasel/badge.svg",
    "/api/v5/packages/weasel/verdict/",
    "/api/v5/packages/old-weasel/verdict/",
    "/api/v3/packages/weasel/",
    "/api/v3/packages/old-weasel/",
    "/api/v4/packages/weasel/",
    "/api/v4/packages/weasel/?format=json",
    "/api/v4/packages/old-weasel/",
)
NAMING_GRID = (
    "/",
    "/grids/",
    "/grids/?q=weasels",
    "/search/?q=weasels",
    "/search/?q=is%3Agrid+weasels",
    "/search/suggest/?q=weas",
    "/packages/p/oak/",
    "/sitemap-grids-1.xml",
    "/api/v4/grids/",
    "/api/v4/grids/?q=weasels",
    "/api/v4/packages/",
    "/api/v4/packages/oak/",
    "/api/v4/packages/oak/?format=json",
    "/api/v4/search/?q=weasels",
    "/api/v3/grids/",
    "/api/v3/packages/",
    "/api/v3/packages/oak/",
)
GRIDS_OWN = (
    "/grids/g/weasels/",
    "/grids/g/weasels/upgrade/",
    "/grids/g/weasels/maintainers/",
    "/api/v3/grids/weasels/",
    "/api/v3/grids/weasels/packages/",
    "/api/v4/grids/weasels/",
    "/api/v4/grids/weasels/?format=json",
)


@pytest.fixture
def weasel() -> Package:
    ada = make.user("ada")
    facts = {"stars": 5, "last_updated": make.NOON, "participants": ["ada"]}
    weasel = make.package("weasel", title="Weasel", facts=facts, created_by=ada)
    oak = make.package("oak", deprecated_at=make.NOON, replaced_by=weasel, deprecated_why="old")
    make.grid("animals", weasel, oak)
    make.event(weasel, "released", version="1")
    ada.usages.create(package=weasel, created=make.NOON)
    SourceState.objects.create(
        package=weasel, source="git", host="h", error="broken", error_at=LATER, due_at=LATER
    )
    MovedSlug.objects.create(former_id=999, slug="old-weasel", package=weasel, moved_at=LATER)
    return weasel


@pytest.fixture
def weasels() -> Grid:
    make.grid("trees")
    return make.grid("weasels", make.package("oak"), title="Weasels")


def names(client: Client, path: str, row: Package | Grid) -> bool:
    """Whether the answer names the row, in v4 by its address."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = b"".join(answer).decode().casefold()  # type: ignore[arg-type]
    table = "packages" if isinstance(row, Package) else "grids"
    # What was looked for stands on the page, too.
    text = text.replace(f"?q={row.slug}", "").replace(f'value="{row.slug}"', "")
    text = re.sub(rf'"[^"]*/search/\?q=[^"]*"|value="is:grid {row.slug}"', "", text)
    text = re.sub(rf'search: (is:grid )?{row.slug}( \N{{EN DASH}}|")', "", text)
    text = text.replace(f"<code>{row.slug}</code>", "")
    return row.slug in text or f"/{table}/{row.pk}/" in text


@pytest.mark.parametrize("path", NAMING_PACKAGE)
def test_no_list_and_no_page_names_a_hidden_package(
    path: str, weasel: Package, client: Client
) -> None:
    assert names(client, path, weasel)
    moderate.hide(SYSTEM, Package, weasel.pk, LATER, why="spam")
    assert not names(client, path, weasel)
    moderate.unhide(SYSTEM, Package, weasel.pk, LATER)
    assert names(client, path, weasel)


@pytest.mark.parametrize(
    "path",
    [
        *PACKAGES_OWN,
        "/api/v4/packages/{id}/",
        "/api/v4/packages/999/",
        "/api/v5/packages/{id}/verdict/",
    ],
)
def test_a_hidden_package_is_as_one_that_is_not_there(
    path: str, weasel: Package, client: Client
) -> None:
    elsewhere = path.format(id=12345).replace("weasel", "nothing")
    path = path.format(id=weasel.pk)
    assert client.get(path).status_code in {200, 301}
    moderate.hide(SYSTEM, Package, weasel.pk, LATER, why="spam")
    answer = client.get(path)
    assert answer.status_code == 404
    if path.startswith("/api/"):
        assert answer.content == client.get(elsewhere).content
    client.force_login(make.user("member"))
    assert client.get(path).status_code == 404
    moderate.unhide(SYSTEM, Package, weasel.pk, LATER)
    assert client.get(path).status_code in {200, 301}


@pytest.mark.parametrize("path", NAMING_GRID)
def test_no_list_and_no_page_names_a_hidden_grid(path: str, weasels: Grid, client: Client) -> None:
    assert names(client, path, weasels)
    moderate.hide(SYSTEM, Grid, weasels.pk, LATER, why="spam")
    assert not names(client, path, weasels)
    moderate.unhide(SYSTEM, Grid, weasels.pk, LATER)
    assert names(client, path, weasels)


@pytest.mark.parametrize("path", [*GRIDS_OWN, "/api/v4/grids/{id}/"])
def test_a_hidden_grid_is_as_one_that_is_not_there(
    path: str, weasels: Grid, client: Client
) -> None:
    path = path.format(id=weasels.pk)
    assert client.get(path).status_code == 200
    moderate.hide(SYSTEM, Grid, weasels.pk, LATER, why="spam")
    assert client.get(path).status_code == 404
    client.force_login(make.user("member"))
    assert client.get(path).status_code == 404


def test_counts_leave_hidden_ones_out(weasel: Package, client: Client) -> None:
    def counts() -> list[object]:
        return [
            client.get("/api/v4/packages/?limit=1").json()["count"],
            client.get("/api/v4/packages/?limit=1&format=json").json()["count"],
            client.get("/api/v3/packages/?limit=0").json()["meta"]["total_count"],
            "2 packages" in client.get("/").content.decode(),
            "2 packages" in client.get("/categories/").content.decode(),
            "2 packages" in client.get("/grids/").content.decode(),
        ]

    assert counts() == [2, 2, 2, True, True, True]
    moderate.hide(SYSTEM, Package, weasel.pk, LATER, why="spam")
    assert counts() == [1, 1, 1, False, False, False]


def test_v3_lists_no_hidden_package_as_added_by_somebody(weasel: Package, client: Client) -> None:
    client.force_login(make.user("member"))
    path = "/api/v3/users/ada/?list_packages=1"
    assert client.get(path).json()["packages"] == ["/api/v3/packages/weasel/"]
    moderate.hide(SYSTEM, Package, weasel.pk, LATER, why="spam")
    assert client.get(path).json()["packages"] == []


@pytest.mark.parametrize("table", [Package, Grid])
def test_moderators_see_it_and_why(
    table: type[Package] | type[Grid], weasel: Package, client: Client
) -> None:
    row = weasel if table is Package else Grid.objects.get(slug="animals")
    path = "/packages/p/weasel/" if table is Package else "/grids/g/animals/"
    mod = make.user("mod", Role.MODERATOR)
    moderate.hide(mod.actor, table, row.pk, LATER, why="<b>Buy</b> weasels")
    client.force_login(mod)
    answer = client.get(path)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "&lt;b&gt;Buy&lt;/b&gt; weasels" in text
    assert 'by <a href="/profiles/mod/">mod</a>' in text
    assert "Only moderators see this page." in text
    assert f'href="{path}moderate/"' in text
    client.logout()
    assert client.get(path).status_code == 404
