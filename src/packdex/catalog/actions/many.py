"""Deleting and making many rows at once, with their histories: a grid may have thousands of cells.

Row by row it would take minutes, during which nobody else could write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from packdex.catalog.actions import rows
from packdex.catalog.models import Revision
from packdex.catalog.models.revised import current


def delete(gone: Iterable[Model]) -> None:
    """Delete rows of one model on which nothing hangs any more, as part of the current revision."""
    wanted = list(gone)
    revision = current.get()
    if not wanted or revision is None:
        return
    model = type(wanted[0])
    write_history(model, ((row, revision) for row in wanted), "-", revision.at)
    token = current.set(None)  # their histories are written
    try:
        for part in rows.parts([row.pk for row in wanted]):
            model._default_manager.filter(pk__in=part).delete()
    finally:
        current.reset(token)


def make(new: Sequence[Model]) -> None:
    """Store new rows of one model with their own keys, as part of the current revision."""
    revision = current.get()
    if not new or revision is None:
        return
    model = type(new[0])
    model._default_manager.bulk_create(new, batch_size=rows.PART)
    write_history(model, ((row, revision) for row in new), "+", revision.at)


def write_history(
    model: Any, told: Iterable[tuple[Model, Revision]], kind: str, at: datetime
) -> None:
    """Write rows into their histories as they are: "+" made, "~" changed, "-" deleted."""
    history = model.revisions.model
    names = [column.attname for column in history.tracked_fields]
    history.objects.bulk_create(
        (
            history(
                history_date=at,
                history_type=kind,
                history_user_id=revision.by_id,
                revision=revision,
                **{name: getattr(row, name) for name in names},
            )
            for row, revision in told
        ),
        batch_size=rows.PART,
    )
