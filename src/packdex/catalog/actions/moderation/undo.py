"""Taking changes back: one, one with those after it, or all of one person since a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from packdex.catalog.actions import rows, typed, verbs
from packdex.catalog.actions.moderation import undo_checks, undo_rows
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.changes import Change, changes_of
from packdex.catalog.models import Favorite, Flag, Grid, Package, Revision, SourceState, Usage
from packdex.catalog.revisions import taken_back
from packdex.core.roles import Act, Actor, RefusedError, Role, require

FOR_MODERATORS = frozenset(
    {
        *(verbs.LOCK, verbs.UNLOCK, verbs.HIDE, verbs.UNHIDE, verbs.IMPORT, verbs.DELETE_GRID),
        *(verbs.ADD_CATEGORY, verbs.EDIT_CATEGORY, verbs.DELETE_CATEGORY, verbs.DELETE_PACKAGE),
    }
)
"""What only moderators take back, even where the change was their own when they were one."""

MOST_AT_ONCE = 200


class UndoError(Exception):
    """A change that cannot be taken back; the message says why.

    `later` are the revisions that stand in the way, oldest first.
    """

    def __init__(self, reason: str, later: Sequence[Revision] = ()) -> None:
        self.reason, self.later = reason, list(later)
        super().__init__(reason)


@dataclass(slots=True)
class Undone:
    """What became of taking back all of one person's changes.

    `done` are the new revisions; `skipped` those that stay, each with the reason; `left`: there are
    more than were looked at in one go.
    """

    done: list[Revision] = field(default_factory=list)
    skipped: list[tuple[Revision, str]] = field(default_factory=list)
    left: bool = False


@transaction.atomic
def undo(
    actor: Actor, revision_id: int, at: datetime, *, why: str = "", also_later: bool = False
) -> list[Revision]:
    """Take one revision back; returns the new revisions, the one that does so last.

    With `also_later` those that stand in its way are taken back before it, newest first. Raises
    RefusedError, and UndoError, Revision.DoesNotExist; then nothing is changed.
    """
    reason = typed.why(why)
    rows.one_importer()
    revision = Revision.objects.select_related("undoes").get(pk=revision_id)
    return _undo(actor, revision, at, reason, set() if also_later else None)


def undo_all(
    actor: Actor, person_id: int, since: datetime, at: datetime, *, why: str = ""
) -> Undone:
    """Take back what a person changed at or after `since`, newest first, at most MOST_AT_ONCE.

    What cannot be taken back is skipped. Raises RefusedError where `actor` may not at all.
    """
    require(actor, Act.UNDO_OWN if person_id == actor.id else Act.UNDO_ANY)
    reason = typed.why(why)
    found = Revision.objects.filter(by=person_id, at__gte=since).order_by("-id")
    outcome = Undone()
    for number, id_ in enumerate(list(found.values_list("pk", flat=True))):
        if len(outcome.done) >= MOST_AT_ONCE:
            outcome.left = number < found.count()
            break
        revision = Revision.objects.select_related("undoes").get(pk=id_)
        if taken_back([id_]) or _within(revision.undoes, person_id, since):
            continue
        try:
            outcome.done += undo(actor, id_, at, why=reason)
        except (UndoError, RefusedError) as error:
            outcome.skipped.append((revision, str(error)))
    return outcome


def _within(revision: Revision | None, person_id: int, since: datetime) -> bool:
    """Whether it is one of those to be taken back: then what took it back is to stay."""
    return revision is not None and revision.by_id == person_id and revision.at >= since


def may_undo(actor: Actor, revision: Revision) -> bool:
    """Whether `actor` may take it back, as far as the revision itself tells."""
    try:
        _require(actor, revision)
    except RefusedError:
        return False
    return revision.verb != verbs.MERGE


def _undo(
    actor: Actor, revision: Revision, at: datetime, why: str, tried: set[int] | None
) -> list[Revision]:
    """`tried` are the revisions that were taken back on the way; None: only this one may be."""
    _require(actor, revision)
    if revision.verb == verbs.MERGE:
        raise UndoError("A merge cannot be taken back.")
    if by := taken_back([revision.pk]):
        raise UndoError(f"It was taken back already, by change {by[revision.pk]}.")
    done: list[Revision] = []
    changes = changes_of([revision.pk])[revision.pk].rows
    while True:
        stored = undo_rows.stored_rows(changes)
        reason, later = _obstacle(revision, changes, stored)
        if not reason:
            break
        following = [row for row in later if tried is not None and row.pk not in tried]
        if tried is None or not following:
            raise UndoError(reason, later)
        tried.add(following[-1].pk)
        done += _undo(actor, following[-1], at, why, tried)
        tried |= {new.pk for new in done}
    _refuse_while_asked(changes, at)
    return [*done, _write(actor, revision, changes, stored, at, why)]


def _refuse_while_asked(changes: Sequence[Change], now: datetime) -> None:
    """A worker that is asking about a package must find it when the answer comes."""
    going = [row.id for row in changes if row.model is Package and row.before is None]
    states = SourceState.objects.select_for_update().filter(package__in=going)
    if any(state.lease_until and state.lease_until > now for state in states):
        raise UndoError("The package is being refreshed; try again in a few minutes.")


def _obstacle(
    revision: Revision, changes: Sequence[Change], stored: undo_rows.Rows
) -> tuple[str, list[Revision]]:
    """Why it cannot be taken back now ("" when it can), and the revisions that are in the way."""
    if not changes:
        return "Nothing is known of what it changed.", []
    ground = undo_checks.ground_of(changes)
    problems = [
        undo_checks.problem(change, ground, stored.get((change.model, change.id)))
        for change in changes
    ]
    reason = next(filter(None, problems), "")
    moved = any("position" in change.fields for change in changes)
    if not reason and not moved:
        return "", []
    later = undo_checks.later_than(revision, changes)
    if not reason and any(undo_checks.moved_since(change, later) for change in changes):
        reason = "It was moved again since."
    return reason, later


def _write(
    actor: Actor,
    revision: Revision,
    changes: Sequence[Change],
    stored: undo_rows.Rows,
    at: datetime,
    why: str,
) -> Revision:
    about = About(revision.about, revision.package_id, revision.grid_id, revision.category_id)
    with revising(actor, verbs.UNDO, about, at=at, why=why, undoes=revision) as new:
        undo_rows.take_back(changes, stored, actor, at)
    undo_rows.show(changes)
    return new


def _require(actor: Actor, revision: Revision) -> None:
    """Raise RefusedError if `actor` may not take this revision back."""
    own = actor.id is not None and revision.by_id == actor.id
    if not own or revision.verb in FOR_MODERATORS:
        require(actor, Act.UNDO_ANY)
    closed = False
    if revision.grid_id and (grid := Grid.objects.filter(pk=revision.grid_id).first()):
        closed = grid.is_locked
    elif revision.package_id and (row := Package.objects.filter(pk=revision.package_id).first()):
        closed = row.is_locked
    require(actor, Act.UNDO_OWN, locked=closed)
    if revision.verb == verbs.ADD_PACKAGE and actor.role < Role.MODERATOR:
        _refuse_what_others_know(actor, revision)


def _refuse_what_others_know(actor: Actor, revision: Revision) -> None:
    """What others use or reported does not go with a click of who added it."""
    for model in (Usage, Favorite, Flag):
        said = model._default_manager.filter(package=revision.package_id)
        if said.exclude(by=actor.id).exists():
            raise RefusedError(
                "Others use this package or reported it by now: ask a moderator to remove it."
            )
