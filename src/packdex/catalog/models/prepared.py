"""Answers that are prepared beside the rows they are about. Derived: may be deleted at any time."""

from __future__ import annotations

from django.db import models

from packdex.catalog.models.category import Category
from packdex.catalog.models.grid import Grid
from packdex.catalog.models.owner import OwnerKey
from packdex.catalog.models.package import Package


class Prepared(models.Model):
    """The prepared answers about one row.

    They hold for the row's `version` that stands here, and for the `format` of the software and
    settings that made them; otherwise they are stale and made anew. documents.py writes them.
    `made_at` is when, in whole seconds since 1970 (UTC).
    """

    version = models.PositiveBigIntegerField()
    format = models.PositiveBigIntegerField()
    made_at = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class PreparedData(Prepared):
    """The JSON of both APIs about one row."""

    v4 = models.BinaryField(null=True)
    v3 = models.BinaryField(null=True)

    class Meta:
        abstract = True


class PackageAnswers(PreparedData):
    """The JSON about a package."""

    owner = OwnerKey(Package, related_name="answers")

    def __str__(self) -> str:
        return f"answers of package {self.owner_id}"


class PackagePage(Prepared):
    """The page of a package.

    It is larger than the JSON, takes more to make, and is read by other visitors. In a table of its
    own it can be left until somebody looks, and does not lie between the rows that lists read.
    """

    owner = OwnerKey(Package, related_name="page")
    page = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"page of package {self.owner_id}"


class PackageListing(Prepared):
    """A package as the results of a search list it."""

    owner = OwnerKey(Package, related_name="listing")
    row = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"listing of package {self.owner_id}"


class GridListing(Prepared):
    """A grid as the results of a search list it."""

    owner = OwnerKey(Grid, related_name="listing")
    row = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"listing of grid {self.owner_id}"


class VerdictAnswers(Prepared):
    """What is shown of the verdict on a package: its page, the JSON of v5, and the badge.

    Also gone when another verdict takes the place of the one that they were made of.
    """

    owner = OwnerKey(Package, related_name="verdict_answers")
    page = models.BinaryField(null=True)
    v5 = models.BinaryField(null=True)
    badge = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"answers about the verdict on package {self.owner_id}"


class GridAnswers(PreparedData):
    """The JSON about a grid."""

    owner = OwnerKey(Grid, related_name="answers")

    def __str__(self) -> str:
        return f"answers of grid {self.owner_id}"


class CategoryAnswers(PreparedData):
    """The JSON about a category."""

    owner = OwnerKey(Category, related_name="answers")

    def __str__(self) -> str:
        return f"answers of category {self.owner_id}"
