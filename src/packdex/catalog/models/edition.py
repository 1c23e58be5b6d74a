"""Marks that change whenever a part of the catalogue does."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """The current edition of a part of the catalogue.

    `mark` is a random number, new at every change: what was made from one edition holds exactly
    as long as the mark is the same. A counter would not do: a transaction rolled back would give
    the same number to two different contents.
    """

    name = models.CharField(max_length=20, primary_key=True)
    mark = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.mark}"
