"""The exchange's table."""

from __future__ import annotations

from django.db import models


class ImportRun(models.Model):
    """One import, and how far it has come: what lets the next one continue after a sudden end.

    It is written in the same transaction as what it tells of. `source` is the absolute path or the
    address that was imported; `fingerprint` changes when files do, so that a place in them is not
    mistaken for one in others. `stage` is what was read last (a file, or a list of the service),
    `position` the place in it, None at the start. `counts` has, for each kind of object, how many
    were created, changed, unchanged and refused. `problems` are the first of them, `problem_count`
    is how many there were. `finished_at` is None while it runs, and after it was killed.
    """

    source = models.CharField(max_length=4096)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    stage = models.CharField(max_length=4096, blank=True, default="")
    position = models.JSONField(null=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="import_run_by_start")]

    def __str__(self) -> str:
        return f"import of {self.source}"
