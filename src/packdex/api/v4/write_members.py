"""Which packages are in which grids, as both v4's packages and its grids say it."""

from __future__ import annotations

from collections.abc import Iterable

from packdex.api.writing.caller import Caller
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids import edit_members

MOST_AT_ONCE = 100
"""Memberships that one request changes: some seconds, in which nobody else can write."""

Pairs = Iterable[tuple[int, int]]
"""Ids of a grid and of a package."""


def set_members(caller: Caller, *, add: Pairs = (), remove: Pairs = (), field: str) -> None:
    """Put packages into grids, and take others out; `field` is the one that said so.

    Raises RefusedError and InvalidError.
    """
    added, removed = list(add), list(remove)
    if (count := len(added) + len(removed)) > MOST_AT_ONCE:
        raise InvalidError(
            field, f"{count:,} would come or go; at most {MOST_AT_ONCE} can in one request."
        )
    try:
        for grid, package in removed:
            edit_members.remove_member(caller.actor, grid, package, caller.at, why=caller.why)
        for grid, package in added:
            edit_members.add_member(caller.actor, grid, package, caller.at, why=caller.why)
    except InvalidError as error:
        raise InvalidError(field, error.message) from error
