"""Merging two packages: their places in grids, and what people wrote there."""

from __future__ import annotations

from dataclasses import dataclass, field

from packdex.catalog.models import Element, GridPackage


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that both packages had: which, what it says, and what the other one said."""

    grid: str
    feature: str
    kept: str
    other: str


@dataclass(slots=True)
class Grids:
    """The grids that the kept package joined (slugs), cells, and the ids of all that changed."""

    joined: list[str] = field(default_factory=list)
    cells: int = 0
    conflicts: list[Kept] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)


def move_grids(gone_id: int, kept_id: int) -> Grids:
    """Put the kept package where the other was, with its cells; in a grid of both fill its cells.

    The grids that it joins come after its own, in the order in which the other had joined them.
    Rows are saved one by one, so that the merge is in their histories.
    """
    places = list(
        GridPackage.objects.filter(package_id__in=[gone_id, kept_id])
        .select_related("grid")
        .order_by("sequence", "id")
    )
    own = {place.grid_id: place for place in places if place.package_id == kept_id}
    others = [place for place in places if place.package_id == gone_id]
    joining = [place for place in others if place.grid_id not in own]
    moved = Grids([p.grid.slug for p in joining], touched=[p.grid_id for p in others])
    shared = {place.pk: own[place.grid_id] for place in others if place.grid_id in own}
    following = max((place.sequence for place in own.values()), default=-1) + 1
    for place in joining:
        place.package_id, place.sequence = kept_id, following
        following += 1
        place.save(update_fields=["package", "sequence"])
    if shared:
        _fill_cells(shared, moved)
        GridPackage.objects.filter(pk__in=shared).delete()
    return moved


def _fill_cells(shared: dict[int, GridPackage], moved: Grids) -> None:
    """Fill what the kept package's places lack; `shared` has them by the other's places' ids."""
    places = [*shared, *(place.pk for place in shared.values())]
    cells = Element.objects.filter(grid_package__in=places).select_related("feature").order_by("pk")
    own = {(c.grid_package_id, c.feature_id): c for c in cells if c.grid_package_id not in shared}
    changed = []
    for other in cells:
        place = shared.get(other.grid_package_id)
        if place is None or not other.text.strip():
            continue
        cell = own.get((place.pk, other.feature_id))
        if cell is None:
            other.grid_package_id = place.pk
            changed.append(other)
        elif not cell.text.strip():
            cell.text, cell.kind = other.text, other.kind
            cell.note, cell.source_url = other.note, other.source_url
            changed.append(cell)
        elif cell.text.strip() != other.text.strip():
            conflict = Kept(place.grid.slug, cell.feature.title, cell.text, other.text)
            moved.conflicts.append(conflict)
    for cell in changed:
        cell.version += 1
        cell.save()
    moved.cells = len(changed)
