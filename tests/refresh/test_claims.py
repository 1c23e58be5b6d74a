"""Due rows are claimed by a lease: no row by two workers, none lost with a worker that died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from packdex.catalog.models import Host, SourceState
from packdex.refresh.claims import LEASE, claim, release
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def state(slug: str, due: datetime | None, source: str = "registry", **fields: object) -> int:
    row = SourceState.objects.create(
        package=make.package(slug), source=source, due_at=due, **fields
    )
    return row.pk


def test_the_longest_due_are_claimed_first() -> None:
    later, first = state("later", NOW - HOUR), state("first", NOW - 2 * HOUR)
    state("not-yet", NOW + HOUR)
    state("never", None)
    state("other-source", NOW - HOUR, "git")
    assert claim("registry", "me", NOW, 10) == [first, later]


def test_what_one_worker_holds_no_other_gets() -> None:
    ids = [state(f"package-{n}", NOW - n * HOUR) for n in range(5)]
    mine = claim("registry", "me", NOW, 3)
    others = claim("registry", "other", NOW, 10)
    assert sorted(mine + others) == sorted(ids)
    assert claim("registry", "third", NOW, 10) == []


def test_the_rows_of_a_dead_worker_come_back() -> None:
    row = state("alpha", NOW - HOUR)
    assert claim("registry", "dead", NOW, 10) == [row]
    assert claim("registry", "me", NOW + LEASE, 10) == []
    assert claim("registry", "me", NOW + LEASE + HOUR, 10) == [row]


def test_a_host_in_trouble_is_left_alone() -> None:
    state("there", NOW - HOUR, host="git.example.org")
    elsewhere = state("elsewhere", NOW - HOUR, host="forge.example.org")
    Host.objects.create(name="git.example.org", not_before=NOW + HOUR)
    assert claim("registry", "me", NOW, 10) == [elsewhere]
    assert len(claim("registry", "me", NOW + HOUR + LEASE, 10)) == 2


def test_named_packages_are_claimed_whether_due_or_not() -> None:
    row = state("alpha", NOW + HOUR)
    package = SourceState.objects.get(pk=row).package_id
    state("beta", NOW - HOUR)
    assert claim("registry", "me", NOW, 10, packages=[package]) == [row]
    assert claim("registry", "me", NOW, 10, packages=[]) == []


def test_what_is_given_back_is_free_at_once() -> None:
    row, other = state("alpha", NOW - HOUR), state("beta", NOW - HOUR)
    assert claim("registry", "me", NOW, 1) == [row]
    assert claim("registry", "other", NOW, 1) == [other]
    release("me")
    assert claim("registry", "third", NOW, 10) == [row]


def test_the_limit_holds_whatever_plan_the_database_chooses() -> None:
    for number in range(8):
        state(f"p{number}", NOW - HOUR)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("hashagg", "hashjoin", "mergejoin", "sort", "material", "memoize"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    assert len(claim("registry", "me", NOW, 2)) == 2
