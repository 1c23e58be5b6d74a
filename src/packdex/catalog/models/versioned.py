"""What every row with prepared answers has."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

SLUG_LENGTH = 50

validate_slug = RegexValidator(
    r"^[-a-z0-9_]+\Z",
    "Use lower-case letters, digits, hyphens and underscores only.",
)


def slug_field() -> models.CharField[str, str]:
    """A slug of the contract: unique, lower-case, at most 50 characters; a final `-` is good."""
    return models.CharField(max_length=SLUG_LENGTH, unique=True, validators=[validate_slug])


class Versioned(models.Model):
    """A row whose answers are prepared.

    `version` grows with each write that an answer about this row could show. Whoever writes calls
    `editions.touch`; reads compare the version.
    """

    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def slug_constraint(table: str) -> models.CheckConstraint:
    """The constraint that slugs of `table` are lower-case and not empty."""
    return models.CheckConstraint(
        condition=models.Q(slug=Lower("slug")) & ~models.Q(slug=""),
        name=f"{table}_slug_lower_case",
    )
