"""A person who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from packdex.core.roles import Actor, Role


class User(AbstractUser):
    """A person's account, with the public names that the v3 API shows.

    `role` is what the person may do here (core/roles.py). `shows_favorites` is the switch that
    makes favourites part of the public profile; `told_by_mail` has them told of what others change
    of what they maintain.
    """

    github_account = models.CharField(max_length=100, blank=True, default="")
    bitbucket_url = models.CharField(max_length=100, blank=True, default="")
    gitlab_url = models.CharField(max_length=100, blank=True, default="")
    modified = models.DateTimeField(auto_now=True)
    role = models.PositiveSmallIntegerField(
        choices=[(role.value, role.name.lower()) for role in Role], default=Role.MEMBER.value
    )
    shows_favorites = models.BooleanField(default=False)
    told_by_mail = models.BooleanField(default=True)

    @property
    def account(self) -> str:
        """The name by which the APIs and the profile's address call this person."""
        return self.github_account or self.username

    @property
    def actor(self) -> Actor:
        """This person as whoever changes the catalogue is known there."""
        role = Role.ADMIN if self.is_superuser else Role(self.role)
        if not self.is_active:
            role = Role.READER
        return Actor(self.pk, self.account, role, self.date_joined)
