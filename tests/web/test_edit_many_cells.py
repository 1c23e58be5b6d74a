"""All cells of a feature, or of a package, are filled in with one form."""

from __future__ import annotations

import pytest
from django.utils import timezone

from packdex.catalog.models import Element, Revision
from packdex.core.roles import CHANGES_AN_HOUR
from tests import make
from tests.web.editing import Trees, form_of, somebody, text_of, values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees() -> Trees:
    return Trees()


def row(trees: Trees) -> str:
    return f"/grids/g/trees/edit/features/{trees.bark.pk}/cells/"


COLUMN = "/grids/g/trees/edit/packages/oak/cells/"


def test_a_feature_is_filled_in_for_all_packages(trees: Trees) -> None:
    trees.put(trees.bark, trees.elm, "smooth", kind="text", note="in youth")
    ada = somebody()
    sent = form_of(ada, row(trees), why="a walk") | {f"text-{trees.oak.pk}": "rough"}
    answer = ada.post(row(trees), sent)
    assert answer["Location"] == "/grids/g/trees/edit/"
    assert "1 cell saved." in text_of(ada.get("/grids/g/trees/edit/"))
    assert trees.texts() == {("Bark", "oak"): "rough", ("Bark", "elm"): "smooth"}
    assert [made.why for made in Revision.objects.all()] == ["a walk"]
    ada.post(row(trees), sent)  # sent twice
    assert Revision.objects.count() == 1


def test_a_package_is_filled_in_for_all_features(trees: Trees) -> None:
    ada = somebody()
    typed = {
        f"text-{trees.bark.pk}": "+",
        f"text-{trees.leaf.pk}": "4.2",
        f"note-{trees.leaf.pk}": "lobed",
        f"source_url-{trees.leaf.pk}": "https://docs.example/leaf",
    }
    ada.post(COLUMN, form_of(ada, COLUMN) | typed)
    assert trees.texts() == {("Bark", "oak"): "+", ("Leaf", "oak"): "4.2"}
    assert Element.objects.get(feature=trees.leaf).source_url == "https://docs.example/leaf"
    ada.post(COLUMN, form_of(ada, COLUMN) | {f"text-{trees.bark.pk}": ""})
    assert trees.texts() == {("Leaf", "oak"): "4.2"}


def test_cells_in_conflict_come_back_and_the_others_are_saved(trees: Trees) -> None:
    trees.put(trees.bark, trees.oak, "old", kind="text")
    ada, ben = somebody("ada"), somebody("ben")
    oak, elm = trees.oak.pk, trees.elm.pk
    his = form_of(ben, row(trees)) | {f"text-{oak}": "his", f"text-{elm}": "his too"}
    ada.post(row(trees), form_of(ada, row(trees)) | {f"text-{oak}": "hers"})
    answer = ben.post(row(trees), his)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "1 saved, 1 not" in text
    assert "Somebody else changed it in the meantime to: hers" in text
    assert trees.texts() == {("Bark", "oak"): "hers", ("Bark", "elm"): "his too"}
    again = values_of(answer.content.decode().split("<main", 1)[1])
    assert again[f"text-{oak}"] == "his"
    assert f"text-{elm}" not in again
    # Theirs may be kept, or be replaced in sight of it.
    assert ben.post(row(trees), again | {f"keep-{oak}": "yes"}).status_code == 302
    assert trees.texts()["Bark", "oak"] == "hers"
    assert ben.post(row(trees), again).status_code == 302
    assert trees.texts()["Bark", "oak"] == "his"


def test_what_others_changed_stays_where_the_person_typed_nothing(trees: Trees) -> None:
    ada, ben = somebody("ada"), somebody("ben")
    oak, elm = trees.oak.pk, trees.elm.pk
    his = form_of(ben, row(trees)) | {f"text-{elm}": "his"}
    ada.post(row(trees), form_of(ada, row(trees)) | {f"text-{oak}": "hers"})
    assert ben.post(row(trees), his).status_code == 302
    assert trees.texts() == {("Bark", "oak"): "hers", ("Bark", "elm"): "his"}


def test_what_cannot_be_taken_comes_back_with_what_was_typed(trees: Trees) -> None:
    ada = somebody()
    oak, elm = trees.oak.pk, trees.elm.pk
    typed = {f"text-{oak}": "yes", f"source_url-{oak}": "no address", f"text-{elm}": "no"}
    answer = ada.post(row(trees), form_of(ada, row(trees)) | typed)
    source = answer.content.decode()
    assert answer.status_code == 422
    assert "1 saved, 1 not" in text_of(answer)
    assert 'value="no address"' in source
    assert f'aria-describedby="wrong-{oak}"' in source
    assert trees.texts() == {("Bark", "elm"): "no"}
    note = {f"note-{oak}": "only a note"}
    answer = ada.post(row(trees), form_of(ada, row(trees)) | note)
    assert "A note or a link needs a value beside it." in text_of(answer)


def test_hostile_values_are_said_cell_by_cell(trees: Trees) -> None:
    ada = somebody()
    oak, elm = trees.oak.pk, trees.elm.pk
    typed = {f"text-{oak}": "x" * 10_000, f"text-{elm}": "a\0<script>"}
    answer = ada.post(row(trees), form_of(ada, row(trees)) | typed)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "10,000 characters" in text
    assert "U+0000" in text
    assert b"<script>" not in answer.content.split(b"<main")[1]
    assert trees.texts() == {}


def test_an_account_that_is_new_is_stopped_with_the_rest_kept(trees: Trees) -> None:
    new = somebody("new")
    user = make.user("newer", date_joined=timezone.now())
    new.force_login(user)
    Revision.objects.bulk_create(
        Revision(at=timezone.now(), by=user, verb="set-cell", about="x")
        for _ in range(CHANGES_AN_HOUR[True] - 1)
    )
    typed = {f"text-{trees.oak.pk}": "one", f"text-{trees.elm.pk}": "two"}
    answer = new.post(row(trees), form_of(new, row(trees)) | typed)
    assert answer.status_code == 403
    assert "the most for an account that is new here" in text_of(answer)
    assert b'value="two"' in answer.content
    assert trees.texts() == {("Bark", "oak"): "one"}


def test_forged_cells_are_left_out_and_said(trees: Trees) -> None:
    pine = make.package("pine")
    ada = somebody()
    forged = {f"seen-{pine.pk}": "0.0", f"text-{pine.pk}": "yes", "seen-x": "0.0", "seen-": ""}
    answer = ada.post(row(trees), form_of(ada, row(trees)) | forged)
    assert trees.texts() == {}
    assert "is not in this grid (any more)" in text_of(ada.get(answer["Location"]))
    # A form that does not say what it was made of meets what stands there.
    trees.put(trees.bark, trees.oak, "old", kind="text")
    forged = {f"seen-{trees.oak.pk}": "rubbish", f"text-{trees.oak.pk}": "new"}
    answer = ada.post(row(trees), forged)
    assert answer.status_code == 409
    assert trees.texts() == {("Bark", "oak"): "old"}


def test_long_lists_are_filled_in_part_by_part(trees: Trees) -> None:
    for n in range(60):
        trees.bark.__class__.objects.create(grid=trees.grid, title=f"f{n}", position=n + 2)
    ada = somebody()
    source = ada.get(COLUMN).content.decode()
    assert source.count('name="text-') == 50
    answer = ada.post(COLUMN, form_of(ada, COLUMN, do="next"))
    assert answer["Location"] == f"{COLUMN}?page=2"
    assert ada.get(f"{COLUMN}?page=2").content.decode().count('name="text-') == 12
