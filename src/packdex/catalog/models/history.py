"""What was, day by day, and what happened. Append only."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from packdex.catalog.models.owner import OwnerKey
from packdex.catalog.models.package import Package
from packdex.catalog.models.plain import Plain

FIRST_DAY = date(2020, 1, 1)
_DAYS = 1 << 16


class Snapshot(models.Model):
    """The figures of one package on one day (UTC). None: not known.

    The primary key is made of the package and the day, so that a row needs no index beside the
    table: a year of 6,000 packages stays below 100 MB. `commits` are those of the 52 weeks before.
    """

    DAYS = _DAYS
    """Keys of one package: from its id times this, one a day."""

    id = models.BigIntegerField(primary_key=True)
    stars = models.PositiveIntegerField(null=True)
    forks = models.PositiveIntegerField(null=True)
    open_issues = models.PositiveIntegerField(null=True)
    commits = models.PositiveIntegerField(null=True)
    contributors = models.PositiveIntegerField(null=True)
    downloads = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"package {self.package_id} on {self.day}"

    @staticmethod
    def key(package_id: int, day: date) -> int:
        """The primary key of a package's row for `day`; days before 2020 have none."""
        number = (day - FIRST_DAY).days
        if not 0 <= number < _DAYS:
            raise ValueError(f"no snapshots are kept of {day}")
        return package_id * _DAYS + number

    @staticmethod
    def of(package_id: int) -> models.QuerySet[Snapshot]:
        """The rows of one package, oldest first."""
        first = package_id * _DAYS
        return Snapshot.objects.filter(id__gte=first, id__lt=first + _DAYS).order_by("id")

    @property
    def package_id(self) -> int:
        """The package's id."""
        return self.id // _DAYS

    @property
    def day(self) -> date:
        """The day, in UTC."""
        return FIRST_DAY + timedelta(days=self.id % _DAYS)


class Event(models.Model):
    """Something that happened to a package, with what shows it. core/events.py has the kinds."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()
    source = models.CharField(max_length=20)
    evidence = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["package", "at"], name="event_by_package"),
            models.Index(fields=["at"], name="event_by_time"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of package {self.package_id}"


class PackageHistory(models.Model):
    """What git said of a package's repository: enough to derive weekly commits on any later day.

    `days` holds the number of commits of each UTC day, as core/daily.py writes it, `bot_days` those
    among them that programs wrote (None: they were not told apart); `head` the tip of
    `default_branch` that both were counted from. `refs_at` is when git was last asked for all of
    its refs; what came since was fetched by the forge's word.

    `told_head` and `told_tags` are the refs that the forge told when either was last another one,
    at `told_at`: None once git was asked about them. The tags are how many there are, and the name
    and the object id of each of the newest; None where they were not told.
    """

    package = OwnerKey(Package, related_name="history")
    head = models.CharField(max_length=64)
    days = models.BinaryField()
    bot_days = models.BinaryField(null=True)
    contributors = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    refs_at = models.DateTimeField(null=True)
    told_head = models.CharField(max_length=64, blank=True, default="")
    told_tags = models.JSONField(null=True)
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"history of package {self.package_id}"


class PastAddress(models.Model):
    """An address that a package's repository had before it moved, so that it is still found."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="past_addresses")
    address = models.CharField(max_length=1000)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "address"], name="address_once_a_package"),
        ]
        indexes = [
            models.Index(fields=["address"], name="past_address"),
            models.Index(Plain("address"), name="past_plain_address"),
        ]

    def __str__(self) -> str:
        return self.address
