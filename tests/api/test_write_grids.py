"""Grids and categories are written as they are read, by those who may."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.catalog.models import Category, Grid, Package, Revision
from packdex.core.roles import Role
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

TREES = "/api/v4/grids/trees/"
APPS = "/api/v4/categories/apps/"


@pytest.fixture(autouse=True)
def trees() -> Grid:
    return make.grid("trees", make.package("oak"), make.package("elm"), title="Trees")


def test_a_new_grid_with_its_packages(client: Client) -> None:
    told = {"title": "Woods", "description": "Many\r\ntrees", "packages": ["elm", "oak"]}
    ada = client_of("ada")
    answer = send(ada, "post", "/api/v4/grids/", told)
    assert answer.status_code == 201, answer.content
    found = client.get(answer["Location"])
    assert (found.content, found["ETag"]) == (answer.content, answer["ETag"])
    assert found.json()["description"] == "Many\ntrees"
    assert len(found.json()["packages"]) == 2
    again = send(ada, "post", "/api/v4/grids/", told)
    assert (again.status_code, list(again.json())) == (400, ["title"])


def test_packages_of_a_grid_come_and_go_and_the_others_keep_their_places(trees: Grid) -> None:
    yew = make.package("yew")
    ada = client_of("ada")
    links = ada.get(TREES).json()["packages"]
    answer = send(ada, "patch", TREES, {"packages": [links[1], yew.pk]})
    assert len(answer.json()["packages"]) == 2
    slugs = trees.grid_packages.order_by("position").values_list("package__slug", flat=True)
    assert list(slugs) == ["oak", "yew"]
    assert Revision.objects.count() == 2


def test_what_would_take_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.api.v4.write_members.MOST_AT_ONCE", 1)
    answer = send(client_of("ada"), "patch", TREES, {"packages": []})
    assert answer.json() == {"packages": ["2 would come or go; at most 1 can in one request."]}
    assert not Revision.objects.exists()


def test_what_fails_late_leaves_nothing_of_the_request(trees: Grid) -> None:
    answer = send(client_of("ada"), "patch", TREES, {"title": "Woods", "is_locked": True})
    assert answer.status_code == 403
    trees.refresh_from_db()
    assert (trees.title, trees.is_locked) == ("Trees", False)
    assert not Revision.objects.exists()


def test_moderators_lock_and_choose_the_header(trees: Grid) -> None:
    moderator, ada = client_of(Role.MODERATOR), client_of("ada")
    assert send(ada, "patch", TREES, {"header": True}).status_code == 403
    answer = send(moderator, "patch", TREES, {"header": True, "is_locked": True})
    assert (answer.json()["header"], answer.json()["is_locked"]) == (True, True)
    assert ada.get(TREES)["Allow"] == "GET, HEAD, OPTIONS"
    assert send(ada, "patch", TREES, {"title": "x"}).status_code == 403
    assert send(moderator, "patch", TREES, {"is_locked": False}).json()["is_locked"] is False
    assert send(moderator, "patch", TREES, {"is_locked": 1}).json().keys() == {"is_locked"}


def test_admins_delete_grids() -> None:
    assert send(client_of(Role.MODERATOR), "delete", TREES).status_code == 403
    assert send(client_of(Role.ADMIN), "delete", TREES).status_code == 204
    assert not Grid.objects.exists()
    assert Package.objects.count() == 2


def test_moderators_write_categories(client: Client) -> None:
    assert send(client_of("ada"), "patch", APPS, {"title": "x"}).status_code == 403
    moderator = client_of(Role.MODERATOR)
    answer = send(moderator, "patch", APPS, {"title": "Applications"})
    assert answer.content == client.get(APPS).content
    assert answer["ETag"] == client.get(APPS)["ETag"]
    new = send(moderator, "post", "/api/v4/categories/", {"title": "Tools", "show_pypi": False})
    assert (new.status_code, new.json()["slug"]) == (201, "tools")
    assert send(moderator, "put", APPS, {"title": "x"}).json().keys() == {
        "description",
        "title_plural",
        "show_pypi",
    }
    assert send(moderator, "patch", APPS, {"show_pypi": "yes"}).json().keys() == {"show_pypi"}


def test_admins_delete_empty_categories() -> None:
    admin = client_of(Role.ADMIN)
    assert send(admin, "delete", APPS).status_code == 409
    empty = make.category("frameworks")
    assert send(client_of(Role.MODERATOR), "delete", f"{APPS}").status_code == 403
    assert send(admin, "delete", f"/api/v4/categories/{empty.pk}/").status_code == 204
    assert Category.objects.count() == 1


def test_the_pace_of_new_accounts_holds_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.catalog.actions.revising.CHANGES_AN_HOUR", {True: 2, False: 2})
    ada = client_of("ada")
    for title in ("a", "b"):
        assert send(ada, "patch", TREES, {"title": title}).status_code == 200
    answer = send(ada, "patch", TREES, {"title": "c"})
    assert (answer.status_code, 3590 < int(answer["Retry-After"]) <= 3601) == (429, True)
    assert "2 changes within an hour" in answer.json()["detail"]


def test_forms_are_shown_to_who_may_use_them(client: Client) -> None:
    html = {"accept": "text/html"}
    assert b'name="_content"' not in client.get(TREES, headers=html).content
    page = client_of("ada").get(TREES, headers=html).content.decode()
    assert 'data-method="DELETE"' not in page
    assert page.count('name="_content"') == 1
    form = page.split('name="_content"')[1].split("</textarea>")[0]
    assert "&quot;title&quot;: &quot;Trees&quot;" in form
    assert "POST" in client_of(Role.EDITOR).get("/api/v4/grids/", headers=html).content.decode()


@pytest.mark.parametrize("table", ["grids", "categories"])
def test_a_slug_is_chosen_once(table: str) -> None:
    moderator, path = client_of(Role.MODERATOR), f"/api/v4/{table}/"
    new = send(moderator, "post", path, {"title": "Mine", "slug": "my_own"})
    assert (new.status_code, new.json()["slug"]) == (201, "my_own")
    for slug in ("my_own", "No slug", 7, None):
        again = send(moderator, "post", path, {"title": "Other", "slug": slug})
        assert (again.status_code, again.json().keys()) == (400, {"slug"}), slug
    later = send(moderator, "patch", f"{path}my_own/", {"slug": "other"})
    assert (later.status_code, later.json().keys()) == (400, {"slug"})
