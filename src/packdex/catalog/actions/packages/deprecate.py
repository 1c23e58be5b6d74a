"""Saying that a package should not be chosen any more, and what to take instead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.packages.edit_package import open_package, show
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Package
from packdex.core.roles import Act, Actor

LONGEST_CHAIN = 100


@transaction.atomic
def deprecate(
    actor: Actor,
    package_id: int,
    reason: str,
    at: datetime,
    *,
    replaced_by: int | None = None,
    why: str = "",
) -> Package:
    """Deprecate a package, or give another reason or replacement for one that is.

    `reason` is shown on its page, `why` in its history. Raises RefusedError, and InvalidError,
    also where the replacement leads back to the package.
    """
    package = open_package(actor, package_id, Act.DEPRECATE_PACKAGE)
    told = typed.line("reason", reason, longest=500, needed=True)
    _check_replacement(package, replaced_by)
    stands = package.deprecated_at, package.deprecated_why, package.replaced_by_id
    if package.deprecated_at and stands[1:] == (told, replaced_by):
        return package
    about = About(package.title, package=package.pk)
    with revising(actor, verbs.DEPRECATE, about, at=at, why=typed.why(why)):
        package.deprecated_at = package.deprecated_at or at
        package.deprecated_by_id = actor.id
        package.deprecated_why, package.replaced_by_id = told, replaced_by
        package.modified, package.last_modified_by_id = at, actor.id
        package.save()
    _show(package, stands[2], replaced_by)
    return package


@transaction.atomic
def undeprecate(actor: Actor, package_id: int, at: datetime, *, why: str = "") -> Package:
    """Take a deprecation back. Raises RefusedError and InvalidError."""
    package = open_package(actor, package_id, Act.DEPRECATE_PACKAGE)
    if package.deprecated_at is None:
        return package
    replaced_by = package.replaced_by_id
    about = About(package.title, package=package.pk)
    with revising(actor, verbs.UNDEPRECATE, about, at=at, why=typed.why(why)):
        package.deprecated_at, package.deprecated_why = None, ""
        package.replaced_by = package.deprecated_by = None
        package.modified, package.last_modified_by_id = at, actor.id
        package.save()
    _show(package, replaced_by)
    return package


def _check_replacement(package: Package, replacement: int | None) -> None:
    """Follow the replacements of the replacement: none of them may be the package."""
    seen: set[int] = set()
    following = replacement
    while following is not None and following not in seen and len(seen) < LONGEST_CHAIN:
        if following == package.pk:
            raise InvalidError(
                "replaced_by", f"{package.title!r} would in the end be replaced by itself."
            )
        seen.add(following)
        found = Package.objects.filter(pk=following).values_list("replaced_by").first()
        if found is None:
            raise InvalidError("replaced_by", f"there is no package {following!r}.")
        following = found[0]


def _show(package: Package, *others: int | None) -> None:
    editions.touch(packages=[other for other in others if other is not None])
    show(package, {"deprecated_at"})
