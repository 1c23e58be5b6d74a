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


class Scope(StrEnum):
    """What a token may be used for, by the name that it has in requests for one."""

    READ = "read"
    PACKAGES_WRITE = "packages:write"
    GRIDS_WRITE = "grids:write"
    MODERATE = "moderate"


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

SCOPE: dict[Act, Scope] = {
    Act.ADD_PACKAGE: Scope.PACKAGES_WRITE,
    Act.EDIT_PACKAGE: Scope.PACKAGES_WRITE,
    Act.DEPRECATE_PACKAGE: Scope.PACKAGES_WRITE,
    Act.FLAG: Scope.PACKAGES_WRITE,
    Act.USE: Scope.PACKAGES_WRITE,
    Act.SUGGEST_EXAMPLE: Scope.PACKAGES_WRITE,
    Act.ADD_GRID: Scope.GRIDS_WRITE,
    Act.EDIT_GRID: Scope.GRIDS_WRITE,
    Act.UNDO_OWN: Scope.MODERATE,
    Act.UNDO_ANY: Scope.MODERATE,
    Act.EDIT_CATEGORY: Scope.MODERATE,
    Act.LOCK: Scope.MODERATE,
    Act.HIDE: Scope.MODERATE,
    Act.MERGE: Scope.MODERATE,
    Act.MODERATE: Scope.MODERATE,
    Act.DELETE: Scope.MODERATE,
}
"""The scope that a token needs for it. What is not named here is done by page alone.

Act.EDIT_LOCKED is part of other acts and asked of the role.
"""

NEW_FOR = timedelta(days=7)
"""How long an account counts as new; its pace is limited (CHANGES_AN_HOUR)."""

CHANGES_AN_HOUR = {True: 40, False: 1000}
"""How many changes an account may make in an hour, by whether it is new."""

REPORTS_AN_HOUR = {True: 5, False: 60}
"""How many reports, and how many sites, an account may send in an hour, by whether it is new."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the account's id (None: the instance itself), its name, its role.

    `since` is when the account was made, with a time zone. `scopes` is what the token that they
    came with may be used for; None: no token, they may all that their role may.
    """

    id: int | None
    name: str
    role: Role
    since: datetime | None = None
    scopes: frozenset[Scope] | None = None

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
    if actor.scopes is not None and SCOPE.get(act) not in actor.scopes:
        return False
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
    if actor.scopes is not None and (scope := SCOPE.get(act)) not in actor.scopes:
        if scope is None:
            raise RefusedError(f"A token cannot {act}: do it on the page.")
        raise RefusedError(f"This token may not {act}: that takes the scope {scope}.")
    raise RefusedError("This is locked: only editors may change it.")
