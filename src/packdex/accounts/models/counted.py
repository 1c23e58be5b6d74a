"""How often something was tried lately."""

from __future__ import annotations

from django.db import models


class Counted(models.Model):
    """A count that all processes of an instance share: Django's cache in the database.

    Read and written by Django alone (CACHES in the settings), whose columns these are; here so
    that the table is made with all others. `value` is pickled, base64.
    """

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_counted"

    def __str__(self) -> str:
        return self.cache_key
