"""People change grids, features, cells and memberships; what is wrong changes nothing."""

from __future__ import annotations

import pytest

from packdex.catalog import editions
from packdex.catalog.actions.errors import ConflictError, InvalidError
from packdex.catalog.actions.grids import edit_features, edit_members, grid_rows
from packdex.catalog.actions.grids.edit_cells import Cell, Said, set_cell
from packdex.catalog.actions.grids.edit_grid import add_grid, delete_grid, edit_grid
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.models import Element, Feature, Grid, GridPackage, Revision
from packdex.core.roles import NOBODY, Act, RefusedError
from tests import make
from tests.catalog.curation import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def titles(at: Desk) -> list[str]:
    rows = Feature.objects.filter(grid=at.grid).order_by("position")
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.title for row in rows]


def members(at: Desk) -> list[str]:
    rows = GridPackage.objects.filter(grid=at.grid).order_by("position")
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.package.slug for row in rows]


def version(row: Grid | object) -> int:
    row.refresh_from_db()  # type: ignore[attr-defined]
    return row.version  # type: ignore[attr-defined,no-any-return]


def test_a_grid_is_added_with_a_slug_of_its_title(at: Desk) -> None:
    mark = editions.marks()[editions.GRIDS]
    grid = add_grid(at.ada, {"title": " Log  in ", "description": "a\r\nb"}, at.now, why="needed")
    assert (grid.title, grid.slug, grid.description) == ("Log in", "log-in", "a\nb")
    revision = Revision.objects.get()
    assert (revision.grid_id, revision.by_id, revision.why) == (grid.pk, at.ada.id, "needed")
    assert editions.marks()[editions.GRIDS] != mark


def test_two_grids_of_one_title_are_refused(at: Desk) -> None:
    with pytest.raises(InvalidError, match="already") as error:
        add_grid(at.ada, {"title": "sign in"}, at.now)
    assert error.value.field == "title"
    assert Revision.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title": ""}, "title", "needed"),
        ({}, "title", "needed"),
        ({"title": "x" * 10_000}, "title", "at most 200"),
        ({"title": "a\0b"}, "title", "U[+]0000"),
        ({"title": "a\x1bb"}, "title", "U[+]001B"),
        ({"title": "a\ud800b"}, "title", "U[+]D800"),
        ({"title": 7}, "title", "no text"),
        ({"title": "a", "slug": "b"}, "slug", "cannot be set here"),
        ({"title": "a", "description": "x" * 5_001}, "description", "at most 5,000"),
    ],
)
def test_what_no_grid_can_have(at: Desk, values: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(InvalidError, match=words) as error:
        add_grid(at.ada, values, at.now)  # type: ignore[arg-type]
    assert error.value.field == field
    assert Grid.objects.count() == 1


def test_html_is_text(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"description": "<script>x</script>"}, at.now)
    at.grid.refresh_from_db()
    assert at.grid.description == "<script>x</script>"


def test_an_edit_shows_in_the_grid_and_its_packages(at: Desk) -> None:
    before = version(at.grid), version(at.packages[0])
    edit_grid(at.ada, at.grid.pk, {"title": "Sign-in"}, at.now)
    assert version(at.grid) > before[0]
    assert version(at.packages[0]) > before[1]
    at.grid.refresh_from_db()
    assert (at.grid.slug, at.grid.sort_title) == ("sign-in", "sign-in")
    same = version(at.grid)
    edit_grid(at.ada, at.grid.pk, {"title": "Sign-in"}, at.now)
    assert version(at.grid) == same
    assert Revision.objects.count() == 1


def test_only_moderators_choose_the_header(at: Desk) -> None:
    with pytest.raises(RefusedError, match="moderators"):
        edit_grid(at.ada, at.grid.pk, {"header": True}, at.now)
    assert edit_grid(at.mod, at.grid.pk, {"header": True}, at.now).header


