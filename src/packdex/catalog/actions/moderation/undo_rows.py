"""Taking rows back to what they were: what was made goes, what was deleted is made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, ForeignKey, Model

from packdex.catalog import documents, editions
from packdex.catalog.actions import many
from packdex.catalog.actions.grids.grid_rows import renumber
from packdex.catalog.actions.imports.entries import SORT_TITLE_LENGTH
from packdex.catalog.actions.revising import REVISED
from packdex.catalog.changes import Change
from packdex.catalog.models import Category, Element, Feature, Grid, GridPackage, Package
from packdex.core.roles import Actor
from packdex.core.titles import sort_key

Rows = Mapping[tuple[type[Model], int], Model]

MANY = frozenset({GridPackage, Feature, Element})
"""What a grid has so many of that they are made and deleted in bulk."""

# More answers than these are made anew by whoever reads them first.
PREPARED_AT_ONCE = 20


def stored_rows(changes: Iterable[Change]) -> Rows:
    """The rows of these changes as they stand, by model and id. A query for each model."""
    ids: dict[type[Model], list[int]] = {}
    for change in changes:
        ids.setdefault(change.model, []).append(change.id)
    return {
        (model, id_): row
        for model, wanted in ids.items()
        for id_, row in model._default_manager.in_bulk(wanted).items()
    }


def take_back(changes: Sequence[Change], stored: Rows, actor: Actor, at: datetime) -> None:
    """Give the rows their values before the changes. Call it inside of `revising`.

    Rows go before those that they hang on, and come after them.
    """
    ordered = sorted(changes, key=lambda change: REVISED.index(change.model))
    for model in reversed(REVISED):
        gone = [
            stored[model, change.id]
            for change in ordered
            if change.model is model and change.before is None and (model, change.id) in stored
        ]
        if model in MANY:
            many.delete(gone)
        else:
            for each in gone:
                each.delete()
    for change in ordered:
        row = stored.get((change.model, change.id))
        if change.before is not None and change.after is not None and row is not None:
            _set(row, {name: change.before[name] for name in change.fields}, actor, at)
            row.save()
    for model in REVISED:
        deleted = [c for c in ordered if c.model is model and c.after is None and c.before]
        versions = _next_versions(deleted) if model is Element else {}
        made = [_anew(change, versions, actor, at) for change in deleted]
        if model in MANY:
            many.make(made)
        else:
            for row in made:
                row.save(force_insert=True)
    _order(changes)


def show(changes: Sequence[Change]) -> None:
    """Have all that shows these rows be made anew."""
    packages, grids, categories, features = set[int](), set[int](), set[int](), set[int]()
    for change in changes:
        for values in filter(None, (change.before, change.after)):
            packages.add(change.id if change.model is Package else values.get("package_id", 0))
            grids.add(change.id if change.model is Grid else values.get("grid_id", 0))
            if change.model is Category:
                categories.add(change.id)
            elif change.model is Element:
                features.add(values["feature_id"])
            elif change.model is Package and "replaced_by_id" in change.fields:
                packages.add(values["replaced_by_id"] or 0)
    grids |= set(Feature.objects.filter(pk__in=features).values_list("grid", flat=True))
    own = {change.id for change in changes if change.model is Package}
    named = {change.id for change in changes if change.model is Grid}
    shown_in = GridPackage.objects.filter(package__in=own).values_list("grid", flat=True)
    members = GridPackage.objects.filter(grid__in=named).values_list("package", flat=True)
    filed = Package.objects.filter(category__in=categories).values_list("pk", flat=True)
    replaced = Package.objects.filter(replaced_by__in=own).values_list("pk", flat=True)
    tables = {editions.PACKAGES: own, editions.GRIDS: named, editions.CATEGORIES: categories}
    editions.touch(
        packages=packages.union(members, filed, replaced),
        grids=grids.union(shown_in),
        categories=categories,
        orders=[name for name, ids in tables.items() if ids],
    )
    if len(own) <= PREPARED_AT_ONCE:
        documents.prepare(documents.PACKAGE, own)


def _set(row: Any, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Grid | Package):
        row.sort_title = sort_key(row.title)[:SORT_TITLE_LENGTH]
    if isinstance(row, Grid | Package | Category):
        row.modified = at
    if isinstance(row, Package):
        row.last_modified_by_id = actor.id
    if isinstance(row, Element):
        row.version += 1


def _next_versions(deleted: Sequence[Change]) -> dict[tuple[int, int], int]:
    """For each cell a version that none of its elements ever had.

    A form that was opened while it was there before must not pass for a current one.
    """
    features = {change.values["feature_id"] for change in deleted}
    past = Element.revisions.filter(feature__in=features)
    counted = past.values_list("feature_id", "grid_package_id").annotate(count=Count("history_id"))
    return {(feature, place): count for feature, place, count in counted}


def _anew(
    change: Change, versions: Mapping[tuple[int, int], int], actor: Actor, at: datetime
) -> Model:
    """A deleted row as it was, with its id. What it only mentioned and is gone is left out."""
    values = dict(change.before or {})
    for column in change.model._meta.concrete_fields:
        if isinstance(column, ForeignKey) and column.null and values.get(column.attname):
            known = column.related_model._default_manager.filter(pk=values[column.attname])
            if not known.exists():
                values[column.attname] = None
    row = change.model(pk=change.id)
    if isinstance(row, Element):
        row.version = versions.get((values["feature_id"], values["grid_package_id"]), 0)
    _set(row, values, actor, at)
    return row


def _order(changes: Sequence[Change]) -> None:
    """Put features and packages at the places that they had in their grids."""
    places: dict[tuple[type[Feature] | type[GridPackage], int], dict[int, int]] = {}
    for change in changes:
        model = change.model
        if model is not Feature and model is not GridPackage:
            continue
        fixed = places.setdefault((model, change.values["grid_id"]), {})
        if change.before and (change.after is None or "position" in change.fields):
            fixed[change.id] = change.before["position"]
    for (model, grid), fixed in places.items():
        renumber(model, grid, fixed)
