"""Saying how a package stands, as those who maintain it do: finished, or in need of help."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog.actions import typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.packages.edit_package import open_package, show
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Declared, Package
from packdex.core.roles import Act, Actor

LONGEST_REASON = 500


@transaction.atomic
def declare(actor: Actor, package_id: int, status: str, reason: str, at: datetime) -> Package:
    """Say that the package is `status`, one of Declared, or take back what was said ("").

    `reason` is shown with it. That nobody should choose it any more is said by `deprecate`. Raises
    RefusedError and InvalidError.
    """
    package = open_package(actor, package_id, Act.DECLARE)
    if status and status not in Declared.values:
        names = ", ".join(Declared.values)
        raise InvalidError("status", f"{status[:20]!r} is none of {names}.")
    told = typed.line("reason", reason, longest=LONGEST_REASON) if status else ""
    if (package.declared, package.declared_why) == (status, told):
        return package
    with revising(actor, verbs.DECLARE, About(package.title, package=package.pk), at=at):
        package.declared, package.declared_why = status, told
        package.declared_at = at if status else None
        package.declared_by_id = actor.id if status else None
        package.modified, package.last_modified_by_id = at, actor.id
        package.save()
    show(package, {"declared"})
    return package