def test_a_locked_grid_is_for_editors(at: Desk) -> None:
    feature = at.feature("Docs")
    with pytest.raises(RefusedError, match=Act.LOCK):
        moderate.lock(at.ada, Grid, at.grid.pk, at.now)
    moderate.lock(at.mod, Grid, at.grid.pk, at.now, why="edit war")
    for call in (
        lambda: at.feature("More"),
        lambda: at.say(feature, "yes"),
        lambda: edit_grid(at.ada, at.grid.pk, {"title": "x"}, at.now),
        lambda: edit_members.remove_member(at.ada, at.grid.pk, at.packages[0].pk, at.now),
    ):
        with pytest.raises(RefusedError, match="locked"):
            call()
    at.say(feature, "yes", by=at.mod)
    moderate.unlock(at.mod, Grid, at.grid.pk, at.now)
    at.feature("More")


def test_who_is_not_signed_in_is_told_to(at: Desk) -> None:
    with pytest.raises(RefusedError, match="Sign in"):
        at.feature("Docs", by=NOBODY)


def test_a_hidden_grid_is_closed(at: Desk) -> None:
    Grid.objects.update(hidden=True)
    with pytest.raises(RefusedError, match="hidden"):
        at.feature("Docs")
    at.feature("Docs", by=at.mod)


def test_features_are_added_moved_and_removed(at: Desk) -> None:
    rows = {name: at.feature(name) for name in "abcd"}
    edit_features.move_feature(at.ada, at.grid.pk, rows["d"].pk, 1, at.now)
    assert titles(at) == ["a", "d", "b", "c"]
    edit_features.move_feature(at.ada, at.grid.pk, rows["a"].pk, 3, at.now)
    assert titles(at) == ["d", "b", "c", "a"]
    edit_features.remove_feature(at.ada, at.grid.pk, rows["b"].pk, at.now)
    assert titles(at) == ["d", "c", "a"]
    count = Revision.objects.count()
    edit_features.move_feature(at.ada, at.grid.pk, rows["a"].pk, 2, at.now)
    assert Revision.objects.count() == count
    for wrong in (-1, 3, True, "1"):
        with pytest.raises(InvalidError, match="from 0 to 2"):
            edit_features.move_feature(at.ada, at.grid.pk, rows["a"].pk, wrong, at.now)  # type: ignore[arg-type]


def test_features_are_renamed(at: Desk) -> None:
    docs, tests = at.feature("Docs"), at.feature("Tests")
    edit_features.edit_feature(at.ada, at.grid.pk, docs.pk, {"title": "Manual"}, at.now)
    assert titles(at) == ["Manual", "Tests"]
    edit_features.edit_feature(at.ada, at.grid.pk, docs.pk, {"title": "MANUAL"}, at.now)
    with pytest.raises(InvalidError, match="already"):
        edit_features.edit_feature(at.ada, at.grid.pk, tests.pk, {"title": "manual"}, at.now)
    with pytest.raises(InvalidError, match="already"):
        at.feature("Tests")


def test_a_grid_has_at_most_300_features(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_features, "MOST_FEATURES", 2)
    at.feature("a")
    at.feature("b")
    with pytest.raises(InvalidError, match="at most 2"):
        at.feature("c")
    assert grid_rows.MOST_FEATURES == 300


def test_packages_are_put_in_moved_and_taken_out(at: Desk) -> None:
    gamma = make.package("gamma")
    make.grid("other", gamma)
    before = version(gamma)
    place = edit_members.add_member(at.ada, at.grid.pk, gamma.pk, at.now)
    assert (members(at), place.sequence) == (["alpha", "beta", "gamma"], 1)
    assert version(gamma) > before
    assert edit_members.add_member(at.ada, at.grid.pk, gamma.pk, at.now) == place
    edit_members.move_member(at.ada, at.grid.pk, gamma.pk, 0, at.now)
    assert members(at) == ["gamma", "alpha", "beta"]
    edit_members.remove_member(at.ada, at.grid.pk, at.packages[0].pk, at.now)
    assert members(at) == ["gamma", "beta"]
    assert Revision.objects.count() == 3


def test_a_grid_has_at_most_so_many_packages(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_members, "MOST_MEMBERS", 2)
    with pytest.raises(InvalidError, match="at most 2"):
        edit_members.add_member(at.ada, at.grid.pk, make.package("gamma").pk, at.now)
    assert grid_rows.MOST_MEMBERS == 5_000


