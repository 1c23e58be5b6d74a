"""Categories."""

from __future__ import annotations

from django.db import models

from packdex.catalog.models.revised import Revisions
from packdex.catalog.models.versioned import Versioned, slug_constraint, slug_field


class Category(Versioned):
    """A kind of package. Each package is in exactly one.

    `placeholder` marks one that is known only by a link to it: its title and slug are made up
    until its object arrives.
    """

    title = models.CharField(max_length=100)
    slug = slug_field()
    description = models.TextField(blank=True, default="")
    title_plural = models.CharField(max_length=100, blank=True, default="")
    show_pypi = models.BooleanField(default=True)
    placeholder = models.BooleanField(default=False)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    revisions = Revisions(excluded=("version", "placeholder"))

    class Meta:
        verbose_name_plural = "categories"
        constraints = [slug_constraint("category")]

    def __str__(self) -> str:
        return self.title
