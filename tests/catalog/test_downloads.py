"""Monthly totals become the downloads of the packages that are those projects."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from packdex.catalog import editions
from packdex.catalog.actions.facts.plan import unplanned
from packdex.catalog.models import Package, PackageFacts
from packdex.refresh.downloads import Outcome, take_downloads
from packdex.sources.errors import SourceError
from tests import make

pytestmark = pytest.mark.django_db

INDEX = "https://index.example"
NOW = make.NOON + timedelta(days=30)
TOLD = datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC)


def listed(slug: str, project: str, **fields: object) -> Package:
    return make.package(slug, pypi_url=f"{INDEX}/project/{project}/" if project else "", **fields)


def take(path: Path, *rows: tuple[str, int]) -> Outcome:
    told = [{"project": project, "download_count": count} for project, count in rows]
    path.write_text(json.dumps({"last_update": "2026-03-01 04:05:06", "rows": told}), "utf-8")
    return take_downloads(path, INDEX, NOW)


def known() -> dict[str, int | None]:
    return dict(PackageFacts.objects.values_list("package__slug", "downloads"))


def test_totals_are_found_by_the_normalised_name(tmp_path: Path, client: Client) -> None:
    listed("alpha", "Some.Thing")
    listed("twin", "some-thing")
    listed("beta", "beta", facts={"downloads": 5})
    listed("gamma", "")
    outcome = take(tmp_path / "t.json", ("some_thing", 1200), ("other", 9))
    assert known() == {"alpha": 1200, "twin": 1200, "beta": 5, "gamma": None}
    assert (outcome.packages, outcome.found, outcome.changed) == (3, 2, 2)
    state = Package.objects.get(slug="alpha").sources.get()
    assert (state.source, state.origin, state.succeeded_at) == ("downloads", "t.json", TOLD)
    found = client.get("/api/v4/search/?q=alpha").json()
    assert [hit["pypi_downloads"] for hit in found] == [1200]
    assert client.get("/api/v4/search/?q=gamma").json()[0]["pypi_downloads"] == 0


def test_the_page_shows_it_at_once(tmp_path: Path, client: Client) -> None:
    listed("alpha", "alpha")
    assert b"1,234" not in client.get("/packages/p/alpha/").content
    take(tmp_path / "t.json", ("alpha", 1234))
    assert b"1,234" in client.get("/packages/p/alpha/").content


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    listed("alpha", "alpha")
    take(tmp_path / "t.json", ("alpha", 1))
    before = editions.marks()
    assert take(tmp_path / "t.json", ("alpha", 1)).changed == 0
    assert editions.marks() == before


def test_without_a_date_of_its_own_the_files_counts(tmp_path: Path) -> None:
    package = listed("alpha", "alpha")
    path = tmp_path / "t.csv"
    path.write_text("project,download_count\nalpha,3\nalpha,x\n", "utf-8")
    for written, told in ((make.NOON, make.NOON), (NOW + timedelta(days=1), NOW)):
        os.utime(path, (written.timestamp(), written.timestamp()))
        outcome = take_downloads(path, INDEX, NOW)
        assert outcome.skipped == 1
        assert package.sources.get().succeeded_at == told


def test_a_broken_file_records_nothing(tmp_path: Path) -> None:
    listed("alpha", "alpha")
    path = tmp_path / "t.json"
    path.write_text('{"rows": [{"project": "alpha", "download_count": 3}, {"pro', "utf-8")
    with pytest.raises(SourceError):
        take_downloads(path, INDEX, NOW)
    assert known() == {"alpha": None}


def test_a_package_of_which_only_downloads_are_known_is_still_to_be_asked_about(
    tmp_path: Path,
) -> None:
    package = listed("alpha", "alpha")
    PackageFacts.objects.all().delete()
    take(tmp_path / "t.json", ("alpha", 1))
    assert unplanned(0) == [package]
    assert known() == {"alpha": 1}
