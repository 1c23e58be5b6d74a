"""Merging two packages by hand of a moderator: the history tells who did it and why."""

from __future__ import annotations

from datetime import datetime

from packdex.catalog.actions import typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.merging.merge import Merged, merge
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Package
from packdex.core.roles import Act, Actor, require


def merge_by(
    actor: Actor,
    gone_id: int,
    kept_id: int,
    at: datetime,
    *,
    origin: str,
    why: str = "",
    rehearse: bool = False,
) -> Merged:
    """Merge the first package into the second, as `merge` does, in one revision of the second.

    Raises RefusedError, InvalidError and MergeError.
    """
    require(actor, Act.MERGE)
    why = typed.why(why)
    names = dict(Package.objects.filter(pk__in=[gone_id, kept_id]).values_list("pk", "title"))
    for id_ in (gone_id, kept_id):
        if id_ not in names:
            raise InvalidError("package", f"there is no package {id_!r}; it may be merged already.")
    if rehearse:
        return merge(gone_id, kept_id, at, origin=origin, rehearse=True)
    about = About(f"{names[gone_id]} into {names[kept_id]}", package=kept_id)
    with revising(actor, verbs.MERGE, about, at=at, why=why):
        return merge(gone_id, kept_id, at, origin=origin)
