"""Who may do what: the one table that pages, the API and commands go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """What a person is here; each may do all that those before it may."""

    READER = 0
    MEMBER = 1
    EDITOR = 2
    MODERATOR = 3
    ADMIN = 4


class Act(StrEnum):
    """Something that a person does, as in "you may not …"."""

    ADD_PACKAGE = "add packages"
    EDIT_PACKAGE = "edit packages"
    DEPRECATE_PACKAGE = "deprecate packages"
    ADD_GRID = "add grids"
    EDIT_GRID = "edit grids"
    EDIT_LOCKED = "edit what is locked"
    FLAG = "report something"
    USE = "say what you use"
    SUGGEST_EXAMPLE = "suggest examples"
    UNDO_OWN = "undo your own changes"
    UNDO_ANY = "undo changes of others"
    EDIT_CATEGORY = "edit categories"
    LOCK = "lock"
    HIDE = "hide"
    MERGE = "merge packages"
    MODERATE = "work through reports"
    DELETE = "delete packages and grids"
    MANAGE_PEOPLE = "give roles to people"


LEAST: dict[Act, Role] = {
    Act.ADD_PACKAGE: Role.MEMBER,
    Act.EDIT_PACKAGE: Role.MEMBER,
    Act.DEPRECATE_PACKAGE: Role.EDITOR,
    Act.ADD_GRID: Role.MEMBER,
    Act.EDIT_GRID: Role.MEMBER,
    Act.EDIT_LOCKED: Role.EDITOR,
    Act.FLAG: Role.MEMBER,
    Act.USE: Role.MEMBER,
    Act.SUGGEST_EXAMPLE: Role.MEMBER,
    Act.UNDO_OWN: Role.MEMBER,
    Act.UNDO_ANY: Role.MODERATOR,
    Act.EDIT_CATEGORY: Role.MODERATOR,
    Act.LOCK: Role.MODERATOR,
    Act.HIDE: Role.MODERATOR,
    Act.MERGE: Role.MODERATOR,
    Act.MODERATE: Role.MODERATOR,
    Act.DELETE: Role.ADMIN,
    Act.MANAGE_PEOPLE: Role.ADMIN,
}
"""The least role that may do it."""

NEW_FOR = timedelta(days=7)
"""How long an account counts as new; its pace is limited (CHANGES_AN_HOUR)."""

CHANGES_AN_HOUR = {True: 40, False: 1000}
"""How many changes an account may make in an hour, by whether it is new."""

REPORTS_AN_HOUR = {True: 5, False: 60}
"""How many reports, and how many sites, an account may send in an hour, by whether it is new."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the account's id (None: the instance itself), its name, its role.

    `since` is when the account was made, with a time zone.
    """

    id: int | None
    name: str
    role: Role
    since: datetime | None = None

    def is_new(self, now: datetime) -> bool:
        """Whether the account is so young that its pace is limited. Editors' never is."""
        return self.role < Role.EDITOR and self.since is not None and now - self.since < NEW_FOR


NOBODY = Actor(None, "", Role.READER)
"""Who is not signed in."""

SYSTEM = Actor(None, "", Role.ADMIN)
"""The instance itself: commands that its operator runs."""


class RefusedError(Exception):
    """Something that this person may not do. The message says why, for the reader."""


def may(actor: Actor, act: Act, *, locked: bool = False) -> bool:
    """Whether `actor` may do it. `locked`: the thing is closed to all but editors."""
    return actor.role >= LEAST[act] and (not locked or actor.role >= LEAST[Act.EDIT_LOCKED])


def require(actor: Actor, act: Act, *, locked: bool = False) -> None:
    """Raise RefusedError, with the reason, if `actor` may not do it."""
    if may(actor, act, locked=locked):
        return
    if actor.role < LEAST[act]:
        if actor.id is None:
            raise RefusedError(f"Sign in to {act}.")
        least = LEAST[act].name.lower()
        raise RefusedError(f"You may not {act}: that takes the role of {least} or higher.")
    raise RefusedError("This is locked: only editors may change it.")