def test_a_hidden_package_cannot_be_found_to_put_in(at: Desk) -> None:
    spam = make.package("spam", hidden=True)
    for id_ in (spam.pk, 999):
        with pytest.raises(InvalidError, match="there is no package"):
            edit_members.add_member(at.ada, at.grid.pk, id_, at.now)


def test_a_cell_is_understood_and_kept_as_typed(at: Desk) -> None:
    docs = at.feature("Docs")
    row = at.say(docs, " ++ ", note=" a  note", source_url="https://docs.example.org/a")
    assert row is not None
    assert (row.kind, row.text, row.note) == ("yes", "++", "a note")
    assert row.version == 1
    before = version(at.grid)
    changed = at.say(docs, "no", expected=1)
    assert changed is not None
    assert (changed.kind, changed.note, changed.version) == ("no", "", 2)
    assert version(at.grid) > before
    assert at.say(docs, " ", expected=2) is None
    assert Element.objects.count() == 0


def test_the_second_of_two_people_sees_both(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    count = Revision.objects.count()
    with pytest.raises(ConflictError) as error:
        at.say(docs, "no", by=at.mod, expected=0)
    assert (error.value.theirs.text, error.value.mine.text) == ("yes", "no")
    with pytest.raises(ConflictError):
        at.say(docs, "", by=at.mod, expected=7)
    assert Revision.objects.count() == count
    assert Element.objects.get().text == "yes"


def test_a_form_sent_twice_is_no_error_and_no_change(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    count = Revision.objects.count()
    again = at.say(docs, "yes", expected=0)
    assert again is not None
    assert again.version == 1
    at.say(docs, "", expected=1)
    at.say(docs, "", expected=1)
    assert Revision.objects.count() == count + 1


def test_a_cell_that_was_emptied_and_filled_again_is_another_version(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    at.say(docs, "", expected=1)
    row = at.say(docs, "partial")
    assert row is not None
    with pytest.raises(ConflictError) as error:
        at.say(docs, "no", expected=1)
    assert error.value.theirs.text == "partial"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("x" * 10_000), "text"),
        (Said("yes", note="x" * 501), "note"),
        (Said("yes", source_url="javascript:alert(1)"), "source_url"),
        (Said("yes", source_url="https://a/" + "x" * 2_000), "source_url"),
        (Said("yes\0"), "text"),
        (Said("yes", kind="<b>"), "kind"),
        (Said("often", kind="number"), "text"),
    ],
)
def test_what_no_cell_can_hold(at: Desk, said: Said, field: str) -> None:
    cell = Cell(at.grid.pk, at.feature("Docs").pk, at.packages[0].pk)
    with pytest.raises(InvalidError) as error:
        set_cell(at.ada, cell, said, expected_version=0, at=at.now)
    assert error.value.field == field
    assert len(str(error.value)) < 300
    assert Element.objects.count() == 0


def test_ids_of_other_grids_are_refused(at: Desk) -> None:
    stranger = make.package("stranger")
    other = make.grid("other", stranger)
    foreign = Feature.objects.create(grid=other, title="Foreign", position=0)
    docs, count = at.feature("Docs"), Revision.objects.count()
    for call in (
        lambda: at.say(foreign, "yes"),
        lambda: at.say(docs, "yes", package=stranger),
        lambda: edit_features.remove_feature(at.ada, at.grid.pk, foreign.pk, at.now),
        lambda: edit_features.move_feature(at.ada, at.grid.pk, foreign.pk, 0, at.now),
        lambda: edit_members.remove_member(at.ada, at.grid.pk, stranger.pk, at.now),
        lambda: edit_grid(at.ada, 2**62, {"title": "x"}, at.now),
    ):
        with pytest.raises(InvalidError):
            call()
    assert Revision.objects.count() == count
    assert Feature.objects.count() == 2


def test_a_grid_is_deleted_by_admins_only(at: Desk) -> None:
    at.say(at.feature("Docs"), "yes")
    with pytest.raises(RefusedError, match="admin"):
        delete_grid(at.mod, at.grid.pk, at.now)
    before = version(at.packages[0])
    delete_grid(at.admin, at.grid.pk, at.now, why="empty")
    assert Grid.objects.count() == Element.objects.count() == 0
    assert version(at.packages[0]) > before
    revision = Revision.objects.latest("id")
    assert Element.revisions.filter(revision=revision).count() == 1
