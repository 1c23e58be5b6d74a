"""Who maintains a package or a grid: becoming one, and not being one any more."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.packages.declare import declare
from packdex.catalog.actions.people.saying import one_at_a_time
from packdex.catalog.maintainers import require_for
from packdex.catalog.models import Claim, Grid, How, Maintainer, Package, Revision
from packdex.core.roles import Act, Actor, require

Row = TypeVar("Row", Package, Grid)


@transaction.atomic
def become(person: int, row: Package | Grid, how: How, evidence: str, at: datetime) -> None:
    """Make the account with the id `person` a maintainer, as `how` has shown; twice is once.

    They are told by mail of what others change from now on.
    """
    last = Revision.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    name = "package" if isinstance(row, Package) else "grid"
    Maintainer.objects.get_or_create(
        person_id=person,
        **{name: row},
        defaults={"since": at, "how": how, "evidence": evidence[:1000], "told_up_to": last},
    )
    _touch(row)


@transaction.atomic
def be_invited(
    inviter: Actor | None, person: Actor, table: type[Row], id_: int, at: datetime
) -> Row:
    """Make `person` a maintainer because `inviter` (None: the instance) asked them to.

    Raises RefusedError where the inviter may not any more, InvalidError where there is no such
    thing any more.
    """
    one_at_a_time(person)
    found: Row | None = table._default_manager.filter(pk=id_).first()
    if found is None or found.hidden or person.id is None:
        raise InvalidError(table.__name__.lower(), "is not there any more.")
    if inviter is not None:
        require_for(inviter, Act.INVITE_MAINTAINER, found)
    become(person.id, found, How.INVITED, "", at)
    return found


@transaction.atomic
def stop(actor: Actor, maintainer_id: int, at: datetime, *, why: str = "") -> None:
    """Have somebody be no maintainer any more: oneself, or, for moderators, anybody.

    Who was put out by a moderator, who has to say why, cannot claim the package again, and what
    they said of how it stands goes, too. Raises RefusedError and InvalidError.
    """
    rows = Maintainer.objects.select_for_update(of=("self",)).select_related("package", "grid")
    found = rows.filter(pk=maintainer_id).first()
    own = found is not None and actor.id is not None and found.person_id == actor.id
    if not own:
        require(actor, Act.REMOVE_MAINTAINER)
        why = typed.line("why", why, longest=typed.LONGEST_WHY, needed=True)
    if found is None:
        raise InvalidError("maintainer", "is none any more.")
    found.delete()
    if not own and found.package is not None:
        if found.package.declared_by_id == found.person_id:
            declare(actor, found.package.pk, "", "", at)
        Claim.objects.create(
            package=found.package,
            by_id=found.person_id,
            created=at,
            how=found.how,
            outcome=Claim.Outcome.WITHDRAWN,
            reason=why,
            withdrawn_by_id=actor.id,
        )
    row = found.package or found.grid
    if row is not None:
        _touch(row)


def _touch(row: Package | Grid) -> None:
    if isinstance(row, Package):
        editions.touch(packages=[row.pk])
    else:
        editions.touch(grids=[row.pk])
