"""Histories are read in few queries and in words."""

# ruff: noqa: RUF001 - the name of a cell has the sign of multiplication

from __future__ import annotations

from typing import Any

import pytest

from packdex.catalog.actions.grids import edit_features, edit_members
from packdex.catalog.actions.grids.edit_grid import delete_grid, edit_grid
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.moderation.undo import undo
from packdex.catalog.actions.packages.deprecate import deprecate
from packdex.catalog.actions.packages.edit_category import edit_category
from packdex.catalog.actions.packages.edit_package import add_package, edit_package
from packdex.catalog.models import Package, Revision
from packdex.catalog.revisions import Of, Told, newest, subject, told
from tests import make
from tests.catalog.curation import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def read(of: Of = Of(), most: int = 6, **options: Any) -> list[Told]:  # noqa: B008
    found, _ = newest(of, limit=50, **options)
    return told(found, most=most, **options)


def last(**options: Any) -> list[tuple[str, str | None, str | None]]:
    """What the newest change says."""
    return [tuple(one) for one in read(**options)[0].differences]  # type: ignore[misc]


def test_each_change_says_what_before_and_after(at: Desk) -> None:
    alpha, beta = at.packages
    tools = make.category("tools", title="Tools")
    docs = at.feature("Docs")
    assert last() == [("Feature", None, "Docs")]
    at.say(docs, "yes", note="in part", source_url="https://example.org/")
    assert last() == [
        ("Docs × alpha", None, "yes"),
        ("Docs × alpha, note", None, "in part"),
        ("Docs × alpha, source", None, "https://example.org/"),
    ]
    at.say(docs, "no", expected=1, note="in part", source_url="https://example.org/")
    assert last() == [("Docs × alpha", "yes", "no")]
    edit_features.edit_feature(at.ada, at.grid.pk, docs.pk, {"description": "x"}, at.now)
    assert last() == [("Docs: Description", "", "x")]
    edit_features.remove_feature(at.ada, at.grid.pk, docs.pk, at.now)
    assert last()[0] == ("Feature", "Docs", None)
    assert last()[-3] == ("Docs × alpha", "no", None)
    edit_members.move_member(at.ada, at.grid.pk, beta.pk, 0, at.now)
    assert last() == [("beta: Place", "2", "1")]
    edit_members.remove_member(at.ada, at.grid.pk, beta.pk, at.now)
    assert last() == [("Package", "beta", None)]
    edit_grid(at.mod, at.grid.pk, {"title": "Log in", "header": True}, at.now)
    assert last() == [("Title", "Sign in", "Log in"), ("In the header", "no", "yes")]
    changes: Any = {"category_id": tools.pk, "documentation_url": ""}
    edit_package(at.ada, alpha.pk, changes, expected=None, at=at.now)
    assert last() == [
        ("Category", "Apps", "Tools"),
        ("Documentation", "not known", "there is none"),
    ]
    deprecate(at.mod, alpha.pk, "old", at.now, replaced_by=beta.pk)
    assert last()[1:] == [("Reason", "", "old"), ("Replaced by", "", "beta")]
    edit_category(at.mod, tools.pk, {"show_pypi": False}, at.now)
    assert last() == [("On the registry", "yes", "no")]
    undo(at.mod, Revision.objects.latest("id").pk, at.now)
    assert last() == [("On the registry", "no", "yes")]


def test_a_new_package_says_what_was_entered(at: Desk) -> None:
    values: Any = {"title": "New", "category_id": make.category().pk, "repo_url": "https://a.org/b"}
    add_package(at.ada, values, at.now)
    assert [(label, after) for label, _, after in last()] == [
        ("Title", "New"),
        ("Category", "Apps"),
        ("Repository", "https://a.org/b"),
    ]


def test_what_is_gone_is_named_all_the_same(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    delete_grid(at.admin, at.grid.pk, at.now)
    edit_package(at.mod, at.packages[0].pk, {"title": "Alpha"}, expected=None, at=at.now)
    Package.objects.filter(pk=at.packages[0].pk).delete()
    of_cell = read()[2]
    assert of_cell.revision.verb == "set-cell"
    assert [one.label for one in of_cell.differences] == ["Docs × Alpha"]


def test_each_thing_and_person_has_a_history_of_its_own(at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes")
    at.say(docs, "no", package=at.packages[1], by=at.mod)
    alpha, beta = at.packages
    verbs = [one.revision.verb for one in read(Of(package=alpha.pk))]
    assert verbs == ["set-cell"]
    assert len(read(Of(grid=at.grid.pk))) == 3
    assert len(read(Of(package=beta.pk))) == 1
    assert [one.revision.by_id for one in read(Of(by=at.mod.id))] == [at.mod.id]
    assert read(Of(category=alpha.category_id)) == []


def test_lists_go_on_where_they_ended(at: Desk) -> None:
    for name in "abcde":
        at.feature(name)
    first, more = newest(Of(), limit=3)
    rest, none = newest(Of(), limit=3, before=first[-1].pk)
    assert ([row.about[0] for row in [*first, *rest]], more, none) == (list("edcba"), True, False)


def test_a_large_change_is_told_in_part(at: Desk) -> None:
    for name in "abcdefgh":
        at.say(at.feature(name), "yes")
    delete_grid(at.admin, at.grid.pk, at.now)
    (whole,) = told(newest(Of(), limit=1)[0], most=500)
    (part,) = told(newest(Of(), limit=1)[0], most=3)
    assert (whole.more, part.more) == (False, True)
    assert len([one for one in part.differences if one.label == "Feature"]) == 3
    assert len([one for one in whole.differences if one.label == "Feature"]) == 8


def test_what_was_taken_back_is_marked(at: Desk) -> None:
    at.feature("Docs")
    first = Revision.objects.latest("id")
    assert read()[0].undone_by is None
    (done,) = undo(at.ada, first.pk, at.now)
    again = read()
    assert (again[1].undone_by, again[0].revision.undoes_id) == (done.pk, first.pk)
    undo(at.ada, done.pk, at.now)
    assert read()[2].undone_by is None


def test_what_is_hidden_is_for_moderators(at: Desk) -> None:
    alpha = at.packages[0]
    docs = at.feature("Docs")
    at.say(docs, "spam")
    at.say(docs, "no", package=at.packages[1])
    moderate.hide(at.mod, Package, alpha.pk, at.now, why="spam")
    assert [one.revision.about for one in read()] == ["Docs × beta (Sign in)", "Docs (Sign in)"]
    assert len(read(hidden=True)) == 4
    assert subject("package", "alpha") is None
    assert subject("package", "alpha", hidden=True) is not None
    edit_features.remove_feature(at.ada, at.grid.pk, docs.pk, at.now)
    labels = [one.label for one in read()[0].differences]
    assert "Docs × alpha" not in labels
    assert "Docs × something hidden" in labels


def test_a_page_needs_few_queries_however_much_is_on_it(
    at: Desk, django_assert_max_num_queries: Any
) -> None:
    for name in "abcdefghij":
        row = at.feature(name)
        at.say(row, "yes")
        edit_features.remove_feature(at.ada, at.grid.pk, row.pk, at.now)
    edit_package(at.ada, at.packages[0].pk, {"title": "A"}, expected=None, at=at.now)
    edit_grid(at.ada, at.grid.pk, {"title": "A"}, at.now)
    with django_assert_max_num_queries(22):
        assert len(read()) == 32
