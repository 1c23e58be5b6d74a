"""Histories of rows, written while somebody changes something (catalog.actions.revising).

What the instance does by itself in bulk (imports, refreshes) writes none: it would be a row for
each package each time, about things that nobody decided. The first change by a person writes down
what stood there before, so that every change has a difference and can be undone.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.signals import pre_delete, pre_save
from simple_history.models import HistoricalRecords

from packdex.catalog.models.revision import Revision

current: ContextVar[Revision | None] = ContextVar("current revision", default=None)
"""The revision that changes belong to now. None: changes leave no history."""


class OfRevision(models.Model):
    """What a row of a history has besides the row's values.

    `revision` is None in a row that says what stood there before a change: the first one, or one
    after something that left no history.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")

    class Meta:
        abstract = True


class Revisions(HistoricalRecords):  # type: ignore[misc]
    """The history of a model, as `Model.revisions`. `excluded` names fields that nobody decides."""

    def __init__(self, *, excluded: tuple[str, ...] = (), **options: Any) -> None:
        options |= {"bases": (OfRevision,), "excluded_fields": list(excluded)}
        super().__init__(**options)

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Listen, once the model is complete, to what happens to its rows."""
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            pre_save.connect(self._before, sender=sender, weak=False)
            pre_delete.connect(self._before, sender=sender, weak=False)

    def post_save(
        self,
        instance: models.Model,
        created: bool,  # noqa: FBT001 - as the library calls it
        using: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Write down what the row is now, if it was changed as part of a revision."""
        if current.get() is not None:
            super().post_save(instance, created, using=using, **kwargs)

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        """Write down what the row was, if it was deleted as part of a revision."""
        if current.get() is not None:
            super().post_delete(instance, using=using, **kwargs)

    def create_historical_record(
        self, instance: models.Model, history_type: str, using: str | None = None
    ) -> None:
        """Write one row of the history, which belongs to the current revision."""
        revision = current.get()
        if revision is not None:
            self._write(instance, history_type, revision.at, revision)

    def _before(self, sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        """Write down what stands there, unless the history says it already.

        It does not before the first change of a row, nor where something was written in bulk since.
        """
        revision = current.get()
        if revision is None or instance.pk is None:
            return
        key = {sender._meta.pk.attname: instance.pk}
        rows = getattr(sender, self.manager_name).filter(**key)
        last = rows.order_by("-history_id").first()
        if last is not None and last.revision_id == revision.pk:
            return
        stored = sender._default_manager.filter(**key).first()
        if stored is None:
            return
        names = [field.attname for field in self.fields_included(stored)]
        told = last is not None and last.history_type != "-"
        if not told or any(getattr(last, name) != getattr(stored, name) for name in names):
            self._write(stored, "~", getattr(stored, "modified", revision.at), None)

    def _write(
        self, instance: models.Model, kind: str, at: datetime, revision: Revision | None
    ) -> None:
        fields = self.fields_included(instance)
        values = {field.attname: getattr(instance, field.attname) for field in fields}
        getattr(instance, self.manager_name).model(
            history_date=at,
            history_type=kind,
            history_user_id=revision.by_id if revision else None,
            revision=revision,
            **values,
        ).save()
