"""Changing what people wrote: every change is a revision, and nothing happens outside of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from packdex.catalog.actions.errors import TooMuchError
from packdex.catalog.models import Category, Element, Feature, Grid, GridPackage, Package, Revision
from packdex.catalog.models.revised import current
from packdex.core.roles import CHANGES_AN_HOUR, Actor

REVISED = (Category, Package, Grid, GridPackage, Feature, Element)
"""The models with a history, in an order in which rows can be made anew."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class About:
    """What a revision is about: what it is called, and the things on whose pages it is shown."""

    name: str
    package: int | None = None
    grid: int | None = None
    category: int | None = None


@contextmanager
def revising(
    actor: Actor,
    verb: str,
    about: About,
    *,
    at: datetime,
    why: str = "",
    undoes: Revision | None = None,
) -> Iterator[Revision]:
    """Everything that is saved or deleted inside becomes one revision, in one transaction.

    Only `save` and `delete` of rows are noticed, not `update` or `bulk_create`. If nothing was
    changed there is no revision. Raises TooMuchError when an account does too much in an hour.
    """
    with transaction.atomic():
        keep_pace(actor, at)
        revision = Revision.objects.create(
            at=at,
            by_id=actor.id,
            verb=verb,
            about=about.name[:300],
            why=why[:500],
            package_id=about.package,
            grid_id=about.grid,
            category_id=about.category,
            undoes=undoes,
        )
        token = current.set(revision)
        try:
            yield revision
        finally:
            current.reset(token)
        if not any(model.revisions.filter(revision=revision).exists() for model in REVISED):
            revision.delete()


def keep_pace(actor: Actor, now: datetime) -> None:
    """Raise TooMuchError if `actor` has made as many changes in the last hour as are let."""
    if actor.id is None:
        return
    most = CHANGES_AN_HOUR[actor.is_new(now)]
    made = Revision.objects.filter(by_id=actor.id, at__gt=now - HOUR)
    if made.count() >= most:
        raise TooMuchError(
            f"That were {most} changes within an hour, the most for "
            + ("an account that is new here." if actor.is_new(now) else "one account.")
            + " Go on a little later.",
            seconds_until_less(made.order_by("-at").values_list("at", flat=True), most, now),
        )


def seconds_until_less(times: QuerySet[Any, datetime], most: int, now: datetime) -> int:
    """After how many seconds fewer than `most` of `times`, newest first, are of the last hour."""
    return max(1, int((times[most - 1] + HOUR - now).total_seconds()) + 1)
