"""Every role against everything that the API writes: it lets what the table of rights says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from packdex.catalog.models import Feature, Flag
from packdex.core.roles import NOBODY, Act, Role, may
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

V4, V5 = "/api/v4/", "/api/v5/"


def writes() -> Iterator[tuple[str, str, tuple[Act, ...]]]:
    """Method, address and what it takes, of each write that there is."""
    for table, add, edit in (
        ("packages", Act.ADD_PACKAGE, Act.EDIT_PACKAGE),
        ("grids", Act.ADD_GRID, Act.EDIT_GRID),
        ("categories", Act.EDIT_CATEGORY, Act.EDIT_CATEGORY),
    ):
        one = {"packages": "oak", "grids": "trees", "categories": "apps"}[table]
        yield "POST", f"{V4}{table}/", (add,)
        yield "PUT", f"{V4}{table}/{one}/", (edit,)
        yield "PATCH", f"{V4}{table}/{one}/", (edit,)
        yield "DELETE", f"{V4}{table}/{one}/", (edit, Act.DELETE)
    feature = Feature.objects.get().pk
    trees = f"{V5}grids/trees/"
    for part, one in (("features", feature), ("packages", "oak")):
        yield "POST", f"{trees}{part}/", (Act.EDIT_GRID,)
        for method in ("PUT", "PATCH", "DELETE"):
            yield method, f"{trees}{part}/{one}/", (Act.EDIT_GRID,)
    for method in ("PUT", "PATCH", "DELETE"):
        yield method, f"{trees}elements/{feature}/oak/", (Act.EDIT_GRID,)
    for said in ("usage", "favorite"):
        yield "PUT", f"{V5}packages/oak/{said}/", (Act.USE,)
        yield "DELETE", f"{V5}packages/oak/{said}/", (Act.USE,)
    yield "POST", f"{V5}flags/", (Act.FLAG,)
    yield "PATCH", f"{V5}flags/{Flag.objects.get().pk}/", (Act.MODERATE,)


@pytest.mark.parametrize("role", [None, *Role])
def test_what_is_let_is_what_the_table_says(role: Role | None, client: Client) -> None:
    oak = make.package("oak")
    Feature.objects.create(grid=make.grid("trees", oak), title="Leaves", position=0)
    person = make.user("somebody", role) if role is not None else None
    Flag.objects.create(package=oak, kind="spam", reason="x", created=make.NOON, by=person)
    actor = person.actor if person else NOBODY
    caller: Any = client_of(person) if person else client
    for method, path, acts in writes():
        let = all(may(actor, act) for act in acts)
        # Nothing that could be done, so that all of them find what there was.
        answer = send(caller, method.lower(), path, {"strange": 1}, if_match='"stale"')
        refused = {405 if path.startswith(V4) else 401} if person is None else {403}
        assert (answer.status_code in refused) is not let, (method, path, answer.content)
        assert answer.status_code in refused | {200, 204, 400, 404, 412}
        allowed = answer["Allow"].split(", ")
        assert (method in allowed) is let, (method, path, allowed)
