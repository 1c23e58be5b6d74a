"""Security advisories about packages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models

from packdex.catalog.models.package import Package
from packdex.core import advisories

_SOME_TIME = datetime.min.replace(tzinfo=UTC)


class Advisory(models.Model):
    """An advisory about a package's project, whether or not it affects the current version.

    `name` is its identifier and `aliases` those that it has elsewhere; `project` is the normalised
    name that it was found by. `severity` holds vectors or words as they were told. `affected` keeps
    what it says of versions, so that a new version can be compared without the dump.

    `affects_current` says whether the package's current version is affected, None where that cannot
    be said, and `fixed_in` which version above that one is the nearest without it, where one is
    told.
    """

    package = models.ForeignKey(Package, models.CASCADE, related_name="advisories")
    name = models.CharField(max_length=200)
    project = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)
    summary = models.TextField(null=True)
    severity = models.TextField(blank=True, default="")
    published = models.DateTimeField(null=True)
    affected = models.JSONField(default=list)
    affects_current = models.BooleanField(null=True)
    fixed_in = models.CharField(max_length=200, null=True)

    class Meta:
        verbose_name_plural = "advisories"
        constraints = [
            models.UniqueConstraint(fields=["package", "name"], name="advisory_once_a_package"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, package_id: int, project: str, told: advisories.Advisory) -> Advisory:
        """What `told` says of one project, as the row of a package; nothing is stored."""
        return cls(
            package_id=package_id,
            name=told.id,
            project=project,
            aliases=list(told.aliases),
            summary=told.summary,
            severity=", ".join(score for _, score in told.severity),
            published=told.published,
            affected=[_written(part) for part in told.affected if part.project == project],
        )

    def assess(self, version: str | None) -> bool:
        """Compare with the package's current version; returns whether that changed anything."""
        before = self.affects_current, self.fixed_in
        self.affects_current = self.fixed_in = None
        if version is not None:
            told = self.told()
            self.affects_current = advisories.affects(told, self.project, version)
            if self.affects_current is not False:
                self.fixed_in = advisories.nearest_fix([told], self.project, version)
        return before != (self.affects_current, self.fixed_in)

    def told(self) -> advisories.Advisory:
        """What it says of versions, as it is compared; the rest is left out."""
        parts = tuple(_read(self.project, part) for part in self.affected)
        return advisories.Advisory(
            self.name, (), None, (), parts, published=None, modified=_SOME_TIME, withdrawn=None
        )


def _written(part: advisories.Affected) -> dict[str, Any]:
    ranges = [[[event.kind, event.version] for event in events] for events in part.ranges]
    return {"ranges": ranges, "versions": sorted(part.versions)}


def _read(project: str, part: dict[str, Any]) -> advisories.Affected:
    ranges = tuple(
        tuple(advisories.Event(kind, version) for kind, version in events)
        for events in part["ranges"]
    )
    return advisories.Affected(project, ranges, frozenset(part["versions"]))
