"""v5: features, packages and cells of grids, and what people say, read and written."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.catalog.models import Element, Example, Feature, Flag, Grid, Revision
from packdex.core.roles import Role
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

TREES = "/api/v5/grids/trees/"
OAK = "/api/v5/packages/oak/"


@pytest.fixture(autouse=True)
def trees() -> Grid:
    grid = make.grid("trees", make.package("oak"), make.package("elm"), title="Trees")
    Feature.objects.create(grid=grid, title="Leaves", position=0)
    return grid


def test_features_come_change_move_and_go(client: Client) -> None:
    ada = client_of("ada")
    told = {"title": "Bark", "description": "outside", "position": 0}
    new = send(ada, "post", f"{TREES}features/", told)
    assert new.status_code == 201, new.content
    where = new["Location"].removeprefix("http://testserver")
    assert client.get(where).content == new.content
    assert client.get(where)["ETag"] == new["ETag"]
    listed = client.get(f"{TREES}features/").json()
    assert [row["title"] for row in listed["results"]] == ["Bark", "Leaves"]
    assert list(listed) == ["count", "next", "previous", "results"]
    for told, status in (({"title": "Rind", "position": 1}, 200), ({"title": "x"}, 412)):
        answer = send(ada, "patch", where, told, if_match=new["ETag"])
        assert answer.status_code == status
    assert client.get(where).json()["position"] == 1
    assert send(ada, "put", where, {"title": "x"}).json().keys() == {"description", "position"}
    wrong = send(ada, "patch", where, {"title": "", "description": 5})
    assert wrong.json().keys() == {"title", "description"}
    assert send(ada, "patch", where, {"position": 9}).json().keys() == {"position"}
    assert send(ada, "delete", where).status_code == 204
    assert client.get(where).status_code == 404


def test_packages_of_a_grid_come_move_and_go(client: Client) -> None:
    yew, ada = make.package("yew"), client_of("ada")
    new = send(ada, "post", f"{TREES}packages/", {"package": "yew", "position": 1})
    assert (new.status_code, new.json()["position"]) == (201, 1)
    assert new.json()["package"] == f"http://testserver/api/v4/packages/{yew.pk}/"
    yew_there = f"{TREES}packages/yew/"
    assert send(ada, "patch", yew_there, {"position": 0}).json()["position"] == 0
    rows = client.get(f"{TREES}packages/").json()["results"]
    assert [row["position"] for row in rows] == [0, 1, 2]
    assert send(ada, "delete", yew_there).status_code == 204
    assert client.get(yew_there).status_code == 404
    assert send(ada, "post", f"{TREES}packages/", {"package": "x"}).json().keys() == {"package"}


def test_a_cell_is_filled_changed_and_emptied(client: Client) -> None:
    ada = client_of("ada")
    cell = f"{TREES}elements/{Feature.objects.get().pk}/oak/"
    assert client.get(cell).status_code == 404
    assert send(ada, "patch", cell, {"text": "no"}, if_match="*").status_code == 412
    new = send(ada, "patch", cell, {"text": "yes", "note": "in spring"})
    assert (new.status_code, new.json()["kind"]) == (200, "yes")
    assert client.get(cell).content == new.content
    assert client.get(f"{TREES}elements/").json()["results"] == [new.json()]
    assert send(ada, "patch", cell, {"text": "4.2"}).json()["kind"] == "version"
    assert send(ada, "patch", cell, {"kind": "text"}).json()["kind"] == "text"
    assert send(ada, "patch", cell, {"note": "always"}).json()["kind"] == "text"
    assert send(ada, "patch", cell, {"text": "x"}, if_match=new["ETag"]).status_code == 412
    assert send(ada, "patch", cell, {"source_url": "nowhere"}).json().keys() == {"source_url"}
    assert send(ada, "patch", cell, {"kind": "odd"}).json().keys() == {"kind"}
    assert send(ada, "patch", cell, {"kind": 5}).json().keys() == {"kind"}
    assert send(ada, "patch", cell, {"version": 1}).json().keys() == {"version"}
    assert send(ada, "delete", cell, if_match=client.get(cell)["ETag"]).status_code == 204
    assert not Element.objects.exists()


@pytest.mark.parametrize("path", ["features/", "packages/"])
def test_who_is_not_signed_in_is_asked_to(path: str, client: Client) -> None:
    answer = send(client, "post", TREES + path, {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert client.get(TREES + path)["Allow"] == "GET, HEAD, OPTIONS"
    for personal in ("usage/", "favorites/", "flags/", "packages/oak/usage/"):
        assert client.get(f"/api/v5/{personal}").status_code == 401


def test_a_locked_grid_is_for_editors_and_a_hidden_one_is_not_there(trees: Grid) -> None:
    Grid.objects.update(is_locked=True)
    ada = client_of("ada")
    assert ada.get(f"{TREES}features/")["Allow"] == "GET, HEAD, OPTIONS"
    assert send(ada, "post", f"{TREES}features/", {"title": "x"}).status_code == 403
    editor = client_of(Role.EDITOR)
    assert send(editor, "post", f"{TREES}features/", {"title": "x"}).status_code == 201
    Grid.objects.update(hidden=True)
    assert editor.get(f"{TREES}features/").status_code == 404


@pytest.mark.parametrize(("one", "listed"), [("usage", "usage"), ("favorite", "favorites")])
def test_what_one_uses_and_likes(one: str, listed: str, client: Client) -> None:
    ada = client_of("ada")
    assert ada.get(f"{OAK}{one}/").status_code == 404
    for _ in range(2):
        answer = send(ada, "put", f"{OAK}{one}/")
        assert answer.status_code == 200, answer.content
        assert ada.get(f"{OAK}{one}/").content == answer.content
    assert ada.get(f"/api/v5/{listed}/").json()["results"] == [answer.json()]
    assert client_of("bea").get(f"/api/v5/{listed}/").json()["count"] == 0
    if one == "usage":
        assert client.get("/api/v3/packages/oak/").json()["usage_count"] == 1
    assert send(ada, "delete", f"{OAK}{one}/").status_code == 204
    assert send(ada, "delete", f"{OAK}{one}/").status_code == 404
    assert send(ada, "put", f"{OAK}{one}/", {"created": "2001-01-01"}).status_code == 400


def test_reports_are_sent_and_worked_through() -> None:
    ada, moderator = client_of("ada"), client_of(Role.MODERATOR)
    told = {"package": "oak", "kind": "spam", "reason": "It is an advertisement."}
    new = send(ada, "post", "/api/v5/flags/", told)
    assert (new.status_code, new.json()["state"]) == (201, "open")
    assert send(ada, "post", "/api/v5/flags/", told).status_code == 409
    where = new["Location"]
    assert client_of("bea").get(where).status_code == 404
    assert send(ada, "patch", where, {"state": "accepted"}).status_code == 403
    assert moderator.get("/api/v5/flags/?state=open").json()["results"] == [new.json()]
    assert send(moderator, "patch", where, {"state": "open"}).status_code == 200
    assert send(moderator, "patch", where, {"state": "x"}).json().keys() == {"state"}
    assert send(moderator, "patch", where, {"reason": "x"}).json().keys() == {"reason"}
    done = send(
        moderator, "patch", where, {"state": "accepted", "take_away": True, "answer": "Yes"}
    )
    assert (done.json()["state"], done.json()["answer"]) == ("accepted", "Yes")
    assert Revision.objects.get().verb == "hide"
    assert send(moderator, "patch", where, {"state": "dismissed"}).status_code == 409


def test_a_report_of_an_example_goes_with_it() -> None:
    from packdex.catalog.models import Package

    site = Example.objects.create(
        package=Package.objects.get(slug="oak"),
        title="x",
        url="https://x.example",
        shown=True,
        created=make.NOON,
    )
    told = {"example": site.pk, "kind": "harmful", "reason": "It is."}
    new = send(client_of("ada"), "post", "/api/v5/flags/", told)
    answered = {"state": "accepted", "take_away": True}
    assert send(client_of(Role.MODERATOR), "patch", new["Location"], answered).status_code == 204
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({}, {"kind", "reason"}),
        ({"kind": "spam", "reason": "x"}, {"package"}),
        ({"kind": "spam", "reason": "x", "package": "oak", "grid": "trees"}, {"package", "grid"}),
        ({"kind": "odd", "reason": "x", "package": "oak"}, {"kind"}),
        ({"kind": 5, "reason": "x", "package": "oak"}, {"kind"}),
        ({"kind": "spam", "reason": "", "package": "oak"}, {"reason"}),
        ({"kind": "spam", "reason": "x", "package": "nothing"}, {"package"}),
        ({"kind": "spam", "reason": "x", "revision": "1"}, {"revision"}),
        ({"kind": "spam", "reason": "x", "revision": 10**30}, {"revision"}),
        ({"kind": "spam", "reason": "x", "package": "oak", "state": "accepted"}, {"state"}),
    ],
)
def test_a_wrong_report_names_the_field(told: dict[str, object], fields: set[str]) -> None:
    answer = send(client_of("ada"), "post", "/api/v5/flags/", told)
    assert (answer.status_code, set(answer.json())) == (400, fields)
    assert not Flag.objects.exists()
