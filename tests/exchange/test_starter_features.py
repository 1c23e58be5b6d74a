"""The starter catalogue's comparisons: every cell is in its grid and says where it stands."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from packdex.catalog import documents
from packdex.catalog.models import Edition, Element, Feature, Grid, GridPackage
from packdex.core.comparison.elements import (
    LONGEST_NOTE,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    Kind,
    understand,
)
from packdex.core.weblinks import web_address
from packdex.exchange import starter, starter_features
from packdex.exchange.load import load
from tests import make

SLUGS = sorted(path.stem for path in starter_features.FOLDER.iterdir())
FOLDER = Path(starter.__file__).parent


def records(name: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (FOLDER / f"{name}.ndjson").read_text("utf-8").splitlines()
    ]


def members() -> dict[str, set[str]]:
    """The slugs of the packages in each grid, by its slug."""
    slugs = {str(grid["id"]): grid["slug"] for grid in records("grids")}
    found = defaultdict(set)
    for package in records("packages"):
        for link in package["grids"]:
            found[slugs[link.rstrip("/").rsplit("/", 1)[1]]].add(package["slug"])
    return found


def told(slug: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(
        (starter_features.FOLDER / f"{slug}.json").read_text("utf-8")
    )
    return features


def cells(slug: str) -> Iterator[dict[str, str]]:
    for feature in told(slug):
        yield from feature["elements"].values()


def test_six_grids_have_a_comparison() -> None:
    assert len(SLUGS) >= 6
    assert "authentication" in SLUGS
    assert set(SLUGS) <= members().keys()
    assert {path.suffix for path in starter_features.FOLDER.iterdir()} == {".json"}


@pytest.mark.parametrize("slug", SLUGS)
def test_features_are_few_and_told_apart(slug: str) -> None:
    features = told(slug)
    assert 6 <= len(features) <= 14
    for key, longest in (("title", 40), ("description", 120)):
        texts = [feature[key] for feature in features]
        assert len(set(texts)) == len(texts)
        assert all(0 < len(text) <= longest for text in texts)
    assert all(re.fullmatch(r"[A-Z][^\n]+\.", feature["description"]) for feature in features)


@pytest.mark.parametrize("slug", SLUGS)
def test_cells_are_those_of_the_grids_packages(slug: str) -> None:
    packages = members()[slug]
    filled = 0
    for feature in told(slug):
        assert list(feature) == ["title", "description", "elements"]
        assert feature["elements"].keys() <= packages
        filled += len(feature["elements"])
    assert filled >= 0.6 * len(told(slug)) * len(packages)
    assert packages == {package for feature in told(slug) for package in feature["elements"]}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_cell_is_understood_and_has_a_source(slug: str) -> None:
    for cell in cells(slug):
        assert cell.keys() <= {"value", "note", "source"}
        assert 0 < len(cell["value"]) <= min(40, LONGEST_TEXT)
        element = understand(cell["value"])
        assert element is not None
        assert element.kind is not Kind.NUMBER
        assert web_address(cell["source"]) == cell["source"]
        assert len(cell["source"]) <= LONGEST_SOURCE
        assert urlsplit(cell["source"]).scheme == "https"
        assert "note" not in cell or re.fullmatch(r"[A-Z][^\n]+\.", cell["note"])
        assert len(cell.get("note", "")) <= min(120, LONGEST_NOTE)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_no_says_why(slug: str) -> None:
    for cell in cells(slug):
        assert cell["value"] not in {"no", "partial"} or cell.get("note")


def rows() -> list[tuple[Any, ...]]:
    columns = ("pk", "feature_id", "grid_package_id", "text", "kind", "note", "source_url")
    features = Feature.objects.order_by("pk").values_list("pk", "grid_id", "title", "position")
    return [*features, *Element.objects.order_by("pk").values_list(*columns)]


@pytest.fixture
def _starter(db: None) -> None:
    load(starter.source())


@pytest.mark.usefixtures("_starter")
def test_a_load_makes_rows_of_the_files() -> None:
    assert starter_features.load() == len(SLUGS)
    for slug in SLUGS:
        features = Feature.objects.filter(grid__slug=slug).order_by("position")
        stored = [
            {
                "title": feature.title,
                "description": feature.description,
                "elements": {
                    cell.grid_package.package.slug: (cell.text, cell.note, cell.source_url)
                    for cell in feature.elements.select_related("grid_package__package")
                },
            }
            for feature in features
        ]
        assert stored == [
            feature
            | {
                "elements": {
                    package: (cell["value"], cell.get("note", ""), cell["source"])
                    for package, cell in feature["elements"].items()
                }
            }
            for feature in told(slug)
        ]
    kinds = set(Element.objects.values_list("kind", flat=True))
    assert kinds == {"yes", "no", "partial", "text", "version"}
    assert not documents.stale_ids(documents.GRID, 0, 500)


@pytest.mark.usefixtures("_starter")
def test_a_second_load_changes_nothing() -> None:
    starter_features.load()
    before, marks = rows(), set(Edition.objects.values_list("name", "mark"))
    versions = list(Grid.objects.order_by("pk").values_list("pk", "version"))
    assert starter_features.load() == 0
    assert rows() == before
    assert set(Edition.objects.values_list("name", "mark")) == marks
    assert list(Grid.objects.order_by("pk").values_list("pk", "version")) == versions


@pytest.mark.usefixtures("_starter")
def test_what_people_wrote_is_left_alone() -> None:
    starter_features.load()
    grid = Grid.objects.get(slug="forms")
    first, *others = grid.features.order_by("position")
    Feature.objects.filter(pk__in=[feature.pk for feature in others]).delete()
    first.elements.update(text="People know better", kind="text")
    before = rows()
    assert starter_features.load() == 0
    assert rows() == before


@pytest.mark.usefixtures("_starter")
def test_a_package_that_left_the_grid_has_no_cell() -> None:
    GridPackage.objects.filter(grid__slug="forms", package__slug="happyforms").delete()
    assert starter_features.load() == len(SLUGS)
    left = Element.objects.filter(feature__grid__slug="forms")
    assert left.exists()
    assert not left.filter(grid_package__package__slug="happyforms").exists()


@pytest.mark.django_db
def test_another_grid_of_that_name_is_left_alone() -> None:
    make.grid("forms", make.package("paper-forms"))
    assert starter_features.load() == 0
    assert not Feature.objects.exists()


@pytest.mark.django_db
def test_an_empty_directory_begins_with_them() -> None:
    starter.load_if_empty(lambda line: None)
    assert Feature.objects.values("grid").distinct().count() == len(SLUGS)
