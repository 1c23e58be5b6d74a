"""Reporting that something is wrong, and answering such reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction

from packdex.catalog.actions import typed
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.people import examples
from packdex.catalog.actions.people.saying import AlreadyError, keep_pace, one_at_a_time, seen_by
from packdex.catalog.models import Example, Flag, Grid, Package
from packdex.catalog.revisions import revisions_to_show
from packdex.core.roles import REPORTS_AN_HOUR, Act, Actor, may, require

LONGEST_REASON = LONGEST_ANSWER = 1000


class Reported(StrEnum):
    """What can be reported."""

    PACKAGE = "package"
    GRID = "grid"
    REVISION = "revision"
    EXAMPLE = "example"


class Thing(NamedTuple):
    """One thing that is reported."""

    table: Reported
    id: int


@transaction.atomic
def report(actor: Actor, thing: Thing, kind: str, reason: str, at: datetime) -> Flag:
    """Tell the moderators that something is wrong with `thing`; `kind` is one of Flag.Kind.

    Raises RefusedError, InvalidError, and AlreadyError while an earlier report by the same person
    about the same thing is open.
    """
    require(actor, Act.FLAG)
    person = one_at_a_time(actor)
    _check_thing(actor, thing)
    if kind not in Flag.Kind.values:
        raise InvalidError("kind", f"{kind[:20]!r} is none of {', '.join(Flag.Kind.values)}.")
    reason = typed.lines("reason", reason, longest=LONGEST_REASON)
    if not reason:
        raise InvalidError("reason", "is empty; say what is wrong, in a sentence or two.")
    if open_by(actor, thing) is not None:
        raise AlreadyError("You have reported this before; a moderator will look at it.")
    keep_pace(Flag, actor, at, REPORTS_AN_HOUR[actor.is_new(at)])
    about = {f"{thing.table}_id": thing.id}
    return Flag.objects.create(kind=kind, reason=reason, created=at, by_id=person, **about)


def open_by(actor: Actor, thing: Thing) -> Flag | None:
    """The open report of `thing` by `actor`, if there is one. One query."""
    flags = Flag.objects.filter(by=actor.id, state=Flag.State.OPEN)
    return flags.filter(**{f"{thing.table}_id": thing.id}).first()


@transaction.atomic
def accept(actor: Actor, flag_id: int, answer: str, at: datetime) -> None:
    """Say that the report was right. Raises as all answers do (`_answering`)."""
    with _answering(actor, flag_id, answer, at) as flag:
        flag.state = Flag.State.ACCEPTED


@transaction.atomic
def dismiss(actor: Actor, flag_id: int, answer: str, at: datetime) -> None:
    """Say that nothing is to be done. Raises as all answers do (`_answering`)."""
    with _answering(actor, flag_id, answer, at) as flag:
        flag.state = Flag.State.DISMISSED


@transaction.atomic
def accept_and_take_away(actor: Actor, flag_id: int, answer: str, at: datetime) -> None:
    """Say that the report was right, and hide the package or grid, or remove the example.

    Raises as all answers do (`_answering`), and InvalidError for a report of a revision: that is
    taken back in the history.
    """
    with _answering(actor, flag_id, answer, at) as flag:
        flag.state = Flag.State.ACCEPTED
        why = (flag.answer or flag.get_kind_display())[: typed.LONGEST_WHY]
        why = " ".join(why.split())
        if flag.package_id is not None:
            moderate.hide(actor, Package, flag.package_id, at, why=why)
        elif flag.grid_id is not None:
            moderate.hide(actor, Grid, flag.grid_id, at, why=why)
        elif flag.revision_id is not None:
            raise InvalidError("flag", "a change is taken back in the history, not here.")
    if flag.example_id is not None:
        examples.remove(actor, flag.example_id)  # the report goes with it


@contextmanager
def _answering(actor: Actor, flag_id: int, answer: str, at: datetime) -> Iterator[Flag]:
    """An open report to be answered, stored when the block ends.

    Raises RefusedError, InvalidError, and AlreadyError where somebody else was quicker.
    """
    require(actor, Act.MODERATE)
    answer = typed.lines("answer", answer, longest=LONGEST_ANSWER)
    flag = Flag.objects.select_for_update(of=("self",)).filter(pk=flag_id).first()
    if flag is None:
        raise InvalidError("flag", f"there is no report {flag_id!r}.")
    if flag.state != Flag.State.OPEN:
        raise AlreadyError("Somebody has answered this report already.")
    flag.answer, flag.handled_at, flag.handled_by_id = answer, at, actor.id
    yield flag
    flag.save()


def _check_thing(actor: Actor, thing: Thing) -> None:
    """Raise InvalidError unless `actor` sees the thing."""
    if thing.table is Reported.PACKAGE:
        seen_by(actor, Package, thing.id)
        return
    if thing.table is Reported.GRID:
        seen_by(actor, Grid, thing.id)
        return
    hidden = may(actor, Act.HIDE)
    if thing.table is Reported.REVISION:
        there = revisions_to_show(hidden=hidden).filter(pk=thing.id).exists()
    else:
        sites = Example.objects.filter(pk=thing.id, shown=True)
        there = (sites if hidden else sites.filter(package__hidden=False)).exists()
    if not there:
        raise InvalidError(thing.table, f"there is no {thing.table} {thing.id!r}.")
