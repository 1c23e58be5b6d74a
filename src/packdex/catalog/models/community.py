"""What people say about packages: that they use one, like one, where it runs, what is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from packdex.catalog.models.grid import Grid
from packdex.catalog.models.package import Package
from packdex.catalog.models.revision import Revision


class Usage(models.Model):
    """A person uses a package. `Package.usage_count` counts these rows."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="usages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="usages")
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "package"], name="usage_once")]

    def __str__(self) -> str:
        return f"{self.by_id} uses {self.package_id}"


class Favorite(models.Model):
    """A package that a person marked as a favourite. Public only if the person shares them."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="favorites")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favorites")
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "package"], name="favorite_once")]

    def __str__(self) -> str:
        return f"{self.by_id} likes {self.package_id}"


class Example(models.Model):
    """A site that uses a package. Shown once a moderator let it."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="examples")
    title = models.CharField(max_length=100)
    url = models.CharField(max_length=1000)
    shown = models.BooleanField(default=False)
    created = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="examples"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "url"], name="example_once_a_package"),
        ]

    def __str__(self) -> str:
        return self.title


class Flag(models.Model):
    """Somebody reports something: a package, a grid, a revision or an example, exactly one.

    `state` is open, accepted or dismissed; `answer` is what the moderator said to it, `reply` what
    a maintainer of the package or grid said before.
    """

    class Kind(models.TextChoices):
        """What is wrong with it."""

        SPAM = "spam", "Spam or advertising"
        WRONG = "wrong", "Something here is wrong"
        DUPLICATE = "duplicate", "The same thing is listed twice"
        ABANDONED = "abandoned", "It is abandoned or replaced"
        HARMFUL = "harmful", "It is harmful"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DISMISSED = "dismissed"

    package = models.ForeignKey(Package, models.CASCADE, null=True, related_name="flags")
    grid = models.ForeignKey(Grid, models.CASCADE, null=True, related_name="flags")
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="flags")
    example = models.ForeignKey(Example, models.CASCADE, null=True, related_name="flags")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=1000)
    created = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="flags"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=1000, blank=True, default="")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    reply = models.CharField(max_length=1000, blank=True, default="")
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["state", "created"], name="flag_queue")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(package__isnull=False, grid=None, revision=None, example=None)
                    | Q(package=None, grid__isnull=False, revision=None, example=None)
                    | Q(package=None, grid=None, revision__isnull=False, example=None)
                    | Q(package=None, grid=None, revision=None, example__isnull=False)
                ),
                name="flag_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"
