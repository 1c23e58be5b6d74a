"""Which versions a security advisory is about, and which version is free of it.

The shapes and the rule are those of the "Open Source Vulnerability format" (OSV schema), section
"Evaluation". Versions are ordered as PEP 440 orders them, whatever a range calls its kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from packaging.version import InvalidVersion, Version

EventKind = Literal["introduced", "fixed", "last_affected", "limit"]

BEGINNING = "0"
"""As an `introduced` event: before every version, those below 0 too."""

NO_LIMIT = "*"
"""As a `limit` event: behind every version."""


@dataclass(frozen=True, slots=True)
class Event:
    """A version at which a range begins, ends, or stops to count. `last_affected` is inside."""

    kind: EventKind
    version: str


@dataclass(frozen=True, slots=True)
class Affected:
    """Versions of one project: those within one of the `ranges`, and those listed in `versions`.

    `project` is its normalised name. The events of a range need not be in order.
    """

    project: str
    ranges: tuple[tuple[Event, ...], ...]
    versions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Advisory:
    """One advisory. `severity` are (type, vector or words), as "CVSS_V3", "CVSS:3.1/AV:N/…".

    `aliases` are its names elsewhere ("CVE-…"). One that is `withdrawn` is about nothing any more.
    """

    id: str
    aliases: tuple[str, ...]
    summary: str | None
    severity: tuple[tuple[str, str], ...]
    affected: tuple[Affected, ...]
    published: datetime | None
    modified: datetime
    withdrawn: datetime | None


def affects(advisory: Advisory, project: str, version: str) -> bool | None:
    """Whether `version` of `project` (normalised name) is one that the advisory is about.

    None when that cannot be said: `version` or the end of a range is not one of PEP 440, or the
    advisory tells no versions.
    """
    if advisory.withdrawn is not None:
        return False
    answers = [_is_in(part, version) for part in advisory.affected if part.project == project]
    if True in answers:
        return True
    return None if None in answers else False


def nearest_fix(advisories: Iterable[Advisory], project: str, version: str) -> str | None:
    """The smallest version above `version` that ends one of `advisories` and has none of them.

    None when no such version is told, which does not mean that there is none.
    """
    known = list(advisories)
    now = _version(version)
    if now is None:
        return None
    told = {fix for advisory in known for fix in _fixes(advisory, project)}
    above = [(parsed, fix) for fix in told if (parsed := _version(fix)) and parsed > now]
    for _, fix in sorted(above):
        if all(affects(advisory, project, fix) is False for advisory in known):
            return fix
    return None


def _fixes(advisory: Advisory, project: str) -> Iterator[str]:
    for part in advisory.affected:
        if part.project == project:
            for events in part.ranges:
                yield from (event.version for event in events if event.kind == "fixed")


def _is_in(part: Affected, version: str) -> bool | None:
    if not part.ranges and not part.versions:
        return None
    if version in part.versions:
        return True
    this = _version(version)
    if this is None:
        return False if not part.ranges else None
    if any(_version(listed) == this for listed in part.versions):
        return True
    answers = [_is_in_range(events, this) for events in part.ranges]
    if True in answers:
        return True
    return None if None in answers else False


def _is_in_range(events: tuple[Event, ...], version: Version) -> bool | None:
    placed = [(_place(event), event.kind) for event in events]
    if any(place is None for place, _ in placed):
        return None
    limits = [place for place, kind in placed if kind == "limit" and place is not None]
    if limits and not any((1, version) < limit for limit in limits):
        return False
    inside = False
    # Of several events at one version the document's order counts, but its last one is inside.
    for place, kind in sorted(placed, key=lambda p: (p[0], p[1] == "last_affected")):
        if place is None or kind == "limit":
            continue
        if kind == "last_affected":
            inside = inside and (1, version) <= place
        elif (1, version) >= place:
            inside = kind == "introduced"
    return inside


_LOWEST = Version("0.dev0")


def _place(event: Event) -> tuple[int, Version] | None:
    """Where an event stands among (1, version) of all versions; None when its version is none."""
    if event.kind == "introduced" and event.version == BEGINNING:
        return (0, _LOWEST)
    if event.kind == "limit" and event.version == NO_LIMIT:
        return (2, _LOWEST)
    version = _version(event.version)
    return None if version is None else (1, version)


@lru_cache(maxsize=20_000)
def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
