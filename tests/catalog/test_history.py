"""A snapshot a package a day, append only; events out of differences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from packdex.catalog.actions.facts.history import noting_events, take_snapshots
from packdex.catalog.models import Event, PackageFacts, Snapshot, SourceState
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_snapshot_holds_the_days_figures() -> None:
    package = make.package("alpha", facts={"stars": 7, "commits_over_52": [1] * 52})
    assert take_snapshots(NOW) == 1
    (row,) = Snapshot.of(package.pk)
    assert (row.package_id, row.day) == (package.pk, date(2026, 11, 21))
    assert (row.stars, row.commits, row.forks, row.downloads) == (7, 52, None, None)


def test_there_is_one_a_day_and_it_stays_what_it_was() -> None:
    package = make.package("alpha", facts={"stars": 7})
    take_snapshots(NOW)
    PackageFacts.objects.update(stars=8)
    assert take_snapshots(NOW + timedelta(hours=11)) == 0
    assert take_snapshots(NOW + timedelta(hours=12)) == 1
    assert [row.stars for row in Snapshot.of(package.pk)] == [7, 8]


def test_packages_do_not_mix() -> None:
    first, second = make.package("alpha"), make.package("beta")
    for days in range(3):
        take_snapshots(NOW + timedelta(days=days))
    assert Snapshot.of(first.pk).count() == Snapshot.of(second.pk).count() == 3


def test_days_that_have_no_number_are_refused() -> None:
    for day in (date(2019, 12, 31), date(2200, 1, 1)):
        with pytest.raises(ValueError, match="no snapshots"):
            Snapshot.key(1, day)


def test_what_a_block_changes_becomes_an_event() -> None:
    package = make.package("alpha", facts={"archived": False, "last_fetched": NOW})
    with noting_events(package.pk, "forge", NOW):
        PackageFacts.objects.update(archived=True)
    event = Event.objects.get()
    assert (event.kind, event.at, event.source) == ("archived", NOW, "forge")


def test_releases_that_were_never_told_before_are_no_events() -> None:
    package = make.package("alpha")
    with noting_events(package.pk, "registry", NOW):
        package.releases.create(version="1.0")
        SourceState.objects.create(package=package, source="registry", succeeded_at=NOW)
    with noting_events(package.pk, "registry", NOW):
        package.releases.create(version="1.1")
    assert [event.evidence for event in Event.objects.all()] == [{"version": "1.1"}]
