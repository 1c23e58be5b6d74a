"""Changing what stands in the cells of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packdex.catalog.actions import typed, verbs
from packdex.catalog.actions.errors import ConflictError, InvalidError
from packdex.catalog.actions.grids.grid_rows import edited, feature_of, open_grid, place_of
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Element, Feature, GridPackage
from packdex.core.comparison import elements
from packdex.core.roles import Actor


@dataclass(frozen=True, slots=True)
class Cell:
    """Which cell: the ids of the grid, the feature and the package."""

    grid: int
    feature: int
    package: int


@dataclass(frozen=True, slots=True)
class Said:
    """What is to stand in a cell, as typed. An empty text empties it; kind "" is told by it."""

    text: str
    note: str = ""
    source_url: str = ""
    kind: str = ""


@transaction.atomic
def set_cell(
    actor: Actor, cell: Cell, said: Said, *, expected_version: int, at: datetime, why: str = ""
) -> Element | None:
    """Write a cell; returns what stands there now (None: nothing).

    `expected_version` is the version of the element that the person saw, 0 for an empty cell. What
    stands there already is no change, whatever was expected. Raises RefusedError; InvalidError;
    ConflictError, whose `theirs` is the row (or None) and whose `mine` is the element of
    core/comparison/elements.py (or None).
    """
    grid = open_grid(actor, cell.grid)
    feature, place = feature_of(grid, cell.feature), place_of(grid, cell.package)
    mine = _understood(said)
    stored = Element.objects.filter(feature=feature, grid_package=place).first()
    if _same(stored, mine):
        return stored
    empty = stored is None or not stored.text.strip()
    if expected_version != (stored.version if stored else 0) and (expected_version or not empty):
        raise ConflictError(stored, mine)
    about = About(
        f"{feature.title} × {place.package.title} ({grid.title})",  # noqa: RUF001
        package=place.package_id,
        grid=grid.pk,
    )
    with revising(actor, verbs.SET_CELL, about, at=at, why=typed.why(why)):
        now = _write(stored or _new(feature, place), mine)
    edited(grid, at)
    return now


def _understood(said: Said) -> elements.Element | None:
    """What was typed, checked. Without a text there is nothing to note: the cell is emptied."""
    text = typed.line("text", said.text, longest=elements.LONGEST_TEXT)
    note = typed.line("note", said.note, longest=elements.LONGEST_NOTE)
    source = typed.address("source_url", said.source_url, longest=elements.LONGEST_SOURCE)
    if not text and not said.kind:
        return None
    try:
        return elements.entered(text, kind=said.kind, note=note, source=source)
    except elements.ElementError as error:
        field = "source_url" if error.field == "source" else error.field
        raise InvalidError(
            field, f"{error.value[:60]!r} cannot be taken; {error.accepted}."
        ) from error


def _same(stored: Element | None, mine: elements.Element | None) -> bool:
    if stored is None or mine is None:
        return stored is None and mine is None
    told = (stored.kind, stored.text, stored.note, stored.source_url)
    return told == (mine.kind, mine.text, mine.note, mine.source)


def _new(feature: Feature, place: GridPackage) -> Element:
    """A row for an empty cell. Its version is one that no element of this cell ever had."""
    past = Element.revisions.filter(feature=feature.pk, grid_package=place.pk).count()
    return Element(feature=feature, grid_package=place, version=past)


def _write(row: Element, mine: elements.Element | None) -> Element | None:
    if mine is None:
        row.delete()
        return None
    row.kind, row.text, row.note, row.source_url = mine.kind, mine.text, mine.note, mine.source
    row.version += 1
    row.save()
    return row
