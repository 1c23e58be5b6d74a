"""Who maintains a package or a grid, and who asked to be taken for a maintainer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from packdex.catalog.models.grid import Grid
from packdex.catalog.models.package import Package


class How(models.TextChoices):
    """By what somebody showed that a package is theirs."""

    FILE = "file", "a file in its repository"
    TOPIC = "topic", "a topic of its repository"
    REGISTRY = "registry", "a link that its project on the registry has"
    FORGE = "forge", "signing in where its repository is"
    INVITED = "invited", "an invitation"


class Maintainer(models.Model):
    """A person maintains a package or a grid, exactly one.

    `how` is what showed it, `evidence` where that was seen, for whoever wants to look again.
    `told_up_to` is the id of the last revision of it that they were told of by mail.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="maintains")
    package = models.ForeignKey(Package, models.CASCADE, null=True, related_name="maintainers")
    grid = models.ForeignKey(Grid, models.CASCADE, null=True, related_name="maintainers")
    since = models.DateTimeField()
    how = models.CharField(max_length=20, choices=How.choices)
    evidence = models.CharField(max_length=1000, blank=True, default="")
    told_up_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "package"], name="maintainer_of_package"),
            models.UniqueConstraint(fields=["person", "grid"], name="maintainer_of_grid"),
            models.CheckConstraint(
                condition=Q(package__isnull=False, grid=None) | Q(package=None, grid__isnull=False),
                name="maintainer_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} maintains {self.package_id or self.grid_id}"


class Claim(models.Model):
    """Somebody asked to be taken for a maintainer of a package, and what came of it.

    `reason` says why it was refused, or why a moderator took it back; nobody who was refused by a
    moderator is taken again.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        CHECKING = "checking"
        PROVED = "proved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    package = models.ForeignKey(Package, models.CASCADE, related_name="claims")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    created = models.DateTimeField()
    how = models.CharField(max_length=20, choices=How.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.CHECKING)
    reason = models.CharField(max_length=500, blank=True, default="")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["by", "-created"], name="claim_by_person"),
            models.Index(fields=["package", "-created"], name="claim_of_package"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} claims {self.package_id}: {self.outcome}"
