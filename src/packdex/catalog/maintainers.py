"""Who maintains what, and what that lets them do."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from packdex.catalog.models import Claim, Flag, Grid, Maintainer, Package, Revision
from packdex.core.roles import Act, Actor, may, require


def maintains(actor: Actor, row: Package | Grid) -> bool:
    """Whether `actor` is among the maintainers of the package or grid. One query at most."""
    if actor.id is None:
        return False
    name = "package" if isinstance(row, Package) else "grid"
    return Maintainer.objects.filter(**{name: row.pk}, person=actor.id).exists()


def may_for(actor: Actor, act: Act, row: Package | Grid) -> bool:
    """Whether `actor` may do it to the package or grid. One query at most."""
    locked = row.is_locked
    return may(actor, act, locked=locked) or may(
        actor, act, locked=locked, owns=maintains(actor, row)
    )


def require_for(actor: Actor, act: Act, row: Package | Grid) -> None:
    """Raise RefusedError, with the reason, if `actor` may not do it. One query at most."""
    if not may_for(actor, act, row):
        require(actor, act, locked=row.is_locked)


def maintainers_of(row: Package | Grid) -> list[Maintainer]:
    """The maintainers with their accounts, the first one first. One query."""
    rows = row.maintainers.filter(person__is_active=True).select_related("person")
    return list(rows.order_by("since", "id"))


def maintained_by(person: int) -> list[Maintainer]:
    """What a person maintains and is not hidden, packages first, by title. One query."""
    rows = Maintainer.objects.filter(person=person).select_related("package", "grid")
    shown = rows.exclude(package__hidden=True).exclude(grid__hidden=True)
    return sorted(shown, key=lambda row: (row.grid is not None, title_of(row)))


def title_of(row: Maintainer) -> str:
    """What the thing is called, as it is ordered by."""
    thing = row.package or row.grid
    return thing.sort_title if thing else ""


def claims_of(package: Package, limit: int) -> list[Claim]:
    """The claims to a package, newest first, with who made them. One query."""
    rows = Claim.objects.filter(package=package).select_related("by", "withdrawn_by")
    return list(rows.order_by("-created", "-id")[:limit])


def changes_by_others(
    rows: Iterable[Maintainer], person: int, limit: int, *, since: int = 0
) -> list[Revision]:
    """The newest changes that others made to these things, after the one with the id `since`.

    One query.
    """
    about = _about(rows)
    if not about:
        return []
    found = Revision.objects.filter(about, id__gt=since).exclude(by=person)
    found = found.select_related("by")
    return list(found.order_by("-id")[:limit])


def reports_to_answer(rows: Iterable[Maintainer], limit: int) -> list[Flag]:
    """The open reports of these things, oldest first. One query."""
    about = _about(rows)
    if not about:
        return []
    found = Flag.objects.filter(about, state=Flag.State.OPEN).select_related("package", "grid")
    return list(found.order_by("created", "id")[:limit])


def _about(rows: Iterable[Maintainer]) -> Q:
    """What is about these things; falsy where there is none."""
    packages = [row.package_id for row in rows if row.package_id]
    grids = [row.grid_id for row in rows if row.grid_id]
    about = Q()
    if packages:
        about |= Q(package_id__in=packages)
    if grids:
        about |= Q(grid_id__in=grids)
    return about
