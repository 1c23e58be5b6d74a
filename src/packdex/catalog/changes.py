"""What a revision changed: each row with its values before and after.

The histories of rows (models/revised.py) hold what a row was after each change. What it was before
is the row of its history that stands before those of the revision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from packdex.catalog.actions.revising import REVISED

Values = dict[str, Any]

DATING = frozenset({"modified", "last_modified_by_id"})
"""Fields that say when and by whom something was changed: they change with every other one."""


@dataclass(slots=True)
class Change:
    """One row that a revision made (`before` is None), changed, or deleted (`after` is None).

    The values are those of the columns that have a history, by attribute: `category_id`.
    """

    model: type[Model]
    id: int
    before: Values | None
    after: Values | None

    @property
    def fields(self) -> list[str]:
        """The fields of a changed row that differ, without those of DATING; [] for other rows."""
        if self.before is None or self.after is None:
            return []
        before = self.before
        return [
            name
            for name, value in self.after.items()
            if name not in DATING and before.get(name) != value
        ]

    @property
    def values(self) -> Values:
        """What the row is after the change or, where it is gone, was before it."""
        return self.after or self.before or {}


@dataclass(slots=True)
class Changes:
    """The changes of one revision; `more`: there are others that were not asked for."""

    rows: list[Change] = field(default_factory=list)
    more: bool = False


def changes_of(revisions: Collection[int], most: int | None = None) -> dict[int, Changes]:
    """The changes of each of these revisions, by id; at most `most` rows of each table of each.

    Two queries for each table with a history, whatever the number of revisions. Rows of which
    nothing but the date changed are left out.
    """
    found = {id_: Changes() for id_ in revisions}
    for model in REVISED:
        for revision, change in _of_model(model, revisions, most):
            changes = found[revision]
            if change is None:
                changes.more = True
            elif change.before is None or change.after is None or change.fields:
                changes.rows.append(change)
    return found


def _of_model(
    model: Any, revisions: Collection[int], most: int | None
) -> Iterable[tuple[int, Change | None]]:
    """Each change of rows of `model`, with its revision; None for one that was one too many."""
    history = model.revisions.model
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    last = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    rows = history.objects.filter(revision__in=revisions).annotate(earlier=last)
    if most is not None:
        place = Window(RowNumber(), partition_by=F("revision"), order_by="history_id")
        rows = rows.annotate(place=place).filter(place__lte=most + 1)
    of_row: dict[tuple[int, int], list[Any]] = {}
    counts: dict[int, int] = {}
    for row in rows.order_by("history_id"):
        counts[row.revision_id] = counts.get(row.revision_id, 0) + 1
        if most is None or counts[row.revision_id] <= most:
            of_row.setdefault((row.revision_id, row.id), []).append(row)
    before = history.objects.in_bulk([of[0].earlier for of in of_row.values() if of[0].earlier])
    names = [column.attname for column in history.tracked_fields]
    for (revision, id_), of in of_row.items():
        first, end = of[0], of[-1]
        # The row of a deletion holds what was deleted.
        known = first if first.history_type == "-" else before.get(first.earlier)
        known = None if first.history_type == "+" else known
        yield (
            revision,
            Change(
                model,
                id_,
                _values(known, names),
                None if end.history_type == "-" else _values(end, names),
            ),
        )
    if most is not None:
        yield from ((revision, None) for revision, count in counts.items() if count > most)


def _values(row: Any, names: Iterable[str]) -> Values | None:
    return None if row is None else {name: getattr(row, name) for name in names}
