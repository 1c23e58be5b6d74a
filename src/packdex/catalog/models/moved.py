"""Where a package is that was merged into another, or has another slug now."""

from __future__ import annotations

from django.db import models

from packdex.catalog.models.package import Package
from packdex.catalog.models.versioned import SLUG_LENGTH


class MovedSlug(models.Model):
    """The id and the slug of a package that was merged into another, and which one that is.

    A package that has the id or the slug today comes before it. One slug may have been merged away
    more than once, an id only once.
    """

    former_id = models.BigIntegerField(primary_key=True)
    slug = models.CharField(max_length=SLUG_LENGTH)
    package = models.ForeignKey(Package, models.CASCADE, related_name="moved_slugs")
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["slug", "moved_at"], name="moved_slug")]

    def __str__(self) -> str:
        return self.slug


class PastSlug(models.Model):
    """A slug that a package had `until` then. A package that has it today comes before it."""

    slug = models.CharField(max_length=SLUG_LENGTH, primary_key=True)
    package = models.ForeignKey(Package, models.CASCADE, related_name="past_slugs")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
