"""The dump that the settings name is read once a day; trouble with it ends nothing."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from packdex.catalog.models import Advisory, Snapshot
from packdex.refresh.context import Context
from packdex.refresh.watch import do_chores
from packdex.sources.http import Door
from tests import make

pytestmark = pytest.mark.django_db

INDEX = "https://index.example"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def do(dump: Path, now: datetime) -> None:
    with Door("packdex-tests") as door:
        do_chores(Context(door=door, registry=INDEX, advisories=dump, now=lambda: now))


def test_once_a_day(tmp_path: Path) -> None:
    make.package("alpha", pypi_url=f"{INDEX}/project/alpha/")
    about = {"package": {"ecosystem": "PyPI", "name": "alpha"}, "versions": ["1.0"]}
    advisory = {"id": "GHSA-1", "modified": "2026-01-02T03:04:05Z", "affected": [about]}
    (tmp_path / "GHSA-1.json").write_text(json.dumps(advisory), "utf-8")
    do(tmp_path, NOW)
    assert Advisory.objects.get().name == "GHSA-1"
    Advisory.objects.all().delete()
    do(tmp_path, NOW + timedelta(hours=1))
    assert not Advisory.objects.exists()
    do(tmp_path, NOW + timedelta(days=1))
    assert Advisory.objects.exists()


def test_a_dump_that_is_missing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    make.package("alpha")
    with caplog.at_level(logging.WARNING):
        do(tmp_path / "none.zip", NOW)
    assert "no advisories were taken" in caplog.text
    assert Snapshot.objects.exists()
