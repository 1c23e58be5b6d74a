"""Comparisons are read in a fixed number of queries, and say "not known" where nothing is known."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog import editions, kept_subjects, written_rows
from packdex.catalog.actions.facts.judge import judge_all
from packdex.catalog.actions.merging.merge import merge
from packdex.catalog.actions.moderation.moderate import hide
from packdex.catalog.actions.moderation.undo import undo
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.comparing import grid_table, packages_table
from packdex.catalog.members import members
from packdex.catalog.models import (
    Advisory,
    Element,
    Feature,
    Grid,
    GridPackage,
    MovedSlug,
    Package,
    PackageFacts,
    Revision,
    SourceState,
)
from packdex.core.comparison.elements import Kind
from packdex.core.comparison.table import Table
from packdex.core.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 15)


def feature(grid: Grid, title: str, position: int = 0, **texts: str) -> Feature:
    """A feature with an element for each package that is named (with _ for -)."""
    row = Feature.objects.create(grid=grid, title=title, position=position)
    for slug, text in texts.items():
        place = GridPackage.objects.get(grid=grid, package__slug=slug.replace("_", "-"))
        Element.objects.create(feature=row, grid_package=place, text=text)
    return row


def texts(table: Table, key: str) -> list[str]:
    row = table.row(key)
    assert row is not None, key
    return [row.text(cell, table.today) for cell in row.cells]


def test_a_grid_has_all_packages_and_features_in_its_order() -> None:
    b, a = make.package("b", title="Bee", facts={"stars": 5}), make.package("a")
    grid = make.grid("g", b, a)
    second = feature(grid, "Second", 2, a="++")
    first = feature(grid, "First", 1)
    table = grid_table(grid, TODAY)
    assert [(one.slug, one.title) for one in table.subjects] == [("b", "Bee"), ("a", "a")]
    assert [row.key for row in table.rows][-2:] == [f"f{first.pk}", f"f{second.pk}"]
    assert texts(table, f"f{first.pk}") == ["", ""]
    assert texts(table, f"f{second.pk}") == ["", "++"]
    assert texts(table, "stars") == ["5", ""]


def test_facts_that_are_not_known_are_none() -> None:
    table = grid_table(make.grid("g", make.package("a")), TODAY)
    assert [row.key for row in table.rows if row.cells[0] is not None] == []


def test_all_facts_are_taken() -> None:
    facts: dict[str, Any] = {
        "registry_version": "2.0",
        "released_at": make.NOON - timedelta(days=10),
        "last_updated": make.NOON,
        "commits_over_52": [1] * 52,
        "repository_licence": "MIT",
        "requires_python": ">=3.10",
        "classifiers": ["Framework :: Django :: 5.2", "Framework :: Django :: 4.2", "Topic :: X"],
        "participants": ["ann", "bob"],
        "downloads": 1200,
        "open_issues": 0,
        "archived": False,
        "registry_summary": "Does things.",
    }
    table = grid_table(make.grid("g", make.package("a", facts=facts, usage_count=3)), TODAY)
    assert table.subjects[0].summary == "Does things."
    assert {row.key: row.text(row.cells[0], TODAY) for row in table.rows} == {
        "state": "active",
        "verdict": "",
        "release": "2.0 (10 days ago)",
        "commit": "2026-02-15 (today)",
        "commits": "52",
        "licence": "MIT",
        "python": ">=3.10",
        "django": "4.2 – 5.2",  # noqa: RUF001
        "advisories": "",
        "contributors": "2",
        "issues": "0",
        "stars": "",
        "downloads": "1,200",
        "users": "3",
    }


def test_no_advisories_is_told_only_where_somebody_looked() -> None:
    looked, none, some = (make.package(slug) for slug in ("looked", "none", "some"))
    SourceState.objects.create(package=looked, source="advisories", succeeded_at=make.NOON)
    for name, aliases, affects in (("A", ["B"], True), ("B", ["A"], True), ("C", [], False)):
        Advisory.objects.create(
            package=some, name=name, project="p", aliases=aliases, affects_current=affects
        )
    table = grid_table(make.grid("g", looked, none, some), TODAY)
    assert texts(table, "advisories") == ["none open", "", "1"]


def test_removed_means_gone_for_long() -> None:
    error = "the registry answered with status 404"
    cases = {
        "gone": {"failures": 5, "error_at": make.NOON - timedelta(days=20), "error": error},
        "once": {"failures": 1, "error_at": make.NOON - timedelta(days=20), "error": error},
        "lately": {"failures": 5, "error_at": make.NOON, "error": error},
        "busy": {"failures": 5, "error_at": make.NOON - timedelta(days=20), "error": "status 503"},
    }
    packages = [make.package(slug) for slug in cases]
    for package, state in zip(packages, cases.values(), strict=True):
        SourceState.objects.create(
            package=package, source="registry", succeeded_at=make.NOON, **state
        )
    table = grid_table(make.grid("g", *packages), TODAY)
    assert [one.resting for one in table.subjects] == ["removed from the registry", "", "", ""]


def test_deprecated_names_what_to_take_instead() -> None:
    new = make.package("new")
    old = make.package("old", deprecated_at=make.NOON, deprecated_why="No upkeep.", replaced_by=new)
    subject = grid_table(make.grid("g", old), TODAY).subjects[0]
    assert subject.resting == "deprecated, replaced by new"
    assert subject.facts.deprecated_why == "No upkeep."


def test_what_to_take_instead_has_the_name_of_now() -> None:
    new, newest = make.package("new"), make.package("newest")
    grid = make.grid("g", make.package("old", deprecated_at=make.NOON, replaced_by=new))
    moderator = make.user("mia", Role.MODERATOR).actor

    def told() -> str:
        return grid_table(grid, TODAY).subjects[0].resting

    assert told() == "deprecated, replaced by new"
    edit_package(moderator, new.pk, {"slug": "newer"}, expected=None, at=make.NOON)
    assert told() == "deprecated, replaced by newer"
    undo(moderator, Revision.objects.get().pk, make.NOON)
    assert told() == "deprecated, replaced by new"
    merge(new.pk, newest.pk, make.NOON, origin="https://registry.example")
    assert told() == "deprecated, replaced by newest"
    hide(moderator, Package, newest.pk, make.NOON, why="spam")
    assert told() == "deprecated"


def test_hidden_packages_are_in_no_comparison() -> None:
    a, spam = make.package("a"), make.package("spam", hidden=True)
    grid = make.grid("g", spam, a)
    row = feature(grid, "F", a="yes", spam="buy")
    table = grid_table(grid, TODAY)
    assert [one.slug for one in table.subjects] == ["a"]
    assert texts(table, f"f{row.pk}") == ["yes"]
    assert packages_table(["spam", "a"], TODAY)[1] == ["spam"]


def test_stored_kinds_notes_and_sources_come_along() -> None:
    grid = make.grid("g", make.package("a"))
    row = feature(grid, "F", a="only on Postgres")
    Element.objects.update(kind="partial", note="since 2.0", source_url="https://example.org/")
    cell = grid_table(grid, TODAY).rows[-1].cells[0]
    assert (cell.kind, cell.text) == (Kind.PARTIAL, "only on Postgres")
    assert (cell.note, cell.source) == ("since 2.0", "https://example.org/")
    Element.objects.update(kind="", text="  ")
    written_rows.forget()  # nobody raised the grid's version
    assert texts(grid_table(grid, TODAY), f"f{row.pk}") == [""]


def test_any_packages_in_the_order_asked_for() -> None:
    for slug in ("a", "b"):
        make.package(slug)
    table, unknown = packages_table(["b", "zzz", "a", "b", "zzz"], TODAY)
    assert [one.slug for one in table.subjects] == ["b", "a"]
    assert unknown == ["zzz"]


def test_a_merged_package_is_found_by_its_old_slug() -> None:
    kept = make.package("kept")
    MovedSlug.objects.create(former_id=999, slug="gone", package=kept, moved_at=make.NOON)
    table, unknown = packages_table(["gone", "kept"], TODAY)
    assert [one.slug for one in table.subjects] == ["kept"]
    assert unknown == []


def test_features_of_shared_grids_are_compared() -> None:
    a, b, c = (make.package(slug) for slug in "abc")
    both, alone, hidden = make.grid("both", a, b), make.grid("alone", c, a), make.grid("h", a, b)
    told = feature(both, "Told", a="yes")
    feature(both, "Nothing said", 1)
    feature(alone, "Of one", a="yes", c="no")
    feature(hidden, "Hidden", a="yes")
    Grid.objects.filter(pk=hidden.pk).update(hidden=True)
    table, _ = packages_table(["b", "a"], TODAY)
    assert [(row.label, row.group) for row in table.rows if row.feature] == [("Told", "both")]
    assert texts(table, f"f{told.pk}") == ["", "yes"]


@pytest.mark.parametrize("size", [1, 40])
def test_a_grid_of_any_size_takes_five_queries(size: int) -> None:
    packages = [make.package(f"p{n}", facts={"stars": n}) for n in range(size)]
    grid = make.grid("g", *packages)
    for n in range(size):
        feature(grid, f"F{n}", n, **{f"p{m}": "yes" for m in range(0, size, 5)})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        table = grid_table(grid, TODAY)
    assert len(queries) == 5
    assert len(table.subjects) == size


def test_what_did_not_change_is_not_read_again() -> None:
    packages = [make.package(f"p{n}", facts={"stars": n}) for n in range(5)]
    grid = make.grid("g", *packages)
    before = grid_table(grid, TODAY)
    for package in packages[:2]:
        PackageFacts.objects.filter(package=package).update(stars=70)
    editions.touch(packages=[packages[0].pk])
    Package.objects.filter(pk=packages[2].pk).update(usage_count=7)
    with CaptureQueriesContext(connection) as queries:
        after = grid_table(grid, TODAY)
    assert len(queries) == 3
    kept = [old is new for old, new in zip(before.subjects, after.subjects, strict=True)]
    assert kept == [False, True, False, True, True]
    assert texts(after, "stars") == ["70", "1", "2", "3", "4"]
    assert texts(after, "users") == ["", "", "7", "", ""]
    tomorrow = grid_table(grid, TODAY + timedelta(days=1))  # whether it is gone hangs on the day
    assert texts(tomorrow, "stars") == ["70", "70", "2", "3", "4"]


def test_a_package_that_goes_while_it_is_compared_is_left_out() -> None:
    a, b = make.package("a"), make.package("b")
    grid = make.grid("g", a, b)
    row = feature(grid, "F", a="yes", b="no")
    known = members(grid.pk)
    a.delete()
    table = grid_table(grid, TODAY, known)
    assert [one.slug for one in table.subjects] == ["b"]
    assert texts(table, f"f{row.pk}") == ["no"]


@pytest.mark.parametrize("size", [2, 25])
def test_any_packages_take_eight_queries_at_most(size: int) -> None:
    packages = [make.package(f"p{n}") for n in range(size)]
    grid = make.grid("g", *packages)
    feature(grid, "F", p0="yes")
    MovedSlug.objects.create(former_id=999, slug="gone", package=packages[0], moved_at=make.NOON)
    slugs = [one.slug for one in packages]
    with CaptureQueriesContext(connection) as queries:
        packages_table(slugs, TODAY)
    assert len(queries) == 6
    kept_subjects.forget()
    with CaptureQueriesContext(connection) as queries:
        packages_table([*slugs, "gone", "zzz"], TODAY)
    assert len(queries) == 8


def test_nothing_to_compare() -> None:
    assert packages_table([], TODAY)[0].subjects == []
    assert grid_table(make.grid("g"), TODAY).subjects == []
    assert Package.objects.count() == 0


def test_the_verdict_is_the_one_that_was_kept() -> None:
    make.package("a", facts={"archived": True})
    make.package("b")
    assert texts(packages_table(["a", "b"], TODAY)[0], "verdict") == ["", ""]
    judge_all(make.NOON)
    assert texts(packages_table(["a", "b"], TODAY)[0], "verdict") == ["Archived", "Not known"]
