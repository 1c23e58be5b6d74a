"""The comparisons of the starter catalogue: what packages of some grids have, and who says so.

`starter/features/` has a file for each of these grids, named by its slug. It is a list of features
in the order in which they are shown; the elements of each are told by the slug of the package. An
element that was not found in a project's own documentation is not there: it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from packdex.catalog import documents, editions
from packdex.catalog.actions import rows
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from packdex.core.comparison import elements

FOLDER = Path(__file__).parent / "starter" / "features"


@dataclass(frozen=True, slots=True)
class Told:
    """A feature as a file tells it, with its elements by the slug of the package."""

    title: str
    description: str
    elements: dict[str, elements.Element]


def load() -> int:
    """Fill the grids of the starter catalogue that have no feature; returns how many those are.

    What people wrote into a grid stays, and so does what they took out of it while they left a
    feature. A grid of that name without any of the packages is another one, and left alone.
    """
    with transaction.atomic():
        rows.one_importer()
        filled = [grid.pk for grid, features in _unfilled() if _fill(grid, features)]
        if filled:
            editions.touch(grids=filled)
            documents.prepare(documents.GRID, filled)
    return len(filled)


def files() -> dict[str, list[Told]]:
    """What is told of each grid, by its slug. Raises ElementError where a cell can be none."""
    return {path.stem: list(_read(path)) for path in sorted(FOLDER.glob("*.json"))}


def _read(path: Path) -> Iterator[Told]:
    for told in orjson.loads(path.read_bytes()):
        cells = {slug: _element(**cell) for slug, cell in told["elements"].items()}
        yield Told(told["title"], told["description"], cells)


def _element(value: str, source: str, note: str = "") -> elements.Element:
    """The element of a cell, whose kind is understood from its value."""
    element = elements.entered(value, note=note, source=source)
    if element is None:
        raise elements.ElementError("text", value, "a cell that is not known is left out")
    return element


def _unfilled() -> Iterator[tuple[Grid, list[Told]]]:
    told = files()
    for grid in Grid.objects.filter(slug__in=told, features=None).order_by("slug"):
        yield grid, told[grid.slug]


def _fill(grid: Grid, told: list[Told]) -> bool:
    """Write the features and elements of a grid; false when it is not the one they are about."""
    places = dict(GridPackage.objects.filter(grid=grid).values_list("package__slug", "pk"))
    if not any(places.keys() & feature.elements.keys() for feature in told):
        return False
    features = Feature.objects.bulk_create(
        Feature(grid=grid, title=one.title, description=one.description, position=position)
        for position, one in enumerate(told)
    )
    Element.objects.bulk_create(
        Element(feature=feature, grid_package_id=places[slug], **_columns(element))
        for feature, one in zip(features, told, strict=True)
        for slug, element in one.elements.items()
        if slug in places
    )
    return True


def _columns(element: elements.Element) -> dict[str, Any]:
    return {
        "text": element.text,
        "kind": element.kind.value,
        "note": element.note,
        "source_url": element.source,
    }
