"""Work that is done once a day, by whichever worker comes first."""

from __future__ import annotations

from django.db import models


class Chore(models.Model):
    """A daily chore: the last day (UTC) it was finished for, and until when somebody is at it."""

    name = models.CharField(max_length=20, primary_key=True)
    finished_for = models.DateField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}, done for {self.finished_for}"
