"""What happened to a package between two times, seen from what was known at each.

Something that was not known before, or is not known any more, makes no event: the first look at a
package is not the day on which it was archived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

QUIET_AFTER = timedelta(days=365)
"""Without a commit for so long, a package is quiet."""

RELEASED, YANKED = "released", "yanked"
ARCHIVED, UNARCHIVED = "archived", "unarchived"
MOVED, OWNER_CHANGED = "moved", "owner changed"
ADVISORY_OPENED, ADVISORY_FIXED = "advisory opened", "advisory fixed"
WENT_QUIET, CAME_BACK = "went quiet", "came back"
STATUS_CHANGED = "status changed"

KINDS = (
    RELEASED,
    YANKED,
    ARCHIVED,
    UNARCHIVED,
    MOVED,
    OWNER_CHANGED,
    ADVISORY_OPENED,
    ADVISORY_FIXED,
    WENT_QUIET,
    CAME_BACK,
    STATUS_CHANGED,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a package at one time; None where it is not.

    `releases` tells for each version when it was uploaded (None: not told) and whether it is
    yanked. `owners` are accounts on the registry. `advisories` are the identifiers of those that
    touch the current version. `last_commit` is the committer date of the default branch's tip.
    `status` is the project's marker on its registry, `status_reason` what stands beside it.
    """

    releases: Mapping[str, tuple[datetime | None, bool]] | None = None
    archived: bool | None = None
    address: str | None = None
    owners: frozenset[str] | None = None
    advisories: frozenset[str] | None = None
    last_commit: datetime | None = None
    status: str | None = None
    status_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: what, when (as far as is known), and what shows it."""

    kind: str
    at: datetime
    evidence: dict[str, Any] = field(default_factory=dict)


def happenings(
    before: Known, before_at: datetime, after: Known, after_at: datetime
) -> list[Happening]:
    """What happened between the two times, oldest first.

    A release is dated by its upload, all else by `after_at`, when it was seen.
    """
    found = [
        *_releases(before, after, after_at),
        *_archived(before, after, after_at),
        *_address(before, after, after_at),
        *_sets(before, after, after_at),
        *_quiet(before, before_at, after, after_at),
        *_status(before, after, after_at),
    ]
    return sorted(found, key=lambda happening: (happening.at, KINDS.index(happening.kind)))


def is_quiet(last_commit: datetime | None, at: datetime) -> bool | None:
    """Whether there was no commit for a year at `at`. None: not known."""
    return None if last_commit is None else at - last_commit > QUIET_AFTER


def _releases(before: Known, after: Known, at: datetime) -> Iterator[Happening]:
    if before.releases is None or after.releases is None:
        return
    for version, (uploaded_at, yanked) in after.releases.items():
        known = before.releases.get(version)
        if known is None:
            yield Happening(RELEASED, uploaded_at or at, {"version": version})
        if yanked and not (known and known[1]):
            yield Happening(YANKED, at, {"version": version})


def _archived(before: Known, after: Known, at: datetime) -> Iterator[Happening]:
    if before.archived is None or after.archived is None or before.archived == after.archived:
        return
    yield Happening(ARCHIVED if after.archived else UNARCHIVED, at)


def _address(before: Known, after: Known, at: datetime) -> Iterator[Happening]:
    # Forges tell no capitals apart, so an address that differs in them alone is the same.
    if (before.address or "").casefold() == (after.address or "").casefold():
        return
    if before.address and after.address:
        yield Happening(MOVED, at, {"from": before.address, "to": after.address})


def _sets(before: Known, after: Known, at: datetime) -> Iterator[Happening]:
    if before.owners is not None and after.owners is not None and before.owners != after.owners:
        evidence = {
            "joined": sorted(after.owners - before.owners),
            "left": sorted(before.owners - after.owners),
        }
        yield Happening(OWNER_CHANGED, at, evidence)
    if before.advisories is not None and after.advisories is not None:
        for advisory in sorted(after.advisories - before.advisories):
            yield Happening(ADVISORY_OPENED, at, {"advisory": advisory})
        for advisory in sorted(before.advisories - after.advisories):
            yield Happening(ADVISORY_FIXED, at, {"advisory": advisory})


def _quiet(
    before: Known, before_at: datetime, after: Known, after_at: datetime
) -> Iterator[Happening]:
    was, now = is_quiet(before.last_commit, before_at), is_quiet(after.last_commit, after_at)
    if was is None or now is None or was == now or after.last_commit is None:
        return
    yield Happening(
        WENT_QUIET if now else CAME_BACK,
        after_at,
        {"last_commit": after.last_commit.isoformat()},
    )


def _status(before: Known, after: Known, at: datetime) -> Iterator[Happening]:
    if before.status is None or after.status is None:
        return
    if (before.status, before.status_reason) == (after.status, after.status_reason):
        return
    evidence = {"from": before.status, "to": after.status}
    if after.status_reason:
        evidence["reason"] = after.status_reason
    yield Happening(STATUS_CHANGED, at, evidence)
