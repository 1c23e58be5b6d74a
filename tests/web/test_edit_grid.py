"""Grids are added, described, and given features and packages in an order."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from packdex.catalog.models import Feature, Grid, GridPackage, Revision
from packdex.core.roles import Role
from tests import make
from tests.web.editing import Trees, form_of, somebody, text_of

pytestmark = pytest.mark.django_db

EDIT = "/grids/g/trees/edit/"


@pytest.fixture
def trees() -> Trees:
    return Trees()


# ---- the grid itself


def test_a_grid_is_added_and_one_goes_on_with_it() -> None:
    ada = somebody()
    sent = form_of(ada, "/grids/add/", title="  Shrubs ", description="Low\r\nones")
    answers = [ada.post("/grids/add/", sent) for _ in range(2)]  # sent twice is no error
    assert {answer["Location"] for answer in answers} == {"/grids/g/shrubs/edit/"}
    grid = Grid.objects.get()
    assert (grid.title, grid.description) == ("Shrubs", "Low\nones")
    text = text_of(ada.get("/grids/g/shrubs/edit/"))
    assert "no packages and no features yet" in text
    # Somebody else has to choose another title.
    answer = somebody("ben").post("/grids/add/", sent)
    assert answer.status_code == 422
    assert "is the title of a grid already" in text_of(answer)


def test_two_people_edit_a_grid_and_keep_what_both_wrote(trees: Trees) -> None:
    ada, ben = somebody("ada"), somebody("ben")
    page = f"{EDIT}about/"
    hers, his = form_of(ada, page, title="Old trees"), form_of(ben, page, description="Tall")
    assert ada.post(page, hers).status_code == 302
    assert ben.post(page, his).status_code == 302  # he did not touch the title
    trees.grid.refresh_from_db()
    assert (trees.grid.title, trees.grid.description) == ("Old trees", "Tall")


def test_who_changes_the_same_field_sees_what_stands_there_now(trees: Trees) -> None:
    ada, ben = somebody("ada"), somebody("ben")
    page = f"{EDIT}about/"
    hers = form_of(ada, page, title="Old trees", description="Dark")
    his = form_of(ben, page, title="New trees")
    ada.post(page, hers)
    answer = ben.post(page, his)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Now there: Old trees" in text
    assert "Somebody else changed in the meantime, too: Description." in text
    source = answer.content.decode()
    assert 'value="New trees"' in source
    assert "Dark" in source
    again = his | {"was-title": "Old trees", "was-description": "Dark", "description": "Dark"}
    assert ben.post(page, again).status_code == 302
    trees.grid.refresh_from_db()
    assert (trees.grid.title, trees.grid.description) == ("New trees", "Dark")


def test_texts_with_line_ends_are_not_changed_by_looking_at_them(trees: Trees) -> None:
    Grid.objects.update(description="\n one\n\ntwo \n")
    ada = somebody()
    ada.post(f"{EDIT}about/", form_of(ada, f"{EDIT}about/"))
    assert Grid.objects.get().description == "\n one\n\ntwo \n"
    assert Revision.objects.count() == 0


def test_only_moderators_choose_the_header(trees: Trees) -> None:
    page = f"{EDIT}about/"
    assert b'name="header"' not in somebody().get(page).content
    somebody("eve").post(page, {"header": "yes"})
    assert not Grid.objects.get().header
    mia = somebody("mia", Role.MODERATOR)
    assert mia.post(page, form_of(mia, page, header="yes")).status_code == 302
    assert Grid.objects.get().header


# ---- features


def test_a_feature_is_added_once_and_one_types_on(trees: Trees) -> None:
    ada = somebody()
    page = f"{EDIT}features/"
    sent = {"do": "add", "title": "Root <b>", "description": "below"}
    for _ in range(2):
        answer = ada.post(page, sent)
        assert answer["Location"] == f"{page}#id_title"
    assert trees.features() == ["Bark", "Leaf", "Root <b>"]
    assert "Root &lt;b&gt;" in ada.get(page).content.decode()
    answer = somebody("ben").post(page, sent)
    assert answer.status_code == 422
    assert "is a feature of this grid already" in text_of(answer)


def test_features_are_moved_up_down_and_to_a_place(trees: Trees) -> None:
    ada = somebody()
    page = f"{EDIT}features/"
    ada.post(page, {"do": "add", "title": "Root"})
    key = str(trees.leaf.pk)
    for sent, order in (
        ({"to": "0"}, ["Leaf", "Bark", "Root"]),
        ({"to": "1"}, ["Bark", "Leaf", "Root"]),
        ({"to": "1"}, ["Bark", "Leaf", "Root"]),  # sent twice
        ({"number": "3"}, ["Bark", "Root", "Leaf"]),
        ({"number": "1", "to": "1"}, ["Bark", "Leaf", "Root"]),  # a button, in the same form
    ):
        answer = ada.post(page, {"do": "move", "key": key} | sent)
        assert answer["Location"] == f"{page}#p-{key}"
        assert trees.features() == order


@pytest.mark.parametrize("number", ["0", "3", "x", "", "-1", "1" * 30, "\0", "²"])
def test_what_is_no_place_is_said(trees: Trees, number: str) -> None:
    ada = somebody()
    sent = {"do": "move", "key": str(trees.bark.pk), "number": number}
    answer = ada.post(f"{EDIT}features/", sent)
    assert answer.status_code == 422
    assert "is no place: there are 1 to 2" in text_of(answer)
    sent = {"do": "move", "key": "oak", "number": number}
    assert ada.post(f"{EDIT}packages/", sent).status_code == 422
    assert trees.features() == ["Bark", "Leaf"]


def test_a_feature_is_renamed_and_removed_with_what_hangs_on_it(trees: Trees) -> None:
    trees.put(trees.bark, trees.oak, "yes")
    trees.put(trees.bark, trees.elm, "no")
    ada = somebody()
    page = f"{EDIT}features/{trees.bark.pk}/"
    answer = ada.post(page, form_of(ada, page, title="Skin"))
    assert answer["Location"] == f"{EDIT}features/#p-{trees.bark.pk}"
    assert trees.features() == ["Skin", "Leaf"]
    assert "With it goes what stands in 2 cells." in text_of(ada.get(f"{page}remove/"))
    assert trees.features() == ["Skin", "Leaf"]  # asking removed nothing
    for _ in range(2):
        answer = ada.post(f"{page}remove/", {"why": "no use"})
        assert answer["Location"] == f"{EDIT}features/"
    assert trees.features() == ["Leaf"]
    assert trees.texts() == {}
    assert ada.get(page).status_code == 404


def test_features_of_other_grids_are_none_of_this_one(trees: Trees) -> None:
    other = Feature.objects.create(grid=make.grid("other"), title="Stone", position=0)
    ada = somebody()
    for path in ("", "remove/", "cells/"):
        for id_ in (other.pk, 10**30):
            answer = ada.post(f"{EDIT}features/{id_}/{path}", {"title": "x"})
            assert answer.status_code == 404
            assert "no such feature" in text_of(answer)
    for key in (str(other.pk), "x", "", "9" * 50, "\0"):
        answer = ada.post(f"{EDIT}features/", {"do": "move", "key": key, "to": "0"})
        assert answer.status_code == 404
        assert "no such feature" in text_of(answer)
    assert Feature.objects.get(title="Stone").grid.slug == "other"


# ---- packages


def test_a_package_is_found_by_its_name_and_added(trees: Trees) -> None:
    pine = make.package("django-pine", title="Pine", facts={"description": "an evergreen"})
    ada = somebody()
    page = f"{EDIT}packages/"
    for words in ("pine", "evergreen", "Pine"):
        assert f'value="{pine.slug}"' in ada.get(page, {"find": words}).content.decode()
    near = ada.get(page, {"find": "django-pnie"})
    assert "Named alike: Pine" in text_of(near)
    assert "in this grid" in text_of(ada.get(page, {"find": "oak"}))
    assert "nothing like it" in text_of(ada.get(page, {"find": "zzzzzz"}))
    for _ in range(2):
        answer = ada.post(page, {"do": "add", "package": "django-pine"})
        assert answer["Location"] == f"{page}#id_package"
    assert trees.members() == ["oak", "elm", "django-pine"]


@pytest.mark.parametrize(
    "typed", ["Pine", " pine-tree ", "http://testserver/packages/p/pine-tree/"]
)
def test_a_title_or_an_address_names_a_package_too(trees: Trees, typed: str) -> None:
    make.package("pine-tree", title="Pine")
    somebody().post(f"{EDIT}packages/", {"do": "add", "package": typed})
    assert trees.members() == ["oak", "elm", "pine-tree"]


@pytest.mark.parametrize("typed", ["pnie", "", "\0", "x" * 10_000, "<script>"])
def test_a_package_that_is_not_there_is_not_added(trees: Trees, typed: str) -> None:
    make.package("pine")
    answer = somebody().post(f"{EDIT}packages/", {"do": "add", "package": typed})
    assert answer.status_code == 422
    assert b"<script>" not in answer.content
    assert ("Named alike: pine" in text_of(answer)) == (typed == "pnie")
    assert trees.members() == ["oak", "elm"]


def test_packages_are_moved_and_taken_out(trees: Trees) -> None:
    trees.put(trees.bark, trees.oak, "yes")
    ada = somebody()
    page = f"{EDIT}packages/"
    assert ada.post(page, {"do": "move", "key": "elm", "to": "0"})["Location"] == f"{page}#p-elm"
    assert trees.members() == ["elm", "oak"]
    text = text_of(ada.get(f"{page}oak/remove/"))
    assert "With it goes what stands in 1 cell of this grid." in text
    for _ in range(2):
        assert ada.post(f"{page}oak/remove/")["Location"] == page
    assert trees.members() == ["elm"]
    assert ada.post(f"{page}nobody/remove/").status_code == 404


def test_a_hidden_package_keeps_its_place_but_not_its_name(trees: Trees) -> None:
    secret = make.package("secret", hidden=True)
    GridPackage.objects.create(grid=trees.grid, package=secret, position=2, sequence=0)
    ada, mia = somebody(), somebody("mia", Role.MODERATOR)
    page = f"{EDIT}packages/"
    assert b"secret" not in ada.get(page).content
    assert "A hidden package" in text_of(ada.get(page))
    for path in (EDIT, f"{EDIT}features/{trees.bark.pk}/cells/"):
        assert b"secret" not in ada.get(path).content
    assert ada.get(f"{page}secret/remove/").status_code == 404
    assert ada.post(page, {"do": "move", "key": "secret", "to": "0"}).status_code == 404
    assert b"secret" in mia.get(page).content


# ---- large ones


def test_a_large_grid_is_edited_in_parts(
    trees: Trees, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    packages = [make.package(f"p{n}") for n in range(60)]
    GridPackage.objects.bulk_create(
        GridPackage(grid=trees.grid, package=row, position=n + 2, sequence=0)
        for n, row in enumerate(packages)
    )
    Feature.objects.bulk_create(
        Feature(grid=trees.grid, title=f"f{n}", position=n + 2) for n in range(58)
    )
    ada = somebody()
    ada.get(EDIT)
    with django_assert_max_num_queries(8):
        page = ada.get(EDIT, {"features": "3", "packages": "2"})
    text = text_of(page)
    assert "Packages 11 to 20 of 62" in text
    assert "Features 51 to 60 of 60" in text
    assert page.content.count(b'class="cell"') == 100
    assert b"?packages=2&amp;features=2" in page.content
    for path in (
        f"{EDIT}features/?page=2",
        f"{EDIT}packages/?page=2",
        f"{EDIT}packages/oak/cells/?page=2",
        f"{EDIT}features/{trees.bark.pk}/cells/?page=2",
    ):
        with django_assert_max_num_queries(8):
            assert ada.get(path).status_code == 200
    # The last part is shown where there are fewer.
    assert "Features 51 to 60 of 60" in text_of(ada.get(EDIT, {"features": "999"}))
    sent = {"do": "move", "key": "p59", "number": "1"}
    assert ada.post(f"{EDIT}packages/", sent)["Location"] == f"{EDIT}packages/#p-p59"
    assert trees.members()[:2] == ["p59", "oak"]
    sent = {"do": "move", "key": str(trees.bark.pk), "number": "60"}
    answer = ada.post(f"{EDIT}features/", sent)
    assert answer["Location"] == f"{EDIT}features/?page=2#p-{trees.bark.pk}"
