"""What changes is found by the next search; what is hidden is not; old names lead on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from packdex.catalog import editions
from packdex.catalog.actions.merging.merge import merge
from packdex.catalog.actions.moderation.moderate import touch_around
from packdex.catalog.models import Grid, Package, PackageFacts
from packdex.search import fresh, index, rebuild
from packdex.search.engines import Match, engine, entries
from packdex.search.find import search
from packdex.search.models import IndexState, Stale
from tests import make

pytestmark = pytest.mark.django_db


def slugs(text: str) -> list[str]:
    return [hit.row.slug for hit in search(text).hits()]


def test_a_new_package_and_a_changed_one_are_found_by_the_next_search() -> None:
    row = make.package("alpha", facts={"description": "first words"})
    assert slugs("first") == ["alpha"]
    row.facts.description = "second words"
    row.facts.save()
    editions.touch(packages=[row.pk])
    assert slugs("second") == ["alpha"]
    assert slugs("first words -second") == []
    make.package("beta", facts={"description": "second to none"})
    assert set(slugs("second")) == {"alpha", "beta"}


def test_what_is_hidden_or_gone_is_not_found() -> None:
    row, grid = make.package("alpha"), make.grid("alphas")
    assert set(slugs("alpha")) == {"alpha", "alphas"}
    Package.objects.filter(pk=row.pk).update(hidden=True)
    Grid.objects.filter(pk=grid.pk).update(hidden=True)
    touch_around(packages=[row.pk], grids=[grid.pk])
    found = search("alpha")
    assert (found.hits(), found.total, found.facets) == ([], 0, {})
    Package.objects.filter(pk=row.pk).update(hidden=False)
    touch_around(packages=[row.pk])
    assert slugs("alpha") == ["alpha"]


def test_a_merged_package_is_found_by_its_old_name() -> None:
    gone = make.package("django-old-name", title="Old Name")
    kept = make.package("django-keeper")
    search("old")
    merge(gone.pk, kept.pk, datetime.now(UTC), origin="https://registry.example")
    assert slugs("django-old-name")[0] == "django-keeper"
    assert slugs("oldname") == ["django-keeper"]


def test_a_renamed_package_is_found_by_its_old_name() -> None:
    row = make.package("first-name")
    row.past_slugs.create(slug="former-thing", until=make.NOON)
    editions.touch(packages=[row.pk])
    assert slugs("former-thing") == ["first-name"]


def test_an_unchanged_entry_stays_where_it_is() -> None:
    row = make.package("alpha")
    search("alpha")
    before = IndexState.objects.get().serial
    editions.touch(packages=[row.pk])
    search("alpha")
    assert IndexState.objects.get().serial == before
    assert not Stale.objects.exists()


def test_a_bulk_of_changes_is_worked_off_at_its_end() -> None:
    make.package("alpha")
    search("alpha")
    with fresh.later():
        rows = [make.package(f"beta-{number}") for number in range(3)]
    Stale.objects.all().delete()  # as if they had never been touched: an import touches no new row
    fresh.catch_up()
    assert len(slugs("beta")) == len(rows)


def test_a_rebuild_takes_the_place_of_the_index_and_gives_the_same() -> None:
    for number in range(5):
        make.package(f"alpha-{number}", facts={"stars": number * 100})
    make.grid("alphas")
    before = slugs("alpha")
    former = index.state().generation
    told: list[tuple[str, int, int | None]] = []
    assert rebuild.rebuild(lambda *line: told.append(line)) == 6
    assert index.state().generation != former
    assert engine().generations() == {index.state().generation}
    assert slugs("alpha") == before
    assert ("writing entries", 6, 6) in told


def test_what_changes_during_a_rebuild_is_found_after_it() -> None:
    row = make.package("alpha")
    search("alpha")

    def meanwhile(stage: str, done: int, total: int | None) -> None:
        assert slugs("alpha") == ["alpha"]  # the old index answers
        Package.objects.filter(pk=row.pk).update(title="Beta Gamma")
        editions.touch(packages=[row.pk])

    rebuild.rebuild(meanwhile)
    assert slugs("gamma") == ["alpha"]


def test_two_do_not_rebuild_at_once() -> None:
    make.package("alpha")
    with pytest.raises(rebuild.AlreadyBuilding):
        rebuild.rebuild(lambda *line: rebuild.rebuild())
    assert slugs("alpha") == ["alpha"]


def test_a_missing_index_or_one_of_another_format_is_made_anew() -> None:
    make.package("alpha")
    assert slugs("alpha") == ["alpha"]
    IndexState.objects.update(format=0)
    assert slugs("alpha") == ["alpha"]
    generation = index.state().generation
    assert generation is not None
    engine().drop(generation)
    IndexState.objects.all().delete()
    assert slugs("alpha") == ["alpha"]


@pytest.mark.django_db(transaction=True)
def test_a_search_whose_tables_are_dropped_meanwhile_begins_again() -> None:
    make.package("alpha")
    assert slugs("alpha") == ["alpha"]
    for generation in engine().generations():
        engine().drop(generation)
    assert slugs("alpha") == ["alpha"]
    for generation in engine().generations():
        engine().drop(generation)


@pytest.mark.django_db(transaction=True)
def test_a_commit_writes_the_entries_at_once() -> None:
    make.package("alpha")
    assert not Stale.objects.exists()
    assert slugs("alpha") == ["alpha"]
    for generation in engine().generations():
        engine().drop(generation)


def test_what_changed_takes_no_place_from_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make.package(f"alpha-{number}", facts={"stars": 90}) for number in range(6)]
    assert search("alpha").total == 6
    PackageFacts.objects.update(stars=1)
    editions.touch(packages=[row.pk for row in rows])
    monkeypatch.setattr("packdex.search.retrieve.MOST", 4)
    monkeypatch.setattr("packdex.search.retrieve.NAMED", 1)
    found = search("alpha")
    assert (found.total, found.more) == (4, True)


@pytest.mark.django_db(transaction=True)
def test_entries_that_a_process_keeps_are_those_of_the_index(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alpha = make.package("alpha", facts={"stars": 1})
    assert slugs("alpha stars:1") == ["alpha"]
    state = index.state()
    if connection.vendor == "sqlite":
        with django_assert_num_queries(1):  # the keys
            assert engine().find(state.generation or 0, Match(((("alpha",),),)), 9)
    PackageFacts.objects.filter(package=alpha).update(stars=2)
    editions.touch(packages=[alpha.pk])
    assert slugs("alpha stars:1") == []
    assert [place.owner for place in search("alpha", sort="stars").places] == [alpha.pk * 2]
    monkeypatch.setattr(entries, "MOST_KEPT", 0)
    if connection.vendor == "sqlite":
        assert slugs("alpha") == slugs("alpha") == ["alpha"]
        assert not entries.are_kept(state.generation or 0)
    for generation in engine().generations():
        engine().drop(generation)


@pytest.mark.django_db(transaction=True)
def test_a_search_does_not_wait_for_a_long_write(tmp_path: object) -> None:
    make.package("alpha")
    with fresh.later():
        make.package("beta")
    if connection.vendor == "sqlite":
        with fresh._impatient(), connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone()[0] == 0
    assert set(slugs("alpha")) == {"alpha"}
    assert slugs("beta") == ["beta"]
    for generation in engine().generations():
        engine().drop(generation)
