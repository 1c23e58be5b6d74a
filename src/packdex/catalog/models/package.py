"""Packages: what people wrote about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from packdex.catalog.models.category import Category
from packdex.catalog.models.hideable import Shown
from packdex.catalog.models.plain import Plain
from packdex.catalog.models.revised import Revisions
from packdex.catalog.models.versioned import Versioned, slug_constraint, slug_field
from packdex.core.titles import sort_key

if TYPE_CHECKING:
    from packdex.catalog.past import Past


class Declared(models.TextChoices):
    """How a package stands, in the word of who maintains it; "" where they said nothing."""

    FINISHED = "finished", "Finished: quiet because nothing is missing"
    NEEDS_HELP = "needs-help", "Needs help: somebody should join or take over"


class Package(Versioned):
    """A package of the directory: only what people enter. What sources report is in PackageFacts.

    `repo_url` and `pypi_url` are kept as entered. `documentation_url` keeps "" (there is none)
    apart from None (nobody said). `modified` is the time of the last edit by a person.
    `deprecated_at` is when people said that it should not be chosen any more, `deprecated_why` in
    their words, `replaced_by` what to take instead. `declared` is how it stands by the word of a
    maintainer, `declared_by` who said so, `declared_why` in their words. A locked one is edited by
    editors and its maintainers only, a hidden one shown to moderators only. `usage_count` is the
    number of people who use it. `past` is what `queries.packages_to_show` loads beside the row;
    None: it was not loaded.
    """

    past: Past | None = None

    objects: ClassVar[models.Manager[Package]] = models.Manager()
    shown = Shown["Package"]()

    title = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200, editable=False)
    slug = slug_field()
    category = models.ForeignKey(Category, models.PROTECT, related_name="packages")
    repo_url = models.CharField(max_length=1000, blank=True, default="")
    pypi_url = models.CharField(max_length=1000, blank=True, default="")
    documentation_url = models.CharField(max_length=1000, blank=True, null=True)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    last_modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    deprecated_at = models.DateTimeField(null=True)
    deprecated_why = models.CharField(max_length=500, blank=True, default="")
    deprecated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
    declared = models.CharField(max_length=20, choices=Declared.choices, blank=True, default="")
    declared_why = models.CharField(max_length=500, blank=True, default="")
    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    is_locked = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    usage_count = models.PositiveIntegerField(default=0, editable=False)
    revisions = Revisions(excluded=("version", "sort_title", "usage_count"))

    class Meta:
        constraints = [slug_constraint("package")]
        indexes = [
            models.Index(fields=["sort_title", "id"], name="package_by_title"),
            models.Index(fields=["category", "sort_title", "id"], name="package_by_category"),
            models.Index(fields=["created"], name="package_by_created"),
            models.Index(Plain("slug"), name="package_by_plain_slug"),
            models.Index(Plain("repo_url"), name="package_by_repository"),
            models.Index(Plain("pypi_url"), name="package_by_project"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean_fields(self, exclude: object = None) -> None:
        """Fill the derived sort title, then check the fields as Django does."""
        self.sort_title = sort_key(self.title)
        super().clean_fields(exclude)  # type: ignore[arg-type]
