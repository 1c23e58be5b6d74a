"""A personal access token: what a program of somebody's shows instead of a password."""

from __future__ import annotations

from django.db import models

from packdex.accounts.models.user import User
from packdex.core.roles import Scope


class PersonalToken(models.Model):
    """A token of `user`, as far as it is kept: what it is called and may do, not what it is.

    `digest` is what accounts/tokens/text.py makes of the token, `start` its first characters, by
    which its owner knows it again. `scope` names scopes as OAuth2 does, parted by blanks.
    `used_at` is a time at which it was used, at most an hour before its last use. One that was
    taken back has no row.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="personal_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scope = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may be used for."""
        return frozenset(Scope(name) for name in self.scope.split())
