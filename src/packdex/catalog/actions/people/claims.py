"""Claiming a package: who asks to be taken for its maintainer, and what came of looking."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people.maintaining import become
from packdex.catalog.actions.people.saying import AlreadyError, keep_pace, one_at_a_time, seen_by
from packdex.catalog.models import Claim, How, Maintainer, Package
from packdex.core.roles import CLAIMS_AN_HOUR, Act, Actor, RefusedError, require

CLAIMED_BY = (How.FILE, How.TOPIC, How.REGISTRY, How.FORGE)


@transaction.atomic
def begin(actor: Actor, package_id: int, how: str, at: datetime) -> Claim:
    """Note that `actor` claims the package, before anybody is asked whether it is so.

    Raises RefusedError, also after a moderator took an earlier claim back; InvalidError; and
    AlreadyError for who maintains it.
    """
    require(actor, Act.CLAIM)
    person = one_at_a_time(actor)
    package = seen_by(actor, Package, package_id)
    if how not in CLAIMED_BY:
        raise InvalidError("how", f"{how[:20]!r} is none of {', '.join(CLAIMED_BY)}.")
    if Maintainer.objects.filter(person=person, package=package).exists():
        raise AlreadyError("You maintain this package already.")
    earlier = Claim.objects.filter(by=person, package=package, outcome=Claim.Outcome.WITHDRAWN)
    if withdrawn := earlier.order_by("-id").first():
        raise RefusedError(f"A moderator took your claim to this package back: {withdrawn.reason}")
    keep_pace(Claim, actor, at, CLAIMS_AN_HOUR[actor.is_new(at)])
    return Claim.objects.create(package=package, by_id=person, created=at, how=how)


@transaction.atomic
def prove(claim: Claim, evidence: str, at: datetime) -> None:
    """Make who claims it a maintainer. `evidence` is the address at which that was seen."""
    claim.outcome, claim.reason = Claim.Outcome.PROVED, ""
    claim.save(update_fields=["outcome", "reason"])
    become(claim.by_id, claim.package, How(claim.how), evidence, at)


def refuse(claim: Claim, reason: str) -> None:
    """Note why nothing came of it."""
    claim.outcome, claim.reason = Claim.Outcome.REFUSED, reason[:500]
    claim.save(update_fields=["outcome", "reason"])
