"""What sources reported about a package. Only sources write here; people never do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from packdex.catalog.models.owner import OwnerKey
from packdex.catalog.models.package import Package
from packdex.catalog.models.plain import Plain


class PackageFacts(models.Model):
    """The current facts of one package. None means: not known.

    `last_updated` is the committer date of the tip of the default branch; `last_fetched` the time
    when facts were last taken successfully, from any source. `commits_over_52` holds 52 numbers,
    oldest week first, or is empty when there is no history. `participants` holds logins in the
    order of their contributions. `links` holds pairs of a label and an address. `address` is where
    the repository is now, when its forge told. `owners` are accounts on the registry. `downloads`
    are those of the last month that was told. `bot_commits` and the `has_…` flags are of the whole
    history and of the tip of the default branch, as git has them. `requirements` are those of the
    registry's version.
    """

    package = OwnerKey(Package, related_name="facts")
    last_updated = models.DateTimeField(null=True)
    last_fetched = models.DateTimeField(null=True)
    stars = models.PositiveBigIntegerField(null=True)
    forks = models.PositiveBigIntegerField(null=True)
    description = models.TextField(blank=True, default="")
    commits_over_52 = models.JSONField(default=list)
    participants = models.JSONField(default=list)

    registry_version = models.CharField(max_length=200, null=True)
    released_at = models.DateTimeField(null=True)
    registry_summary = models.TextField(null=True)
    licence = models.TextField(null=True)
    licence_source = models.CharField(max_length=20, null=True)
    requires_python = models.CharField(max_length=200, null=True)
    classifiers = models.JSONField(default=list)
    requirements = models.JSONField(null=True)
    links = models.JSONField(default=list)
    project_status = models.CharField(max_length=20, null=True)
    project_status_reason = models.TextField(null=True)
    attested = models.BooleanField(null=True)
    attested_version = models.CharField(max_length=200, null=True)
    owners = models.JSONField(null=True)
    downloads = models.PositiveBigIntegerField(null=True)

    address = models.CharField(max_length=1000, null=True)
    open_issues = models.PositiveBigIntegerField(null=True)
    archived = models.BooleanField(null=True)
    is_fork = models.BooleanField(null=True)
    default_branch = models.CharField(max_length=255, null=True)
    topics = models.JSONField(default=list)
    repository_licence = models.CharField(max_length=200, null=True)

    contributor_count = models.PositiveIntegerField(null=True)
    bot_commits = models.PositiveIntegerField(null=True)
    has_tests = models.BooleanField(null=True)
    has_ci = models.BooleanField(null=True)
    ci_mark = models.CharField(max_length=100, null=True)
    ci_read = models.CharField(max_length=100, null=True)
    ci_versions = models.JSONField(null=True)
    has_changelog = models.BooleanField(null=True)
    has_licence_file = models.BooleanField(null=True)

    class Meta:
        verbose_name_plural = "package facts"
        indexes = [
            models.Index(fields=["stars", "package"], name="facts_by_stars"),
            models.Index(fields=["released_at", "package"], name="facts_by_release"),
            models.Index(fields=["last_updated", "package"], name="facts_by_update"),
            models.Index(
                fields=["package"], condition=Q(last_fetched=None), name="facts_never_taken"
            ),
            models.Index(Plain("address"), name="facts_by_address"),
        ]

    def __str__(self) -> str:
        return f"facts of package {self.package_id}"


class Release(models.Model):
    """A release of a package on its registry. `uploaded_at` is None when no file tells it.

    `declared` is what it says of Python and Django (core/upgrade/declared.py); the registry tells
    it only of its current version, so it is None of releases that were never seen as that one.
    """

    package = models.ForeignKey(Package, models.CASCADE, related_name="releases")
    version = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(null=True)
    yanked = models.BooleanField(default=False)
    yanked_reason = models.TextField(null=True)
    requires_python = models.CharField(max_length=200, null=True)
    declared = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "version"], name="release_once_a_package"),
        ]

    def __str__(self) -> str:
        return self.version


class SourceState(models.Model):
    """How one source of one package stands: when it was last asked, and what came of it.

    `source` is the source's name ("registry", or "import" for facts that came with an import).
    `succeeded_at` moves only when facts were really taken. `error` is the reason of the failure
    since then, None when there was none, and `error_at` since when it fails for that reason.
    `etag` is what the source gave for the next question, or whatever else tells it what we hold.

    `serial` is the source's own number of the state that we hold, where it numbers them, and
    `serial_seen` the one that it last told.

    `due_at` is when to ask next (None: never by itself), `span_s` the current span between two
    questions in seconds, `failures` how many there were in a row. Whoever asks holds the row until
    `lease_until`; a row whose lease has run out is free again, whatever became of its holder.
    `host` is where the question goes, so that a host in trouble can be left alone as a whole.
    """

    package = models.ForeignKey(Package, models.CASCADE, related_name="sources")
    source = models.CharField(max_length=20)
    origin = models.CharField(max_length=1000, blank=True, default="")
    etag = models.CharField(max_length=500, null=True)
    attempted_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    error = models.TextField(null=True)
    error_at = models.DateTimeField(null=True)
    serial = models.BigIntegerField(null=True)
    serial_seen = models.BigIntegerField(null=True)
    host = models.CharField(max_length=255, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    span_s = models.PositiveIntegerField(null=True)
    failures = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "source"], name="state_once_a_source"),
        ]
        # What the freshness page counts, without a walk over the whole table.
        indexes = [
            models.Index(fields=["source", "due_at"], name="state_by_due"),
            models.Index(fields=["source", "succeeded_at"], name="state_by_success"),
            models.Index(
                fields=["lease_until"], condition=Q(lease_until__isnull=False), name="state_in_hand"
            ),
            models.Index(
                fields=["host"], condition=Q(error_at__isnull=False), name="state_in_trouble"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} of package {self.package_id}"


class Host(models.Model):
    """A host that sources are asked at, while it is in trouble or wants to be left alone.

    Nothing is asked there before `not_before`. `failures` counts those in a row that were the
    host's own (no connection, busy), not those of one package.
    """

    name = models.CharField(max_length=255, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name
