"""Rows that moderators may hide: spam, and what breaks the law."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Shown(models.Manager[Row]):
    """The rows that are not hidden, as `Model.shown`: the ones for everything that people see."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Without those that are hidden."""
        return super().get_queryset().filter(hidden=False)
