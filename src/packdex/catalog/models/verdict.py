"""What was thought of each package when it was last judged."""

from __future__ import annotations

from django.db import models

from packdex.catalog.models.owner import OwnerKey
from packdex.catalog.models.package import Package


class PackageVerdict(models.Model):
    """The verdict on one package, and the inputs that it was made from. Derived: may be deleted.

    `inputs` are as core/verdict/inputs.py writes them; with `formula_version` and `judged_at` they
    explain the result at any later time. `lifecycle` is a key of its rules, `why` what showed it.
    `points` holds those of each signal that is known, by its key. The four dimensions are 0 to 100,
    None where too little is known for a number. `version` is the package's that it was made of: the
    verdict is current while that is the package's version.
    """

    package = OwnerKey(Package, related_name="verdict")
    version = models.PositiveBigIntegerField(default=0)
    formula_version = models.CharField(max_length=60)
    judged_at = models.DateTimeField()
    lifecycle = models.CharField(max_length=20)
    why = models.TextField(blank=True, default="")
    maintenance = models.PositiveSmallIntegerField(null=True)
    resilience = models.PositiveSmallIntegerField(null=True)
    currency = models.PositiveSmallIntegerField(null=True)
    security = models.PositiveSmallIntegerField(null=True)
    points = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "package"], name="verdict_by_lifecycle")]

    def __str__(self) -> str:
        return f"verdict on package {self.package_id}: {self.lifecycle}"
