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
    CLAIM = "claim packages"
    DECLARE = "say how a package stands"
    ANSWER_FLAG = "answer reports"
    INVITE_MAINTAINER = "invite maintainers"
    REMOVE_MAINTAINER = "remove maintainers"
    INVITE = "invite people"
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
    Act.CLAIM: Role.MEMBER,
    Act.DECLARE: Role.MODERATOR,
    Act.ANSWER_FLAG: Role.MODERATOR,
    Act.INVITE_MAINTAINER: Role.MODERATOR,
    Act.REMOVE_MAINTAINER: Role.MODERATOR,
    Act.INVITE: Role.MODERATOR,
    Act.MANAGE_PEOPLE: Role.ADMIN,
}
"""The least role that may do it."""

MAINTAINERS: frozenset[Act] = frozenset(
    {
        Act.EDIT_PACKAGE,
        Act.DEPRECATE_PACKAGE,
        Act.EDIT_GRID,
        Act.EDIT_LOCKED,
        Act.DECLARE,
        Act.ANSWER_FLAG,
        Act.INVITE_MAINTAINER,
    }
)
"""What members may do with a package or a grid that they maintain, whatever role it takes else.

A lock keeps strangers out, and not them.
"""

SCOPE: dict[Act, Scope] = {
    Act.ADD_PACKAGE: Scope.PACKAGES_WRITE,
    Act.EDIT_PACKAGE: Scope.PACKAGES_WRITE,
    Act.DEPRECATE_PACKAGE: Scope.PACKAGES_WRITE,
    Act.FLAG: Scope.PACKAGES_WRITE,
    Act.USE: Scope.PACKAGES_WRITE,
    Act.SUGGEST_EXAMPLE: Scope.PACKAGES_WRITE,
    Act.DECLARE: Scope.PACKAGES_WRITE,
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

INVITATIONS_AN_HOUR = {True: 5, False: 60}
"""How many invitations an account may make in an hour, by whether it is new."""

CLAIMS_AN_HOUR = {True: 5, False: 20}
"""How often an account may have a claim checked in an hour, which asks other people's servers."""


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
    """Something that this person may not do. The message says why, for the reader.

    `scope` is what the token lacks that they came with, where it is that and nothing else.
    """

    def __init__(self, message: str, scope: Scope | None = None) -> None:
        self.scope = scope
        super().__init__(message)


def scopes_of(actor: Actor) -> frozenset[Scope]:
    """What tokens of `actor` can be good for: reading, and whatever their role takes part in."""
    acts = (scope for act, scope in SCOPE.items() if actor.role >= LEAST[act])
    return frozenset({Scope.READ, *acts})


def may(actor: Actor, act: Act, *, locked: bool = False, owns: bool = False) -> bool:
    """Whether `actor` may do it.

    `locked`: the thing is closed to all but editors. `owns`: they are among its maintainers.
    """
    return not _lacks_scope(actor, act) and _by_role(actor, act, locked=locked, owns=owns)


def require(actor: Actor, act: Act, *, locked: bool = False, owns: bool = False) -> None:
    """Raise RefusedError, with the reason, if `actor` may not do it. See `may`."""
    if may(actor, act, locked=locked, owns=owns):
        return
    if not _by_role(actor, act, locked=False, owns=owns):
        if actor.id is None:
            raise RefusedError(f"Sign in to {act}.")
        least = LEAST[act].name.lower()
        raise RefusedError(f"You may not {act}: that takes the role of {least} or higher.")
    if _lacks_scope(actor, act):
        scope = SCOPE.get(act)
        if scope is None:
            raise RefusedError(f"A token cannot {act}: do it on the page.")
        raise RefusedError(f"This token may not {act}: that takes the scope {scope}.", scope)
    raise RefusedError("This is locked: only editors may change it.")


def _by_role(actor: Actor, act: Act, *, locked: bool, owns: bool) -> bool:
    if owns and act in MAINTAINERS and actor.role >= Role.MEMBER:
        return True
    return actor.role >= LEAST[act] and (not locked or actor.role >= LEAST[Act.EDIT_LOCKED])


def _lacks_scope(actor: Actor, act: Act) -> bool:
    return actor.scopes is not None and SCOPE.get(act) not in actor.scopes
