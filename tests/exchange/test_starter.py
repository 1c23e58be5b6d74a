"""The starter catalogue: every captured record survives, and every grid has a face."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from packdex.catalog.models import Category, Grid, Package
from packdex.core.registry import expand, public_origin, registry_hosts
from packdex.exchange import hosts, starter
from packdex.exchange.load import load

FOLDER = Path(starter.__file__).parent


def records(name: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{name}.ndjson").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.django_db
def test_every_record_survives_field_by_field() -> None:
    load(starter.source())
    registry = registry_hosts(public_origin())
    rows = Package.objects.select_related("facts").in_bulk()
    assert len(rows) == len(records("packages")) == 114
    for record in records("packages"):
        row = rows[record["id"]]
        assert _as_record(row) == {
            key: expand(value, registry) if isinstance(value, str) else value
            for key, value in record.items()
        } | {key: _moment(record[key]) for key in DATES}


def _moment(text: str | None) -> datetime | None:
    return text and datetime.fromisoformat(text)


DATES = ("last_updated", "last_fetched", "created", "modified")


def _as_record(row: Package) -> dict[str, Any]:
    def link(kind: str, ident: int) -> str:
        return f"https://djangopackages.org/api/v4/{kind}/{ident}/"

    facts = row.facts
    grids = row.grid_packages.order_by("sequence").values_list("grid_id", flat=True)
    return {
        "category": link("categories", row.category_id),
        "grids": [link("grids", ident) for ident in grids],
        "id": row.pk,
        "title": row.title,
        "slug": row.slug,
        "last_updated": facts.last_updated,
        "last_fetched": facts.last_fetched,
        "repo_url": row.repo_url,
        "pypi_version": facts.registry_version,
        "created": row.created,
        "modified": row.modified,
        "repo_forks": facts.forks,
        "repo_description": facts.description,
        "pypi_url": row.pypi_url,
        "documentation_url": row.documentation_url,
        "repo_watchers": facts.stars,
        "commits_over_52": facts.commits_over_52,
        "participants": facts.participants,
    }


@pytest.mark.django_db
def test_it_is_loaded_into_an_empty_directory_once() -> None:
    said: list[str] = []
    starter.load_if_empty(said.append)
    assert said == ["Loaded the starter catalogue: 114 packages in 89 grids"]
    starter.load_if_empty(said.append)
    assert len(said) == 1


@pytest.mark.django_db
def test_it_has_no_placeholders_and_no_problems() -> None:
    summary = load(starter.source())
    assert summary.problem_count == 0
    assert not Grid.objects.filter(placeholder=True).exists()
    assert not Category.objects.filter(placeholder=True).exists()
    assert not Package.objects.filter(pypi_url__contains="{").exists()


@pytest.mark.django_db
def test_hosts_are_those_of_the_configured_registry(settings: Any) -> None:
    settings.PACKDEX_REGISTRY_URL = "https://index.example"
    hosts._hosts.cache_clear()
    try:
        load(starter.source())
    finally:
        hosts._hosts.cache_clear()
    linked = Package.objects.exclude(pypi_url="").values_list("pypi_url", flat=True)
    assert len(linked) == 100
    assert {url.split("/")[2] for url in linked} == {"index.example"}


def test_every_grid_has_a_title_a_slug_and_one_sentence_of_its_own() -> None:
    grids = records("grids")
    assert len(grids) == 89
    for key in ("id", "title", "slug", "description"):
        assert Counter(grid[key] for grid in grids).most_common(1)[0][1] == 1
    for grid in grids:
        assert not re.match(r"(?i)grid\b", grid["title"])
        assert re.fullmatch(r"[A-Z].{20,}[^.]\.", grid["description"])
        assert list(grid) == [
            "id", "title", "slug", "description", "is_locked", "packages", "header", "created",
            "modified",
        ]  # fmt: skip


def test_the_lists_of_the_grids_say_what_the_records_say() -> None:
    packages = {record["id"]: record for record in records("packages")}
    members = {
        (grid["id"], int(link.split("/")[-2]))
        for grid in records("grids")
        for link in grid["packages"]
    }
    assert members == {
        (int(link.split("/")[-2]), ident)
        for ident, record in packages.items()
        for link in record["grids"]
    }
    for grid in records("grids"):
        titles = [packages[int(link.split("/")[-2])]["title"] for link in grid["packages"]]
        assert titles == sorted(titles, key=lambda title: title.strip().casefold())


def test_the_categories_are_those_of_the_contract() -> None:
    found = [(c["id"], c["title"], c["slug"], c["title_plural"]) for c in records("categories")]
    assert found == [
        (1, "App", "apps", "Apps"),
        (2, "Framework", "frameworks", "Frameworks"),
        (3, "Project", "projects", "Projects"),
        (4, "Other", "utilities", "Other"),
    ]
