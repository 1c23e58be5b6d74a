"""Marking packages as favourites. Who shows them to others is a setting of the account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog.actions.people.saying import keep_pace, one_at_a_time, seen_by
from packdex.catalog.models import Favorite, Package
from packdex.core.roles import CHANGES_AN_HOUR, Act, Actor, require


@transaction.atomic
def mark(actor: Actor, package_id: int, at: datetime) -> None:
    """Make the package a favourite of `actor`; twice is once.

    Raises RefusedError, and InvalidError where there is no such package.
    """
    require(actor, Act.USE)
    person = one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    if Favorite.objects.filter(by=actor.id, package=package).exists():
        return
    keep_pace(Favorite, actor, at, CHANGES_AN_HOUR[actor.is_new(at)])
    Favorite.objects.create(by_id=person, package=package, created=at)


@transaction.atomic
def unmark(actor: Actor, package_id: int) -> None:
    """Make the package no favourite any more. Raises as `mark` does."""
    require(actor, Act.USE)
    one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    Favorite.objects.filter(by=actor.id, package=package).delete()
