"""The day's chores are done once a day, and the watch works off what comes due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from packdex.catalog.models import PackageFacts, PackageVerdict, Snapshot
from packdex.refresh.chores import LEASE, once_a_day
from packdex.refresh.context import Context
from packdex.refresh.models import Chore
from packdex.refresh.watch import watch
from packdex.sources.http import Door
from tests import make
from tests.standins.index import Index

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOW = datetime(2026, 11, 21, 23, 59, tzinfo=UTC)


def test_a_chore_is_done_once_a_day() -> None:
    done: list[str] = []
    assert once_a_day("sweep", NOW, lambda: done.append("today"))
    assert not once_a_day("sweep", NOW, lambda: done.append("again"))
    assert once_a_day("sweep", NOW + timedelta(minutes=2), lambda: done.append("tomorrow"))
    assert done == ["today", "tomorrow"]


def test_a_chore_that_somebody_is_at_is_left_to_them_unless_they_died() -> None:
    Chore.objects.create(name="sweep", lease_until=NOW + LEASE)
    assert not once_a_day("sweep", NOW, lambda: None)
    assert once_a_day("sweep", NOW + LEASE + timedelta(seconds=1), lambda: None)


def test_a_chore_that_breaks_is_not_done() -> None:
    with pytest.raises(ZeroDivisionError):
        once_a_day("sweep", NOW, lambda: 1 / 0)
    assert once_a_day("sweep", NOW + LEASE + timedelta(seconds=1), lambda: None)


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        server.publish("alpha")
        yield server


def test_the_watch_takes_facts_and_keeps_the_days_figures(index: Index) -> None:
    package = make.package("alpha", pypi_url=f"{index.origin}/project/alpha/")
    looks = iter([False, True, True])
    with Door("packdex-tests", allow_private=True, attempts=1) as door:
        context = Context(door=door, registry=index.origin)
        watch(context, ["registry"], 1, lambda report: None, lambda: next(looks), pause_s=0.01)
    assert PackageFacts.objects.get(package=package).registry_version == "1.1"
    assert Snapshot.of(package.pk).count() == 1
    assert PackageVerdict.objects.filter(package=package).count() == 1
