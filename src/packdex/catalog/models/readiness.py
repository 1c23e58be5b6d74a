"""Which packages can be moved to which version of Python or Django, as far as that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from packdex.catalog.models.package import Package
from packdex.core.upgrade import answer as answers

_FIRST_DAY = date(1970, 1, 1)


class Readiness(models.Model):
    """The answer for one package and one version. Derived: may be deleted.

    There are rows only of what is known: a package without one is "not known". `target` is the
    version's number (core/upgrade/target.py), `since_day` the day of the release from which on it
    holds, in days since 1970 (UTC); 0: not known.
    """

    YES, NO, APART = 1, 2, 3
    CODES: ClassVar[Mapping[str, int]] = {answers.YES: YES, answers.NO: NO, answers.APART: APART}
    """The answers that are kept, as the column has them."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="readiness", db_index=False)
    target = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField()
    since_day = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "target"], name="readiness_once_a_target"),
        ]
        # A list of the packages with one answer, and what is counted of them, without the rows.
        indexes = [
            models.Index(
                fields=["target", "answer", "-since_day", "package"], name="readiness_by_answer"
            )
        ]

    def __str__(self) -> str:
        return f"package {self.package_id} and {self.target}: {self.answer}"

    @staticmethod
    def day_number(day: date | None) -> int:
        """The number of a day; 0 for None."""
        return 0 if day is None else max(0, (day - _FIRST_DAY).days)

    @staticmethod
    def day_of(number: int) -> date | None:
        """The day with that number; None for 0."""
        return _FIRST_DAY + timedelta(days=number) if number else None
