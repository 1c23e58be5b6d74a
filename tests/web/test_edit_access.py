"""Who may edit what, and what the others are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from packdex.catalog.models import (
    Category,
    Feature,
    Grid,
    GridPackage,
    MovedSlug,
    Package,
    Revision,
)
from packdex.core.roles import Role
from tests import make
from tests.web.editing import Trees, somebody, text_of

pytestmark = pytest.mark.django_db

GRID = (
    "/grids/g/trees/edit/",
    "/grids/g/trees/edit/about/",
    "/grids/g/trees/edit/features/",
    "/grids/g/trees/edit/features/{bark}/",
    "/grids/g/trees/edit/features/{bark}/cells/",
    "/grids/g/trees/edit/features/{bark}/remove/",
    "/grids/g/trees/edit/packages/",
    "/grids/g/trees/edit/packages/oak/cells/",
    "/grids/g/trees/edit/packages/oak/remove/",
    "/grids/g/trees/cell/{bark}/oak/",
)
PAGES = (
    *GRID,
    "/grids/add/",
    "/packages/p/oak/edit/",
    "/packages/p/oak/deprecate/",
    "/categories/apps/edit/",
)
LEAST = {"/packages/p/oak/deprecate/": Role.EDITOR, "/categories/apps/edit/": Role.MODERATOR}
SENT = {
    "title": "New",
    "text": "new",
    "version": "0",
    "reason": "old",
    "do": "add",
    "package": "elm",
    "repo_url": "https://forge.example/new",
}


@pytest.fixture
def trees() -> Trees:
    return Trees()


def at(path: str, trees: Trees) -> str:
    return path.format(bark=trees.bark.pk)


def state() -> list[Any]:
    """All that people wrote."""
    tables = (Category, Package, Grid, GridPackage, Feature)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_led_to_sign_in_and_back(trees: Trees, path: str, client: Client) -> None:
    path, before = at(path, trees), state()
    for answer in (client.get(path), client.post(path, SENT)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=%2F")
    make.user("ada", Role.MODERATOR)
    page = client.get(answer["Location"]).content.decode()
    assert f'name="next" value="{path}"' in page
    signed = client.post(
        "/accounts/login/", {"login": "ada", "password": make.PASSWORD, "next": path}
    )
    assert signed["Location"] == path
    assert client.get(path).status_code == 200
    assert state() == before


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER, Role.EDITOR, Role.MODERATOR])
def test_who_may_not_is_told_why_and_sees_no_form(trees: Trees, path: str, role: Role) -> None:
    ada, before = somebody("ada", role), state()
    answer = ada.get(at(path, trees))
    if role >= LEAST.get(path, Role.MEMBER):
        assert answer.status_code == 200
        return
    refused = ada.post(at(path, trees), SENT)
    for told in (answer, refused):
        assert told.status_code == 403
        assert "You may not edit this" in text_of(told)
        assert "<form" not in told.content.decode().split("<main")[1]
    assert state() == before
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("path", GRID)
def test_a_locked_grid_refuses_with_the_reason(trees: Trees, path: str) -> None:
    Grid.objects.update(is_locked=True)
    ada, before = somebody(), state()
    for answer in (ada.get(at(path, trees)), ada.post(at(path, trees), SENT)):
        assert answer.status_code == 403
        assert "This is locked: only editors may change it." in text_of(answer)
        assert "<form" not in answer.content.decode().split("<main")[1]
    assert state() == before
    assert somebody("eve", Role.EDITOR).get(at(path, trees)).status_code == 200


def test_a_locked_package_refuses_too(trees: Trees) -> None:
    Package.objects.update(is_locked=True)
    answer = somebody().post("/packages/p/oak/edit/", SENT)
    assert answer.status_code == 403
    assert "locked" in text_of(answer)
    assert somebody("eve", Role.EDITOR).get("/packages/p/oak/edit/").status_code == 200


def test_what_is_hidden_is_there_for_moderators_only(trees: Trees) -> None:
    Package.objects.update(hidden=True)
    Grid.objects.update(hidden=True)
    ada, mia = somebody("ada"), somebody("mia", Role.MODERATOR)
    for path in ("/packages/p/oak/edit/", "/grids/g/trees/edit/"):
        assert ada.get(path).status_code == 404
        assert mia.get(path).status_code == 200


def test_a_merged_package_is_edited_where_it_went(trees: Trees) -> None:
    MovedSlug.objects.create(former_id=999, slug="acorn", package=trees.oak, moved_at=make.NOON)
    answer = somebody().get("/packages/p/acorn/edit/")
    assert answer["Location"] == "/packages/p/oak/edit/"


@pytest.mark.parametrize("path", PAGES)
def test_looking_changes_nothing(trees: Trees, path: str) -> None:
    mia, before = somebody("mia", Role.MODERATOR), state()
    for method in (mia.get, mia.head):
        assert method(at(path, trees), SENT | {"to": "1", "key": "oak"}).status_code == 200
    for other in (mia.put, mia.delete, mia.patch):
        assert other(at(path, trees)).status_code == 405
    assert state() == before
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_a_form_proves_that_it_was_made_for_its_visitor(trees: Trees, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("mia", Role.MODERATOR))
    before = state()
    assert client.post(at(path, trees), SENT).status_code == 403
    assert state() == before
    page = client.get(at(path, trees))
    source = page.content.decode().split("<main")[1]
    assert source.count("<form") - source.count('class="find wide"') <= source.count(
        'name="csrfmiddlewaretoken"'
    )
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
def test_the_strict_policy_holds_on_pages_of_editing(trees: Trees, path: str) -> None:
    source = somebody("mia", Role.MODERATOR).get(at(path, trees)).content.decode()
    assert "<style" not in source
    assert source.count("<script") == source.count('<script src="/static/') == 3
    assert " style=" not in source
    assert source.count("<h1") == 1


def test_what_people_write_leads_to_where_it_is_edited(trees: Trees, client: Client) -> None:
    links = {
        "/grids/": ["/grids/add/"],
        "/grids/g/trees/": [
            "/grids/g/trees/edit/",
            f"/grids/g/trees/edit/features/{trees.bark.pk}/cells/",
        ],
        "/packages/p/oak/": ["/packages/p/oak/edit/"],
        "/categories/apps/": ["/categories/apps/edit/"],
    }
    for path, wanted in links.items():
        source = client.get(path).content.decode()
        for link in wanted:
            assert f'href="{link}"' in source, path
    assert "/edit/" not in client.get("/compare/?p=oak&p=elm").content.decode()
