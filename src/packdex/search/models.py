"""What the search keeps about its index. The index's own tables are made by `engines`."""

from __future__ import annotations

from django.db import models


class IndexState(models.Model):
    """The one row that says which index is read.

    `generation` is the number in the names of its tables, `format` what they look like. `serial`
    grows with each entry that is written. `building_until`: somebody makes another index meanwhile,
    and says so again before that.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.PositiveBigIntegerField(default=0)
    format = models.PositiveIntegerField(default=0)
    serial = models.PositiveBigIntegerField(default=0)
    building_until = models.DateTimeField(null=True)
    built_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"generation {self.generation}"


class Stale(models.Model):
    """A package or a grid that changed, and whose entry in the index did not yet.

    `owner` is its number (`core.search.document.owner_of`). `mark` is random, and written anew with
    each change, so that a row which somebody else is working off waits for them.
    """

    owner = models.PositiveBigIntegerField(primary_key=True)
    mark = models.PositiveBigIntegerField()

    class Meta:
        verbose_name_plural = "stale"

    def __str__(self) -> str:
        return str(self.owner)
