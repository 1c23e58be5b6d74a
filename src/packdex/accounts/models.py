"""People who sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person's account, with the public names that the v3 API shows."""

    github_account = models.CharField(max_length=100, blank=True, default="")
    bitbucket_url = models.CharField(max_length=100, blank=True, default="")
    gitlab_url = models.CharField(max_length=100, blank=True, default="")
    modified = models.DateTimeField(auto_now=True)

    @property
    def account(self) -> str:
        """The name by which the APIs and the profile's address call this person."""
        return self.github_account or self.username
