"""What imports and merges do to rows that people changed is in their histories, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.actions.imports.entries import store_categories, store_grids, store_packages
from packdex.catalog.actions.merging.merge import merge
from packdex.catalog.actions.moderation.undo import UndoError, undo
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.changes import changes_of
from packdex.catalog.models import Element, Feature, Grid, GridPackage, Package, Revision
from packdex.exchange.records import parse
from tests import make
from tests.catalog.curation import Desk, desk
from tests.exchange import objects

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=60)
ORIGIN = "https://registry.example.org"


@pytest.fixture
def at() -> Desk:
    return desk()


def bring(*values: Any) -> None:
    entries: list[Any] = [parse(value) for value in values]
    for store, kind in ((store_categories, 0), (store_grids, 1)):
        store([e for e in entries if _kind(e) == kind], LATER)
    store_packages([e for e in entries if _kind(e) == 2], LATER)


def _kind(entry: Any) -> int:
    names = ("CategoryEntry", "GridEntry", "PackageEntry")
    return names.index(type(entry).__name__)


def told() -> list[tuple[str, str]]:
    rows = Revision.objects.filter(verb__in=["import", "merge"]).order_by("id")
    assert all(row.by_id is None for row in rows)
    return [(row.verb, row.about) for row in rows]


def test_an_import_tells_of_rows_that_people_changed() -> None:
    mo = make.user("mo", make.Role.MODERATOR).actor
    bring(objects.category(1), objects.grid(5), objects.package(7, grids=[5]))
    bring(objects.package(8))
    edit_package(mo, 7, {"title": "Seven"}, expected=None, at=LATER)
    edit_grid(mo, 5, {"title": "Five"}, LATER)
    bring(
        objects.grid(5, title="Fünf"),
        objects.package(7, grids=[5], title="7"),
        objects.package(8, title="8"),
    )
    assert told() == [("import", "Fünf"), ("import", "7")]
    revision = Revision.objects.get(about="7")
    assert (revision.package_id, revision.at) == (7, LATER)
    (change,) = changes_of([revision.pk])[revision.pk].rows
    assert change.before is not None
    assert change.after is not None
    assert (change.before["title"], change.after["title"]) == ("Seven", "7")
    undo(mo, revision.pk, LATER)
    assert Package.objects.get(pk=7).title == "Seven"


def test_the_same_import_again_tells_nothing_and_asks_no_more() -> None:
    mo = make.user("mo", make.Role.MODERATOR).actor
    content = [
        objects.category(1),
        objects.grid(5),
        *(objects.package(n, grids=[5]) for n in range(7, 30)),
    ]
    bring(*content)
    with CaptureQueriesContext(
        connection,
    ) as before:
        bring(*content)
    edit_package(mo, 7, {"repo_url": "https://example.org/a"}, expected=None, at=LATER)
    edit_package(mo, 7, {"repo_url": objects.package(7)["repo_url"]}, expected=None, at=LATER)
    Package.objects.filter(pk=7).update(modified=Package.objects.get(pk=8).modified)
    with CaptureQueriesContext(connection) as after:
        bring(*content)
    assert len(after) == len(before)
    assert "historical" not in str(after.captured_queries)
    assert told() == []


def test_what_an_import_takes_out_of_a_grid_is_told_with_its_cells(at: Desk) -> None:
    bring(objects.category(1), objects.grid(500), objects.package(700, grids=[500]))
    at.grid = Grid.objects.get(pk=500)
    docs = at.feature("Docs")
    at.say(docs, "yes", package=Package.objects.get(pk=700))
    bring(objects.package(700, grids=[]))
    assert Element.objects.count() == GridPackage.objects.filter(grid=500).count() == 0
    ((verb, _),) = told()
    revision = Revision.objects.get(verb=verb)
    assert (revision.package_id, revision.grid_id) == (700, 500)
    rows = changes_of([revision.pk])[revision.pk].rows
    assert [row.model for row in rows] == [GridPackage, Element]
    undo(at.mod, revision.pk, at.now)
    assert Element.objects.get().text == "yes"


def test_a_merge_is_a_revision_of_the_kept_package(at: Desk) -> None:
    gone, kept = at.packages
    docs = at.feature("Docs")
    at.say(docs, "yes", package=gone, note="n")
    other = make.grid("other", gone)
    merge(gone.pk, kept.pk, at.now, origin=ORIGIN, rehearse=True)
    assert told() == []
    merge(gone.pk, kept.pk, at.now, origin=ORIGIN)
    assert told() == [("merge", "alpha into beta")]
    revision = Revision.objects.get(verb="merge")
    assert revision.package_id == kept.pk
    cell = Element.objects.get()
    assert (cell.kind, cell.note, cell.grid_package.package_id) == ("yes", "n", kept.pk)
    assert GridPackage.objects.get(grid=other).package_id == kept.pk
    models = {row.model for row in changes_of([revision.pk])[revision.pk].rows}
    assert {Package, GridPackage, Element} <= models
    with pytest.raises(UndoError, match="merge cannot"):
        undo(at.admin, revision.pk, at.now)
    assert Feature.objects.get().pk == docs.pk
