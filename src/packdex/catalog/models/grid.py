"""Grids: packages compared, feature by feature."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from packdex.catalog.models.hideable import Shown
from packdex.catalog.models.package import Package
from packdex.catalog.models.revised import Revisions
from packdex.catalog.models.versioned import Versioned, slug_constraint, slug_field
from packdex.core.titles import sort_key


class Grid(Versioned):
    """A comparison of packages for one purpose.

    `header` is the contract's mark for grids shown in the site's header. `placeholder` marks one
    that is known only by a link to it: its title and slug are made up until its object arrives.
    A locked one is edited by editors only. A hidden one is shown to moderators only.
    """

    objects: ClassVar[models.Manager[Grid]] = models.Manager()
    shown = Shown["Grid"]()

    title = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200, editable=False)
    slug = slug_field()
    description = models.TextField(blank=True, default="")
    is_locked = models.BooleanField(default=False)
    header = models.BooleanField(default=False)
    placeholder = models.BooleanField(default=False)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    hidden = models.BooleanField(default=False)
    packages = models.ManyToManyField(Package, through="GridPackage", related_name="grids")
    revisions = Revisions(excluded=("version", "sort_title", "placeholder"))

    class Meta:
        constraints = [slug_constraint("grid")]
        indexes = [models.Index(fields=["sort_title", "id"], name="grid_by_title")]

    def __str__(self) -> str:
        return self.title

    def clean_fields(self, exclude: object = None) -> None:
        """Fill the derived sort title, then check the fields as Django does."""
        self.sort_title = sort_key(self.title)
        super().clean_fields(exclude)  # type: ignore[arg-type]


class GridPackage(models.Model):
    """A package's place in a grid.

    `position` orders the packages of one grid as its editors want them. `sequence` orders the
    grids of one package: the order in which it was put into them, which v3 and v4 show.
    """

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="grid_packages")
    package = models.ForeignKey(Package, models.CASCADE, related_name="grid_packages")
    position = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    revisions = Revisions()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grid", "package"], name="package_once_a_grid"),
        ]
        indexes = [
            models.Index(fields=["grid", "position"], name="grid_package_order"),
            models.Index(fields=["package", "sequence"], name="package_grid_order"),
        ]

    def __str__(self) -> str:
        return f"package {self.package_id} in grid {self.grid_id}"


class Feature(models.Model):
    """A row of a grid that people fill in."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="features")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    position = models.PositiveIntegerField()
    revisions = Revisions()

    class Meta:
        indexes = [models.Index(fields=["grid", "position"], name="feature_order")]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """A cell of a grid: what one package has of one feature, as people wrote it.

    `kind` is one of core/comparison/elements.py, or "" for a text whose kind was not told; `text`
    stays as it was typed. `source_url` is where it can be read. `version` grows with each change,
    so that a form that was opened before another change is known to be stale.
    """

    feature = models.ForeignKey(Feature, models.CASCADE, related_name="elements")
    grid_package = models.ForeignKey(GridPackage, models.CASCADE, related_name="elements")
    text = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=10, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    source_url = models.CharField(max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    revisions = Revisions(excluded=("version",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feature", "grid_package"], name="element_once_a_cell"),
        ]

    def __str__(self) -> str:
        return self.text
