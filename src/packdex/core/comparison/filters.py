"""Whether a package fits what a visitor looks for; that may also be unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from enum import Enum

from packdex.core.comparison.facts import supports_django, supports_python
from packdex.core.comparison.permission import allows
from packdex.core.comparison.table import Subject
from packdex.core.comparison.view import View
from packdex.core.events import QUIET_AFTER


class Fits(Enum):
    """Unknown is neither: what nobody told of a package does not speak against it."""

    YES = True
    NO = False
    UNKNOWN = None


def wanted(subject: Subject, view: View, today: date) -> Fits:
    """Whether the subject fits all filters of the view, seen from `today` (UTC)."""
    told = set(_answers(subject, view, today))
    return Fits.NO if False in told else Fits.UNKNOWN if None in told else Fits.YES


def _answers(subject: Subject, view: View, today: date) -> Iterator[bool | None]:
    facts = subject.facts
    if view.q:
        text = f"{subject.title} {subject.slug} {subject.summary}".casefold()
        yield all(word in text for word in view.q.casefold().split())
    if view.maintained:
        yield maintained(subject, today)
    if view.licence:
        yield allows(facts.licence, view.licence)
    if view.python:
        yield supports_python(facts, view.python)
    if view.django:
        yield supports_django(facts, view.django)


def maintained(subject: Subject, today: date) -> bool | None:
    """Whether somebody released or committed within a year, and the package is not at rest.

    None when neither time is known, or one is not and the other is longer ago.
    """
    if subject.resting:
        return False
    times = (subject.facts.last_commit, subject.facts.released)
    days = [(today - at.astimezone(UTC).date()).days for at in times if at is not None]
    if any(age < QUIET_AFTER.days for age in days):
        return True
    return False if len(days) == len(times) else None
