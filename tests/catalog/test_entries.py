"""Storing entries: differences only, ids survive, a taken slug harms nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog import editions
from packdex.catalog.actions.imports.entries import store_categories, store_grids, store_packages
from packdex.catalog.actions.imports.stored import Stored
from packdex.catalog.actions.merging.merge import merge
from packdex.catalog.models import (
    Category,
    Element,
    Feature,
    Grid,
    GridPackage,
    Package,
    PackageFacts,
    SourceState,
)
from packdex.exchange.records import parse
from tests.exchange import objects
from tests.make import NOON

pytestmark = pytest.mark.django_db


def packages(*values: objects.Object) -> Stored:
    return store_packages([parse(value) for value in values], NOON)  # type: ignore[misc]


def grids(*values: objects.Object) -> Stored:
    return store_grids([parse(value) for value in values], NOON)  # type: ignore[misc]


def categories(*values: objects.Object) -> Stored:
    return store_categories([parse(value) for value in values], NOON)  # type: ignore[misc]


@contextmanager
def versions_that_change(*rows: Any) -> Iterator[None]:
    """Exactly these rows get a new version inside the block."""
    before = {
        row: row.version for model in (Package, Grid, Category) for row in model.objects.all()
    }
    yield
    changed = set()
    for row, version in before.items():
        row.refresh_from_db()
        if row.version != version:
            changed.add(row)
    assert changed == set(rows)


def test_a_package_is_stored_with_its_id_and_dates() -> None:
    entry = parse(objects.package(12))
    assert packages(objects.package(12)).created == {12}
    row = Package.objects.get()
    assert (row.pk, row.created, row.modified) == (12, entry.created, entry.modified)


def test_a_second_time_changes_nothing_and_bumps_nothing() -> None:
    values = [objects.package(n, grids=[5, 6]) for n in (1, 2, 3)]
    categories(objects.category(1))
    grids(objects.grid(5), objects.grid(6))
    packages(*values)
    marks = editions.marks()
    with versions_that_change():
        assert categories(objects.category(1)) == Stored(unchanged={1})
        assert grids(objects.grid(5), objects.grid(6)) == Stored(unchanged={5, 6})
        assert packages(*values) == Stored(unchanged={1, 2, 3})
    assert editions.marks() == marks


def test_later_rows_get_ids_above_the_imported_ones() -> None:
    categories(objects.category(40))
    grids(objects.grid(5000))
    packages(objects.package(70_000, grids=[6000]))
    packages(objects.package(60_000))
    new = Category.objects.create(title="x", slug="x", created=NOON, modified=NOON)
    assert new.pk > 40
    grid = Grid.objects.create(title="x", sort_title="x", slug="x", created=NOON, modified=NOON)
    assert grid.pk > 6000
    package = Package(title="x", slug="x", category=new, created=NOON, modified=NOON)
    package.save()
    assert package.pk > 70_000


# What an answer shows of another row


def test_a_changed_package_touches_itself() -> None:
    packages(objects.package(1, grids=[5]), objects.package(2, grids=[5]))
    with versions_that_change(Package.objects.get(pk=1)):
        packages(objects.package(1, grids=[5], repo_url="https://forge.example/moved"))


@pytest.mark.parametrize("field", ["title", "slug"])
def test_a_renamed_package_touches_its_grids(field: str) -> None:
    packages(objects.package(1, grids=[5]), objects.package(2, grids=[6]))
    with versions_that_change(Package.objects.get(pk=1), Grid.objects.get(pk=5)):
        packages(objects.package(1, grids=[5], **{field: "renamed"}))


def test_a_changed_membership_touches_the_package_and_both_grids() -> None:
    packages(objects.package(1, grids=[5]), objects.package(2, grids=[5, 6, 7]))
    touched = [Package.objects.get(pk=1), *Grid.objects.filter(pk__in=[5, 6])]
    with versions_that_change(*touched):
        packages(objects.package(1, grids=[6]))


def test_a_new_package_touches_its_grids() -> None:
    packages(objects.package(1, grids=[5, 6]))
    with versions_that_change(Grid.objects.get(pk=6)):
        packages(objects.package(2, grids=[6]))


def test_new_facts_touch_only_their_package() -> None:
    packages(objects.package(1, grids=[5]), objects.package(2, grids=[5]))
    with versions_that_change(Package.objects.get(pk=1)):
        packages(objects.package(1, grids=[5], repo_watchers=51))


@pytest.mark.parametrize(("field", "far"), [("title", True), ("slug", True), ("show_pypi", False)])
def test_a_renamed_category_touches_its_packages(field: str, far: bool) -> None:
    categories(objects.category(1), objects.category(2))
    packages(
        objects.package(1), objects.package(2, category=objects.link("categories", 2), grids=[5])
    )
    touched = [Category.objects.get(pk=1), *([Package.objects.get(pk=1)] if far else [])]
    with versions_that_change(*touched):
        categories(objects.category(1, **{field: "renamed" if far else False}))


@pytest.mark.parametrize(
    ("field", "far"), [("title", True), ("slug", True), ("description", False)]
)
def test_a_renamed_grid_touches_its_packages(field: str, far: bool) -> None:
    grids(objects.grid(5), objects.grid(6))
    packages(objects.package(1, grids=[5]), objects.package(2, grids=[6]))
    touched = [Grid.objects.get(pk=5), *([Package.objects.get(pk=1)] if far else [])]
    with versions_that_change(*touched):
        grids(objects.grid(5, **{field: "renamed"}))


def test_orders_change_with_rows_titles_and_categories_only() -> None:
    packages(objects.package(1))
    for fields, moves in (
        ({"repo_watchers": 99}, False),
        ({"slug": "another"}, False),
        ({"title": "Another"}, True),
        ({"category": objects.link("categories", 2)}, True),
    ):
        before = editions.marks()
        packages(objects.package(1) | fields)
        after = editions.marks()
        assert after["catalogue"] != before["catalogue"]
        assert (after["packages"] != before["packages"]) == moves


# Membership


def places(package: int) -> list[tuple[int, int]]:
    found = GridPackage.objects.filter(package=package).order_by("sequence")
    return list(found.values_list("grid_id", "position"))


def test_a_package_is_in_the_grids_of_its_record_in_their_order() -> None:
    packages(objects.package(1, grids=[9, 2, 5]))
    assert places(1) == [(9, 0), (2, 0), (5, 0)]
    packages(objects.package(2, grids=[5]), objects.package(3, grids=[2, 5]))
    assert places(2) == [(5, 1)]
    assert places(3) == [(2, 1), (5, 2)]


def test_places_that_stay_keep_their_elements() -> None:
    packages(objects.package(1, grids=[9, 2]))
    kept = GridPackage.objects.get(grid=2)
    feature = Feature.objects.create(grid_id=2, title="Fast", position=0)
    Element.objects.create(feature=feature, grid_package=kept, text="yes")
    packages(objects.package(1, grids=[2, 7]))
    assert [grid for grid, _ in places(1)] == [2, 7]
    assert GridPackage.objects.get(grid=2).pk == kept.pk
    assert Element.objects.get().text == "yes"


def test_the_list_of_a_grid_does_not_decide_membership() -> None:
    packages(objects.package(1, grids=[5]))
    grids(objects.grid(5, packages=[objects.link("packages", 99)]))
    assert list(Grid.objects.get(pk=5).packages.values_list("pk", flat=True)) == [1]


# Placeholders


def test_what_only_a_link_names_becomes_a_placeholder() -> None:
    packages(objects.package(1, category=objects.link("categories", 9), grids=[245]))
    grid, category = Grid.objects.get(), Category.objects.get()
    assert (grid.pk, grid.title, grid.slug, grid.placeholder) == (245, "Grid 245", "grid-245", True)
    assert (category.pk, category.title, category.slug) == (9, "Category 9", "category-9")
    assert category.placeholder
    assert grid.created == grid.modified == category.created == NOON


def test_a_placeholder_is_filled_in_when_its_object_arrives() -> None:
    packages(objects.package(1, category=objects.link("categories", 9), grids=[245]))
    with versions_that_change(*Grid.objects.all(), *Package.objects.all()):
        assert grids(objects.grid(245, title="Forms", slug="forms")).changed == {245}
    with versions_that_change(*Category.objects.all(), *Package.objects.all()):
        assert categories(objects.category(9)).changed == {9}
    grid = Grid.objects.get()
    assert (grid.title, grid.sort_title, grid.slug) == ("Forms", "forms", "forms")
    assert not grid.placeholder
    assert not Category.objects.get().placeholder
    assert places(1) == [(245, 0)]


def test_a_placeholder_takes_another_slug_where_its_own_is_taken() -> None:
    grids(objects.grid(7, slug="grid-245"), objects.grid(8, slug="grid-245-2"))
    packages(objects.package(1, grids=[245]))
    assert Grid.objects.get(pk=245).slug == "grid-245-3"


def test_a_placeholder_gives_way_to_a_real_row() -> None:
    packages(objects.package(1, grids=[245]))
    touched = [*Grid.objects.all(), *Package.objects.all()]
    with versions_that_change(*touched):
        assert grids(objects.grid(7, slug="grid-245")).created == {7}
    assert Grid.objects.get(pk=245).slug == "grid-245-2"


def test_refused_packages_leave_no_placeholders() -> None:
    packages(objects.package(1))
    packages(objects.package(2, slug="package-1", grids=[50]))
    assert not Grid.objects.exists()


# Slugs


def test_a_taken_slug_is_refused_and_the_others_are_stored() -> None:
    packages(objects.package(1, slug="taken"))
    outcome = packages(objects.package(2, slug="taken"), objects.package(3))
    assert outcome.created == {3}
    [refusal] = outcome.refused
    assert (refusal.entry.id, refusal.field) == (2, "slug")
    assert "package 1" in refusal.reason
    assert set(Package.objects.values_list("pk", flat=True)) == {1, 3}


def test_of_two_new_rows_with_one_slug_the_first_gets_it() -> None:
    outcome = packages(objects.package(1, slug="same"), objects.package(2, slug="same"))
    assert outcome.created == {1}
    assert [refusal.entry.id for refusal in outcome.refused] == [2]


def test_rows_of_a_batch_may_exchange_slugs() -> None:
    for store, make, model in (
        (packages, objects.package, Package),
        (grids, objects.grid, Grid),
        (categories, objects.category, Category),
    ):
        store(make(1, slug="a"), make(2, slug="b"), make(3, slug="c"))
        outcome = store(make(1, slug="b"), make(2, slug="c"), make(3, slug="a"))
        assert outcome.changed == {1, 2, 3}
        found = model.objects.order_by("pk").values_list("slug", flat=True)
        assert list(found) == ["b", "c", "a"]


def test_a_refused_row_keeps_the_slug_that_another_wanted() -> None:
    packages(objects.package(1, slug="a"), objects.package(2, slug="b"), objects.package(9))
    outcome = packages(
        objects.package(1, slug="package-9"), objects.package(2, slug="a", title="New")
    )
    assert {refusal.entry.id for refusal in outcome.refused} == {1, 2}
    assert Package.objects.get(pk=2).title == "Package 2"


# Facts


def test_facts_are_stored_with_where_they_are_from() -> None:
    packages(objects.package(1))
    facts, state = PackageFacts.objects.get(), SourceState.objects.get()
    assert (facts.stars, facts.forks, facts.registry_version) == (50, 3, "1.0")
    assert facts.commits_over_52 == list(range(52))
    assert (state.source, state.origin) == ("import", objects.ORIGIN)
    assert state.succeeded_at == facts.last_fetched


def test_older_facts_never_roll_back_newer_ones() -> None:
    packages(objects.package(1))
    later = PackageFacts.objects.get().last_fetched + timedelta(days=1)
    PackageFacts.objects.update(stars=60, last_fetched=later)
    outcome = packages(objects.package(1, repo_watchers=55, title="Renamed"))
    assert outcome.changed == {1}
    assert Package.objects.get().title == "Renamed"
    assert PackageFacts.objects.get().stars == 60
    packages(objects.package(1, repo_watchers=0, last_fetched=None))
    assert PackageFacts.objects.get().stars == 60


def test_newer_facts_are_taken() -> None:
    packages(objects.package(1))
    packages(objects.package(1, repo_watchers=70, last_fetched="2026-05-26T17:04:40-04:00"))
    assert PackageFacts.objects.get().stars == 70
    assert SourceState.objects.get().succeeded_at == PackageFacts.objects.get().last_fetched


def test_the_date_of_one_release_never_stays_beside_another() -> None:
    packages(objects.package(1))
    PackageFacts.objects.update(released_at=NOON)
    packages(objects.package(1, repo_watchers=51))
    assert PackageFacts.objects.get().released_at == NOON
    packages(objects.package(1, pypi_version="2.0"))
    assert PackageFacts.objects.get().released_at is None


def test_a_package_that_was_never_looked_at_has_no_source() -> None:
    packages(objects.package(1, last_fetched=None, repo_watchers=0))
    assert PackageFacts.objects.get().stars is None
    assert not SourceState.objects.exists()


# Shape


def test_a_title_that_folds_to_a_longer_one_is_stored() -> None:
    packages(objects.package(1, title="\ufb03" * 200))
    assert Package.objects.get().title == "\ufb03" * 200


def test_of_several_entries_with_one_id_the_last_counts() -> None:
    packages(objects.package(1, title="First"), objects.package(1, title="Second"))
    assert Package.objects.get().title == "Second"


def test_the_number_of_queries_does_not_grow_with_the_batch() -> None:
    counted = []
    for first, number in ((1, 10), (1000, 90)):
        values = [objects.package(first + n, grids=[5, 6 + n % 4]) for n in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            packages(*values)
        counted.append(len(queries))
    # SQLite takes 999 parameters at once, so an insert of many wide rows comes in a few parts.
    parts = sum(90 * len(table._meta.fields) // 999 for table in (Package, PackageFacts))
    assert counted[1] <= counted[0] + parts


def test_a_batch_is_stored_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("packdex.catalog.actions.imports.facts.store_facts", fail)
    with pytest.raises(RuntimeError):
        packages(objects.package(1, grids=[5]))
    assert not Package.objects.exists()
    assert not Grid.objects.exists()


# Packages that were merged


def test_a_package_that_was_merged_here_is_not_made_anew() -> None:
    packages(objects.package(1), objects.package(2))
    merge(1, 2, NOON, origin="https://registry.example.org")
    stored = packages(objects.package(1))
    assert stored.unchanged == {1}
    assert not Package.objects.filter(pk=1).exists()
