"""What a maintainer says to a report about what they maintain. Moderators decide about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog.actions import typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people.flags import LONGEST_ANSWER
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.maintainers import require_for
from packdex.catalog.models import Flag
from packdex.core.roles import Act, Actor, require


@transaction.atomic
def reply(actor: Actor, flag_id: int, text: str, at: datetime) -> None:
    """Say something to an open report; moderators and who sent it see it. Another takes its place.

    Raises RefusedError, InvalidError, and AlreadyError once a moderator has decided.
    """
    require(actor, Act.ANSWER_FLAG, owns=True)  # who may answer none learns nothing about ids
    told = typed.lines("reply", text, longest=LONGEST_ANSWER)
    if not told:
        raise InvalidError("reply", "is empty; say something to it.")
    rows = Flag.objects.select_for_update(of=("self",)).select_related("package", "grid")
    flag = rows.filter(pk=flag_id).first()
    thing = (flag.package or flag.grid) if flag else None
    if flag is None or thing is None:
        require(actor, Act.ANSWER_FLAG)
        raise InvalidError("flag", f"there is no such report {flag_id!r}.")
    require_for(actor, Act.ANSWER_FLAG, thing)
    if flag.state != Flag.State.OPEN:
        raise AlreadyError("A moderator has decided about this report already.")
    flag.reply, flag.replied_at, flag.replied_by_id = told, at, actor.id
    flag.save(update_fields=["reply", "replied_at", "replied_by"])
