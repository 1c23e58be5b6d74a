"""What the API keeps of requests: how many writes there were, and the answers to named ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Spent(models.Model):
    """How many writes a caller has sent since `began` (seconds since 1970, UTC).

    `key` names a person or a token. A row each, which is written over.
    """

    key = models.CharField(max_length=80, primary_key=True)
    began = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Answered(models.Model):
    """The answer to a POST that came with an Idempotency-Key, to be given again.

    `request` is the digest of what was asked. `status` is None while it is being answered.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
