"""What refreshing and adding keep between two steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Chore(models.Model):
    """A daily chore: the last day (UTC) it was finished for, and until when somebody is at it."""

    name = models.CharField(max_length=20, primary_key=True)
    finished_for = models.DateField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}, done for {self.finished_for}"


class Look(models.Model):
    """A look that a person had at what might be added, and what it showed.

    Kept here and not in the form, so that nobody can change the facts on their way. `pasted` is
    what it named, without credentials. `preview` is JSON as refresh/kept.py writes it, None until
    the sources have been asked. The rows of an hour also say how many looks a person had.
    """

    key = models.CharField(max_length=32, primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    pasted = models.CharField(max_length=2000)
    preview = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["by", "at"], name="look_by_person"),
            models.Index(fields=["at"], name="look_by_time"),
        ]

    def __str__(self) -> str:
        return self.pasted
