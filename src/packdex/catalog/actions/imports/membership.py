"""Which packages are in which grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from packdex.catalog.actions import rows
from packdex.catalog.actions.imports import told
from packdex.catalog.models import GridPackage


@dataclass(slots=True)
class Moved:
    """The packages whose list of grids changed, and the grids that gained or lost a package."""

    packages: set[int] = field(default_factory=set)
    grids: set[int] = field(default_factory=set)


def put_in_grids(wanted: Mapping[int, tuple[int, ...]], now: datetime) -> Moved:
    """Have each package (by id) be in exactly these grids, put into them in this order.

    The place of a package in a grid that it stays in is kept, with the elements that people wrote
    there; in a new grid it comes last. Histories date it `now`.
    """
    moved = Moved()
    places: dict[tuple[int, int], GridPackage] = {}
    for part in rows.parts(wanted):
        for place in GridPackage.objects.filter(package_id__in=part):
            places[place.package_id, place.grid_id] = place
    _take_out(wanted, places, moved, now)
    resequenced, added = [], []
    for package, grids in wanted.items():
        for sequence, grid in enumerate(grids):
            kept = places.get((package, grid))
            if kept is None:
                added.append(GridPackage(grid_id=grid, package_id=package, sequence=sequence))
            elif kept.sequence != sequence:
                kept.sequence = sequence
                resequenced.append(kept)
    _add(added, moved)
    if resequenced:
        GridPackage.objects.bulk_update(resequenced, ["sequence"], batch_size=rows.PART)
        moved.packages |= {place.package_id for place in resequenced}
    return moved


def _take_out(
    wanted: Mapping[int, tuple[int, ...]],
    places: Mapping[tuple[int, int], GridPackage],
    moved: Moved,
    now: datetime,
) -> None:
    gone = [place for (package, grid), place in places.items() if grid not in wanted[package]]
    told.tell_taken_out(gone, now)
    for part in rows.parts([place.pk for place in gone]):
        GridPackage.objects.filter(pk__in=part).delete()
    moved.packages |= {place.package_id for place in gone}
    moved.grids |= {place.grid_id for place in gone}


def _add(added: list[GridPackage], moved: Moved) -> None:
    grids = {place.grid_id for place in added}
    last: dict[int, int] = {}
    for part in rows.parts(grids):
        places = GridPackage.objects.filter(grid_id__in=part).values_list("grid_id")
        last |= dict(places.annotate(Max("position")))
    for place in added:
        place.position = last[place.grid_id] = last.get(place.grid_id, -1) + 1
    GridPackage.objects.bulk_create(added)
    moved.packages |= {place.package_id for place in added}
    moved.grids |= grids
