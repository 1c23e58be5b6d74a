"""What somebody changed can be taken back, unless something later stands on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from packdex.catalog.actions.errors import ConflictError
from packdex.catalog.actions.grids import edit_features, edit_members
from packdex.catalog.actions.grids.edit_cells import Cell, Said, set_cell
from packdex.catalog.actions.grids.edit_grid import add_grid, delete_grid, edit_grid
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.moderation.undo import UndoError, undo, undo_all
from packdex.catalog.actions.packages.edit_package import add_package, edit_package
from packdex.catalog.models import (
    Category,
    Element,
    Feature,
    Grid,
    GridPackage,
    Package,
    Revision,
    SourceState,
    Usage,
)
from packdex.core.roles import CHANGES_AN_HOUR, RefusedError
from tests import make
from tests.catalog.curation import START, Desk, desk, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def last() -> int:
    return Revision.objects.latest("id").pk


def test_an_edit_is_taken_back_and_again(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "Log in", "description": "x"}, at.now)
    at.grid.refresh_from_db()
    version = at.grid.version
    (done,) = undo(at.ada, last(), at.now, why="wrong")
    at.grid.refresh_from_db()
    assert (at.grid.title, at.grid.sort_title, at.grid.description) == ("Sign in", "sign in", "")
    assert at.grid.modified == done.at
    assert at.grid.version > version
    assert (done.verb, done.why, done.about) == ("undo", "wrong", "Sign in")
    undo(at.ada, done.pk, at.now)
    at.grid.refresh_from_db()
    assert at.grid.title == "Log in"


def test_what_was_taken_back_is_not_again(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "Log in"}, at.now)
    first = last()
    (second,) = undo(at.ada, first, at.now)
    with pytest.raises(UndoError, match=f"already, by change {second.pk}"):
        undo(at.ada, first, at.now)
    undo(at.ada, second.pk, at.now)
    undo(at.ada, first, at.now)
    at.grid.refresh_from_db()
    assert at.grid.title == "Sign in"


def test_a_removed_feature_comes_back_with_its_cells_and_ids(at: Desk) -> None:
    rows = [at.feature(name) for name in "abc"]
    cell = at.say(rows[1], "yes", note="n", source_url="https://example.org/")
    at.say(rows[1], "no", package=at.packages[1])
    before = tables()
    edit_features.remove_feature(at.ada, at.grid.pk, rows[1].pk, at.now)
    assert tables() != before
    undo(at.ada, last(), at.now)
    assert tables() == before
    assert cell is not None
    assert Element.objects.get(pk=cell.pk).version > cell.version


def test_a_stale_form_stays_stale_when_its_cell_comes_back(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    at.say(docs, "", expected=1)
    undo(at.ada, last(), at.now)
    with pytest.raises(ConflictError):
        at.say(docs, "no", expected=1)


def test_places_are_what_they_were(at: Desk) -> None:
    rows = [at.feature(name) for name in "abcd"]
    before = tables()
    edit_features.move_feature(at.ada, at.grid.pk, rows[3].pk, 0, at.now)
    moved = last()
    edit_features.move_feature(at.ada, at.grid.pk, rows[3].pk, 2, at.now)
    with pytest.raises(UndoError, match="moved again"):
        undo(at.ada, moved, at.now)
    assert len(undo(at.ada, moved, at.now, also_later=True)) == 2
    assert tables() == before


def test_others_moving_makes_no_conflict(at: Desk) -> None:
    rows = [at.feature(name) for name in "abcd"]
    edit_features.move_feature(at.ada, at.grid.pk, rows[3].pk, 1, at.now)
    moved = last()
    edit_features.remove_feature(at.mod, at.grid.pk, rows[0].pk, at.now)
    undo(at.ada, moved, at.now)
    left = Feature.objects.order_by("position").values_list("title", "position")
    assert list(left) == [("b", 0), ("c", 1), ("d", 2)]


def test_a_later_change_of_the_same_field_stands_in_the_way(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "A", "description": "x"}, at.now)
    first = last()
    edit_grid(at.mod, at.grid.pk, {"description": "y"}, at.now)
    second = last()
    with pytest.raises(UndoError, match="changed since") as error:
        undo(at.ada, first, at.now)
    assert [row.pk for row in error.value.later] == [second]
    with pytest.raises(RefusedError):
        undo(at.ada, first, at.now, also_later=True)
    done = undo(at.mod, first, at.now, also_later=True)
    assert [row.undoes_id for row in done] == [second, first]
    at.grid.refresh_from_db()
    assert (at.grid.title, at.grid.description) == ("Sign in", "")


def test_a_later_change_of_another_field_does_not(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "A"}, at.now)
    first = last()
    edit_grid(at.mod, at.grid.pk, {"description": "y"}, at.now)
    undo(at.ada, first, at.now)
    at.grid.refresh_from_db()
    assert (at.grid.title, at.grid.description) == ("Sign in", "y")


def test_a_change_without_revision_stands_in_the_way_too(at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "A"}, at.now)
    Grid.objects.update(title="B")
    with pytest.raises(UndoError, match="changed since") as error:
        undo(at.mod, last(), at.now, also_later=True)
    assert error.value.later == []


def test_what_was_added_below_stands_in_the_way(at: Desk) -> None:
    docs = at.feature("Docs")
    added = last()
    at.say(docs, "yes", by=at.mod)
    filled = last()
    with pytest.raises(UndoError, match="added to the feature 'Docs'") as error:
        undo(at.ada, added, at.now)
    assert [row.pk for row in error.value.later] == [filled]
    undo(at.mod, filled, at.now)
    undo(at.ada, added, at.now)
    assert Feature.objects.count() == 0


def test_what_a_row_hung_on_must_be_there(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    at.say(docs, "", expected=1)
    emptied = last()
    edit_features.remove_feature(at.ada, at.grid.pk, docs.pk, at.now)
    with pytest.raises(UndoError, match="feature that the cell belonged to is gone"):
        undo(at.ada, emptied, at.now)


def test_a_place_that_is_taken_is_not_taken_twice(at: Desk) -> None:
    alpha = at.packages[0].pk
    edit_members.remove_member(at.ada, at.grid.pk, alpha, at.now)
    removed = last()
    edit_members.add_member(at.mod, at.grid.pk, alpha, at.now)
    with pytest.raises(UndoError, match="Something else stands where"):
        undo(at.ada, removed, at.now)
    edit_package(at.mod, alpha, {"slug": "first"}, expected=None, at=at.now)
    renamed = last()
    make.package("alpha")
    with pytest.raises(UndoError, match="Something else stands where"):
        undo(at.mod, renamed, at.now)


def test_a_deleted_grid_comes_back(at: Desk) -> None:
    rows = [at.feature(name) for name in "ab"]
    at.say(rows[0], "yes")
    at.say(rows[1], "no", package=at.packages[1])
    before = tables()
    delete_grid(at.admin, at.grid.pk, at.now)
    undo(at.mod, last(), at.now)
    assert tables() == before


def test_a_package_that_others_use_is_not_undone_by_who_added_it(at: Desk) -> None:
    values = {"title": "New", "category_id": make.category().pk}
    package = add_package(at.ada, values, at.now)  # type: ignore[arg-type]
    added = last()
    Usage.objects.create(package=package, by_id=at.mod.id, created=START)
    with pytest.raises(RefusedError, match="Others use"):
        undo(at.ada, added, at.now)
    undo(at.mod, added, at.now)
    assert not Package.objects.filter(pk=package.pk).exists()
    undo(at.mod, last(), at.now)
    package.refresh_from_db()
    assert package.slug == "new"


def test_a_package_that_is_being_asked_about_does_not_go(at: Desk) -> None:
    values = {"title": "New", "category_id": make.category().pk}
    package = add_package(at.ada, values, at.now)  # type: ignore[arg-type]
    now = at.now
    state = SourceState.objects.create(
        package=package, source="git", due_at=now, lease_until=now + timedelta(minutes=5)
    )
    with pytest.raises(UndoError, match="being refreshed"):
        undo(at.ada, last(), now)
    state.delete()
    undo(at.ada, last(), now)


def test_only_moderators_take_back_what_others_did(at: Desk) -> None:
    edit_grid(at.mod, at.grid.pk, {"title": "A"}, at.now)
    with pytest.raises(RefusedError, match="undo changes of others"):
        undo(at.ada, last(), at.now)
    at.feature("Docs")
    docs = last()
    moderate.lock(at.mod, Grid, at.grid.pk, at.now)
    with pytest.raises(RefusedError, match="locked"):
        undo(at.ada, docs, at.now)
    undo(at.mod, docs, at.now)


def test_all_of_one_person_newest_first(at: Desk) -> None:
    docs = at.feature("Docs")
    before, since = tables(), at.now
    edit_grid(at.ada, at.grid.pk, {"title": "Spam"}, at.now)
    for package in at.packages:
        at.say(docs, "spam", package=package)
    spam = at.feature("Spam")
    at.say(spam, "spam", by=at.mod)
    edit_features.move_feature(at.ada, at.grid.pk, spam.pk, 0, at.now)
    with pytest.raises(RefusedError):
        undo_all(make.user("eve").actor, at.ada.id or 0, since, at.now)
    outcome = undo_all(at.mod, at.ada.id or 0, since, at.now, why="spam")
    assert len(outcome.done) == 4
    ((kept, reason),) = outcome.skipped
    assert (kept.verb, reason) == (
        "add-feature",
        "Something was added to the feature 'Spam' since.",
    )
    Feature.objects.filter(title="Spam").delete()
    edit_features.renumber(Feature, at.grid.pk)
    assert tables() == before


def test_own_changes_are_everybodys_to_take_back(at: Desk) -> None:
    before = tables()
    at.feature("Docs")
    assert len(undo_all(at.ada, at.ada.id or 0, START, at.now).done) == 1
    assert tables() == before
    again = undo_all(at.ada, at.ada.id or 0, START, at.now)
    assert (again.done, again.skipped, tables()) == ([], [], before)


def test_new_accounts_are_slowed_down_in_undoing_too(at: Desk) -> None:
    eve = make.user("eve", date_joined=START).actor
    for number in range(CHANGES_AN_HOUR[True]):
        edit_grid(eve, at.grid.pk, {"description": str(number)}, START)
    outcome = undo_all(eve, eve.id or 0, START, START + timedelta(minutes=1))
    assert outcome.done == []
    assert "new here" in outcome.skipped[0][1]


def edits(at: Desk) -> list[Callable[[int, int], object]]:
    """Everything that a moderator can do to a grid, by two numbers that say to what."""

    def some(model: type[Feature] | type[Package], number: int) -> int:
        ids = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        return ids[number % len(ids)] if ids else 0

    def cell(n: int, m: int) -> object:
        row = Element.objects.filter(
            feature=some(Feature, n), grid_package__package=some(Package, m)
        ).first()
        said = Said(("yes", "no", "", "4.2")[(n + m) % 4], note="n" * (m % 2))
        where = Cell(at.grid.pk, some(Feature, n), some(Package, m))
        expected = row.version if row else 0
        return set_cell(at.mod, where, said, expected_version=expected, at=at.now)

    grid, mod = at.grid.pk, at.mod
    return [
        cell,
        lambda n, m: edit_features.add_feature(mod, grid, {"title": f"f{n}"}, at.now),
        lambda n, m: edit_features.edit_feature(
            mod, grid, some(Feature, n), {"title": f"g{m}", "description": str(n)}, at.now
        ),
        lambda n, m: edit_features.move_feature(mod, grid, some(Feature, n), m % 4, at.now),
        lambda n, m: edit_features.remove_feature(mod, grid, some(Feature, n), at.now),
        lambda n, m: edit_members.add_member(mod, grid, some(Package, n), at.now),
        lambda n, m: edit_members.move_member(mod, grid, some(Package, n), m % 4, at.now),
        lambda n, m: edit_members.remove_member(mod, grid, some(Package, n), at.now),
        lambda n, m: edit_grid(mod, grid, {"title": f"t{n}", "description": str(m)}, at.now),
        lambda n, m: edit_package(
            mod, some(Package, n), {"title": f"p{m}", "slug": f"s{n}"}, expected=None, at=at.now
        ),
        lambda n, m: add_package(
            mod,
            {"title": f"new{n}", "category_id": Category.objects.first().pk},  # type: ignore[union-attr]
            at.now,
        ),
        lambda n, m: add_grid(mod, {"title": f"grid {n}"}, at.now),
    ]


SEEDS = range(3) if connection.vendor == "sqlite" else range(3, 6)


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_gives_the_tables_as_they_were(at: Desk, seed: int) -> None:
    import random

    from packdex.catalog.actions.errors import InvalidError

    dice = random.Random(seed)
    for name in "abc":
        at.say(at.feature(name), "yes", package=at.packages[0])
    before, since = tables(), at.now
    calls = edits(at)
    weights = [8, 4, 3, 4, 2, 4, 3, 3, 2, 2, 1, 1]
    for _ in range(40):
        call = dice.choices(calls, weights)[0]
        try:
            call(dice.randrange(8), dice.randrange(8))
        except InvalidError:
            continue
    count = Revision.objects.filter(by=at.mod.id).count()
    assert count > 15
    after = tables()
    outcome = undo_all(at.mod, at.mod.id or 0, since, at.now)
    assert outcome.skipped == []
    assert len(outcome.done) == count
    assert tables() == before
    # What was undone is one person's work too: taken back, all is as it was after the edits.
    first = outcome.done[0]
    again = [undo(at.mod, row.pk, at.now) for row in reversed(outcome.done)]
    assert (len(again), first.verb) == (count, "undo")
    assert tables() == after
    assert GridPackage.objects.count() == len(after["catalog_gridpackage"])
