"""A package that is looked at is asked about sooner when its facts are stale."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from packdex.catalog import viewed
from packdex.catalog.models import Package, SourceState
from tests import make

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=5)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    viewed.forget()
    viewed._waiting.clear()
    yield
    viewed.forget()
    viewed._waiting.clear()


def planned(package: Package, source: str = "registry", **fields: object) -> SourceState:
    """A source that told something two days ago and has its next turn in five days."""
    values = {"due_at": LATER, "succeeded_at": NOW - 2 * DAY} | fields
    return SourceState.objects.create(package=package, source=source, **values)


def turn(state: SourceState) -> datetime | None:
    return SourceState.objects.get(pk=state.pk).due_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/packages/p/alpha/", "/api/v4/packages/alpha/", "/api/v3/packages/alpha/"]
)
def test_a_look_makes_stale_facts_due(client: Client, path: str) -> None:
    package = make.package("alpha")
    state, other = planned(package), planned(make.package("beta"))
    assert client.get(path).status_code == 200
    assert turn(state) == LATER, "nothing is written while somebody waits"
    assert viewed.flush(NOW) == 1
    assert (turn(state), turn(other)) == (NOW, LATER)


@pytest.mark.django_db
def test_lists_and_grids_make_nothing_due(client: Client) -> None:
    package = make.package("alpha")
    make.grid("pair", package)
    planned(package)
    for path in ("/packages/", "/api/v4/packages/", f"/api/v4/grids/{package.pk}/", "/grids/"):
        client.get(path)
    assert viewed.flush(NOW) == 0


@pytest.mark.django_db
def test_fresh_failing_and_unplanned_ones_keep_their_turn() -> None:
    package = make.package("alpha")
    kept = [
        planned(package, "registry", succeeded_at=NOW - DAY / 2),
        planned(package, "forge", failures=1, error="HTTP 500"),
        planned(package, "git", due_at=None),
        planned(package, "status"),
    ]
    viewed.note(package.pk)
    assert viewed.flush(NOW) == 0
    assert [turn(state) for state in kept] == [LATER, LATER, None, LATER]


@pytest.mark.django_db
def test_a_robot_has_not_all_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewed, "MOST", 2)
    states = [planned(make.package(f"p{n}")) for n in range(4)]
    for state in states:
        viewed.note(state.package_id)
    assert viewed.flush(NOW) == 2
    viewed.note(states[3].package_id)
    assert viewed.flush(NOW) == 0
    viewed.forget()
    viewed.note(states[3].package_id)
    assert viewed.flush(NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_a_thread_writes_what_was_noted() -> None:
    state = planned(make.package("alpha"))
    end = viewed.keep_flushing(pause_s=0.01)
    try:
        viewed.note(state.package_id)
        late = time.monotonic() + 10
        while turn(state) == LATER and time.monotonic() < late:
            time.sleep(0.02)
        assert turn(state) != LATER
    finally:
        end()
