"""What stands in the way of taking a change back: later changes, and what is there by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from packdex.catalog.actions import rows
from packdex.catalog.changes import DATING, Change, changes_of
from packdex.catalog.models import (
    Category,
    Element,
    Feature,
    Grid,
    GridPackage,
    Package,
    Revision,
)

ORDER = frozenset({"position", "sequence"})
"""Fields that only tell an order: rows move up and down when others come and go."""

BELOW: dict[type[Model], tuple[tuple[type[Model], str], ...]] = {
    Category: ((Package, "category_id"),),
    Package: ((GridPackage, "package_id"), (Package, "replaced_by_id")),
    Grid: ((GridPackage, "grid_id"), (Feature, "grid_id")),
    GridPackage: ((Element, "grid_package_id"),),
    Feature: ((Element, "feature_id"),),
}
"""What points to rows of each table, and would have to go with them."""

ALONE: dict[type[Model], tuple[str, ...]] = {
    Category: ("slug",),
    Package: ("slug",),
    Grid: ("slug",),
    GridPackage: ("grid_id", "package_id"),
    Element: ("feature_id", "grid_package_id"),
}
"""The fields whose values only one row of the table can have."""

NEEDED = {
    "category_id": Category,
    "package_id": Package,
    "grid_id": Grid,
    "feature_id": Feature,
    "grid_package_id": GridPackage,
}
"""The rows without which a row cannot be."""


@dataclass(slots=True)
class Ground:
    """What is there, and what will be, when changes are taken back.

    `there` are rows by model and id, `made` those that come back and `going` those that go;
    `cells` are the elements of features and places.
    """

    there: set[tuple[type[Model], int]] = field(default_factory=set)
    made: set[tuple[type[Model], int]] = field(default_factory=set)
    going: set[tuple[type[Model], int]] = field(default_factory=set)
    cells: dict[tuple[int, int], int] = field(default_factory=dict)


def ground_of(changes: Sequence[Change]) -> Ground:
    """What stands around these changes. A query for each 500 rows of each table."""
    ground = Ground()
    needed: dict[type[Model], set[int]] = {model: set() for model in NEEDED.values()}
    for change in changes:
        if change.after is None:
            ground.made.add((change.model, change.id))
        if change.before is None:
            ground.going.add((change.model, change.id))
        for column, id_ in (change.before or {}).items():
            if column in NEEDED and id_ is not None:
                needed[NEEDED[column]].add(id_)
    for model, ids in needed.items():
        for part in rows.parts(ids):
            found = model._default_manager.filter(pk__in=part).values_list("pk", flat=True)
            ground.there |= {(model, id_) for id_ in found}
    features = {c.values["feature_id"] for c in changes if c.model is Element}
    cells = Element.objects.filter(feature__in=features)
    ground.cells = {(f, p): id_ for id_, f, p in cells.values_list("pk", "feature", "grid_package")}
    return ground


def problem(change: Change, ground: Ground, current: Model | None) -> str:
    """Why this change cannot be taken back now, as a sentence; "" when it can.

    `ground` is that of all changes that are taken back with it, `current` its row as it stands.
    """
    if change.after is None:
        return _of_deleted(change, ground, current)
    if current is None:
        return f"The {_name(change)} is gone by now."
    checked = set(change.fields) if change.before else change.after.keys() - DATING
    # Who made it is forgotten when the account goes; that is no change of the row.
    checked -= ORDER | {"created_by_id"}
    if any(getattr(current, name) != change.after[name] for name in checked):
        return f"The {_name(change)} was changed since."
    if change.before is None:
        return _of_created(change, ground)
    back = {name: change.before[name] for name in change.fields}
    return _of_values(change, back, ground)


def later_than(revision: Revision, changes: Sequence[Change]) -> list[Revision]:
    """The later revisions that touched the same fields or rows, oldest first.

    Those that were taken back, and what took them back, are left out: nothing is left of them.
    """
    candidates: set[int] = set()
    for change in changes:
        candidates |= _later_ids(change.model, "id", change.id, revision)
        if change.before is None:
            for model, column in BELOW.get(change.model, ()):
                candidates |= _later_ids(model, column, change.id, revision)
    told = changes_of(candidates)
    wanted = {id_ for id_ in candidates if _overlap(changes, told[id_].rows)}
    found = Revision.objects.in_bulk(wanted)
    left: list[Revision] = []
    cancelled: set[int] = set()
    for id_ in sorted(found, reverse=True):
        if id_ in cancelled:
            continue
        undone = found[id_].undoes_id
        if undone is not None and undone in found:
            cancelled.add(undone)
        else:
            left.append(found[id_])
    return left[::-1]


def moved_since(change: Change, later: Sequence[Revision]) -> bool:
    """Whether one of the later revisions put a row elsewhere that this change moved.

    Others' moves change positions too, so that these cannot be compared.
    """
    if "position" not in change.fields:
        return False
    told = changes_of([revision.pk for revision in later])
    return any(
        row.model is change.model and row.id == change.id and "position" in row.fields
        for found in told.values()
        for row in found.rows
    )


def _of_deleted(change: Change, ground: Ground, current: Model | None) -> str:
    if current is not None:
        return f"The {_name(change)} is there again."
    return _of_values(change, change.before or {}, ground)


def _of_created(change: Change, ground: Ground) -> str:
    """What came below the row since would go with it."""
    for model, column in BELOW.get(change.model, ()):
        below = model._default_manager.filter(**{column: change.id}).values_list("pk", flat=True)
        if any((model, id_) not in ground.going for id_ in below):
            return f"Something was added to the {_name(change)} since."
    return ""


def _of_values(change: Change, back: dict[str, Any], ground: Ground) -> str:
    """Whether the row can have these values (again)."""
    for column, model in NEEDED.items():
        id_ = back.get(column)
        if id_ is not None and (model, id_) not in ground.made and (model, id_) not in ground.there:
            return f"The {_word(model)} that the {_name(change)} belonged to is gone."
    columns = ALONE.get(change.model, ())
    if back.keys() & set(columns) and change.before:
        values = {column: change.before[column] for column in columns}
        if change.model is Element:
            taken = ground.cells.get(tuple(values.values()), change.id) != change.id
        else:
            same = change.model._default_manager.filter(**values).exclude(pk=change.id)
            taken = same.exists()
        if taken:
            return f"Something else stands where the {_name(change)} was."
    return ""


def _later_ids(model: Any, column: str, value: int, revision: Revision) -> set[int]:
    past = model.revisions.filter(**{column: value}, revision__gt=revision.pk)
    return set(past.values_list("revision", flat=True))


def _overlap(ours: Sequence[Change], theirs: Sequence[Change]) -> bool:
    of_row = {(change.model, change.id): change for change in ours}
    for their in theirs:
        our = of_row.get((their.model, their.id))
        if our is None:
            if any(_is_below(their, change) for change in ours if change.before is None):
                return True
        elif not (our.fields and their.fields) or set(our.fields) & set(their.fields):
            return True
    return False


def _is_below(row: Change, created: Change) -> bool:
    return any(
        row.model is model and row.values.get(column) == created.id
        for model, column in BELOW.get(created.model, ())
    )


_WORDS: dict[Any, str] = {GridPackage: "package's place in the grid", Element: "cell"}


def _word(model: type[Model]) -> str:
    return _WORDS.get(model) or str(model._meta.verbose_name)


def _name(change: Change) -> str:
    title = change.values.get("title")
    return f"{_word(change.model)} {title!r}" if title else _word(change.model)
