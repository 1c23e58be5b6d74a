"""Who changed what, when and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """One thing that somebody did, with all the rows that it changed.

    What the rows were before and after is in their histories (revised.py), whose rows point here.
    `by` is None for what the instance itself did, and for accounts that are gone. `verb` is a name
    of `catalog.actions.verbs`. `about` is what the thing was called then, so that it can be read
    after it is gone. `package_id`, `grid_id` and `category_id` say on whose pages it is shown;
    their rows may be gone, too. `undoes` is the revision that this one took back.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True, default="")
    package_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="undone_by")

    class Meta:
        indexes = [
            models.Index(fields=["package_id", "-id"], name="revision_of_package"),
            models.Index(fields=["grid_id", "-id"], name="revision_of_grid"),
            models.Index(fields=["category_id", "-id"], name="revision_of_category"),
            models.Index(fields=["by", "-at"], name="revision_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"
