"""Saying that one uses a package, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions.people.saying import keep_pace, one_at_a_time, seen_by
from packdex.catalog.models import Package, Usage
from packdex.core.roles import CHANGES_AN_HOUR, Act, Actor, require


@transaction.atomic
def use(actor: Actor, package_id: int, at: datetime) -> None:
    """Count `actor` among those who use the package; twice is once.

    Raises RefusedError, and InvalidError where there is no such package.
    """
    require(actor, Act.USE)
    person = one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    if Usage.objects.filter(by=actor.id, package=package).exists():
        return
    keep_pace(Usage, actor, at, CHANGES_AN_HOUR[actor.is_new(at)])
    Usage.objects.create(by_id=person, package=package, created=at)
    _count(package)


@transaction.atomic
def stop_using(actor: Actor, package_id: int) -> None:
    """Count `actor` no longer; who was not counted stays so. Raises as `use` does."""
    require(actor, Act.USE)
    one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    gone, _ = Usage.objects.filter(by=actor.id, package=package).delete()
    if gone:
        _count(package)


def _count(package: Package) -> None:
    """Write down how many there are. The package's row is locked, so nobody else counts now.

    They are counted and not added to, so that a number that was wrong once becomes right.
    """
    count = Usage.objects.filter(package=package).count()
    Package.objects.filter(pk=package.pk).update(usage_count=count)
    editions.touch(packages=[package.pk])
