"""An invitation: to an account, to a role, or to look after a package or a grid."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from packdex.accounts.models.user import User
from packdex.core.roles import Role


class Invitation(models.Model):
    """Who is invited to what, by whom, and what came of it.

    `digest` is of the secret in its link, which is kept nowhere (accounts/invitations/secret.py).
    `email` is the one address that may accept it, "" for whoever has the link. `role` is what they
    are made at least; `package_id` or `grid_id` is what they are to look after, a key of tables
    that accounts do not know. `by` is None for the instance itself; with an account go the
    invitations that it made. `taken_by` is who made an account with it, or accepted it: nobody else
    can any more.
    """

    digest = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, blank=True, default="")
    role = models.PositiveSmallIntegerField(default=Role.MEMBER.value)
    package_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="invitations")
    created = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["by", "-created"], name="invitation_by_person"),
            models.Index(fields=["email", "sent_at"], name="invitation_to_address"),
            models.Index(fields=["-created"], name="invitation_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(package_id=None) | Q(grid_id=None), name="invitation_to_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
