"""Reads for comparisons: a grid, or any packages, as a table of core/comparison.

Rows come as plain values and not as model instances: a grid of 300 packages and 40 features has
12,000 elements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from django.db.models import Aggregate, Q, TextField

from packdex.catalog import kept_subjects, written_rows
from packdex.catalog.compared_facts import subjects_of
from packdex.catalog.members import Members, Version, members
from packdex.catalog.models import (
    Element,
    Feature,
    Grid,
    GridPackage,
    MovedSlug,
    Package,
)
from packdex.core.comparison.elements import Element as Said
from packdex.core.comparison.elements import stored_each
from packdex.core.comparison.table import FeatureRow, Subject, Table, build


def grid_table(grid: Grid, today: date, known: Members | None = None) -> Table:
    """All packages of a grid in its editors' order, and all its features.

    Five queries; two less where no package changed since it was last compared, two less as long as
    nobody edits the grid, and one less where its members are `known`.

    Hidden packages are left out. `today` (UTC) is the day from which ages are told.
    """
    known = known or members(grid.pk)
    if known is None:
        return build([], [], today)
    found = _subjects(known.packages, today)
    here = [
        (place, found[package.id])
        for place, package in zip(known.places, known.packages, strict=True)
        if package.id in found
    ]
    places = [place for place, _ in here]
    rows = written_rows.rows(grid.pk, known.version, places, lambda: _written(grid.pk, places))
    return build([subject for _, subject in here], rows, today)


def _subjects(packages: Sequence[Version], today: date) -> dict[int, Subject]:
    """Those of these packages that are still there, by id. Two queries at most."""
    return kept_subjects.subjects(packages, today, lambda ids: subjects_of(ids, today))


def _written(grid: int, places: Sequence[int]) -> list[FeatureRow]:
    """The features of a grid, with the elements for these places in it. Two queries."""
    cells = _cells(Q(feature__grid=grid), {place: at for at, place in enumerate(places)})
    nothing = [None] * len(places)
    features = Feature.objects.filter(grid=grid).order_by("position", "id")
    named = features.values_list("id", "title", "description")
    return [FeatureRow(*told, cells.get(told[0], nothing)) for told in named]


def packages_table(slugs: Sequence[str], today: date) -> tuple[Table, list[str]]:
    """The packages with these slugs, in this order, and the slugs that name none.

    A slug of a package that was merged into another gives that one; hidden packages are none. The
    rows that people write are those of the grids that hold at least two of the packages, where
    something is said of any of them. Eight queries at most, two of them for slugs that name none.
    """
    named = _packages(Q(slug__in=slugs), "slug")
    if missing := [slug for slug in slugs if slug not in named]:
        named |= _moved(missing)
    found = _subjects([*set(named.values())], today)
    ids = dict.fromkeys(named[slug].id for slug in slugs if slug in named)
    subjects = [found[id_] for id_ in ids if id_ in found]
    unknown = [slug for slug in dict.fromkeys(slugs) if slug not in named]
    return build(subjects, _shared(subjects), today), unknown


def _packages(which: Q, by: str) -> dict[Any, Version]:
    """The packages that are not hidden, by the value of the column `by`. One query."""
    rows = Package.shown.filter(which).values_list(by, "id", "version", "usage_count")
    return {key: Version(*row) for key, *row in rows}


def _moved(slugs: Sequence[str]) -> dict[str, Version]:
    """The packages that those with these slugs were merged into, the last one of each slug."""
    found = MovedSlug.objects.filter(slug__in=slugs).order_by("moved_at")
    moved = dict(found.values_list("slug", "package_id"))
    if not moved:
        return {}
    kept = _packages(Q(pk__in=set(moved.values())), "id")
    return {slug: kept[id_] for slug, id_ in moved.items() if id_ in kept}


def _shared(subjects: Sequence[Subject]) -> list[FeatureRow]:
    """The features that people filled in for some of these in grids that hold several of them.

    Three queries at most.
    """
    at = {subject.id: number for number, subject in enumerate(subjects)}
    entries = GridPackage.objects.filter(package__in=list(at), grid__hidden=False)
    members: dict[int, dict[int, int]] = {}
    for place, grid, package in entries.order_by("id").values_list("id", "grid_id", "package_id"):
        members.setdefault(grid, {})[place] = at[package]
    places = {
        place: number
        for grid in members.values()
        if len(grid) > 1
        for place, number in grid.items()
    }
    cells = _cells(Q(grid_package__in=list(places)), places, len(subjects)) if places else {}
    if not cells:
        return []
    features = Feature.objects.filter(pk__in=list(cells)).order_by(
        "grid__sort_title", "grid_id", "position", "id"
    )
    rows = features.values_list("id", "title", "description", "grid__title")
    return [FeatureRow(id_, title, text, cells[id_], group) for id_, title, text, group in rows]


def _cells(
    which: Q, places: Mapping[int, int], size: int | None = None
) -> dict[int, list[Said | None]]:
    """The elements of each feature of which something is said, `size` of them, None for unknown.

    `places` tells at which index the element of a place in a grid stands. One query.
    """
    length = len(places) if size is None else size
    rows = Element.objects.filter(which).order_by().values_list("feature_id")
    cells: dict[int, list[Said | None]] = {}
    for feature, *written in rows.annotate(**{f"{name}s": _Listed(name) for name in _READ}):
        row = cells[feature] = [None] * length
        members, *said = map(orjson.loads, written)
        for place, element in zip(members, stored_each(*said), strict=True):
            if (at := places.get(place)) is not None:
                row[at] = element
    return {feature: row for feature, row in cells.items() if any(row)}


_READ = ("grid_package_id", "kind", "text", "note", "source_url")


class _Listed(Aggregate):
    """The values of a group as the text of a JSON array: all elements of a feature are one row.

    That takes half the time of a row for each. All lists of one group are in the same order.
    """

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        written = "%(function)s(%(expressions)s)::text"
        return self.as_sql(compiler, connection, function="JSON_AGG", template=written, **context)
