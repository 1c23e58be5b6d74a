"""Weekly commits follow from the stored history on any later day, without network."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from packdex.catalog.actions.facts.derive import derive_weeks
from packdex.catalog.models import Package, PackageHistory
from packdex.core.daily import encode
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def with_history(slug: str, days: dict[date, int], **fields: object) -> Package:
    package = make.package(slug, **fields)
    PackageHistory.objects.create(package=package, head="0" * 40, days=encode(days), taken_at=NOW)
    return package


def shown(client: Client, slug: str) -> list[int]:
    weeks: list[int] = client.get(f"/api/v4/packages/{slug}/").json()["commits_over_52"]
    return weeks


def test_windows_roll_by_a_day_each_day(client: Client) -> None:
    with_history("alpha", {date(2026, 11, 20): 3})
    assert derive_weeks(NOW) == 1
    assert shown(client, "alpha") == [0] * 51 + [3]
    assert derive_weeks(NOW) == 0
    assert derive_weeks(NOW + 6 * DAY) == 0
    assert derive_weeks(NOW + 7 * DAY) == 1
    assert shown(client, "alpha") == [0] * 50 + [3, 0]


def test_without_history_the_other_sources_numbers_stay(client: Client) -> None:
    make.package("imported", facts={"commits_over_52": [1] * 52})
    assert derive_weeks(NOW) == 0
    assert shown(client, "imported") == [1] * 52


def test_an_empty_history_is_52_weeks_without_commits(client: Client) -> None:
    with_history("alpha", {})
    derive_weeks(NOW)
    assert shown(client, "alpha") == [0] * 52
