"""Whether a package can be moved, by which of its releases, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from packdex.core.upgrade.answer import TESTED, UNKNOWN, UNTOLD, YES, Answer, Release, answer_of
from packdex.core.upgrade.target import Target
from packdex.core.versions import sort_key


class Since(NamedTuple):
    """The first release that says the same, and when it was uploaded.

    `exact`: of the one before it is known that it does not; else there may be earlier ones.
    """

    version: str
    at: datetime | None
    exact: bool


class Outlook(NamedTuple):
    """What is to be said of a package: by its release `version` (None: none is known).

    `since` tells from which release on, of answers that are known. `take` is the first release
    that can be moved, where `version` is an older one that cannot, or nobody knows.
    """

    answer: Answer
    version: str | None
    since: Since | None = None
    take: Since | None = None


NOTHING_KNOWN = Answer(UNKNOWN, UNTOLD, "no release is known")


def in_order(releases: Sequence[Release]) -> list[Release]:
    """The releases from old to new, by their versions (PEP 440)."""
    return sorted(releases, key=lambda one: sort_key(one.version))


def outlook(
    releases: Sequence[Release], newest: str | None, target: Target, pythons: tuple[str, ...]
) -> Outlook:
    """What the current release says: `newest` is its version.

    `releases` are those that can be installed (neither yanked nor, unless it is the current one, a
    pre-release), from old to new.
    """
    place = _place(releases, newest)
    if place is None:
        return Outlook(NOTHING_KNOWN, newest)
    answer = answer_of(releases[place], target, pythons)
    if answer.key == UNKNOWN:
        return Outlook(answer, newest)
    return Outlook(answer, newest, _since(releases[: place + 1], answer, target, pythons))


def outlook_of(
    version: str | None,
    releases: Sequence[Release],
    newest: str | None,
    target: Target,
    pythons: tuple[str, ...],
) -> Outlook:
    """The same for somebody who has another version than the current one."""
    current = outlook(releases, newest, target, pythons)
    place = _place(releases, version)
    if version is None or version == newest or place == _place(releases, newest):
        return current
    answer = NOTHING_KNOWN if place is None else answer_of(releases[place], target, pythons)
    take = None
    if answer.key != YES and current.answer.key == YES and _is_older(version, newest):
        take = current.since
    since = None
    if place is not None and answer.key != UNKNOWN:
        since = _since(releases[: place + 1], answer, target, pythons)
    return Outlook(answer, version, since, take)


def _since(
    releases: Sequence[Release], answer: Answer, target: Target, pythons: tuple[str, ...]
) -> Since:
    """The first release from which on nothing else is known than the answer of the last one."""
    first, exact = releases[-1], False
    if answer.reason == TESTED:  # by the repository as it is now, which is silent on releases
        return Since(first.version, first.uploaded_at, exact)
    untold_between = False
    for release in reversed(releases[:-1]):
        before = answer_of(release, target, pythons)
        if before.key == answer.key:
            first, untold_between = release, False
        elif before.reason == UNTOLD:
            untold_between = True
        else:
            exact = not untold_between
            break
    return Since(first.version, first.uploaded_at, exact)


def _place(releases: Sequence[Release], version: str | None) -> int | None:
    """Where the version is among the releases; "1.0" is also found as "1.0.0"."""
    if version is None:
        return None
    backwards = range(len(releases) - 1, -1, -1)
    for place in backwards:  # most often found at once, and without reading any version
        if releases[place].version == version:
            return place
    is_version, wanted, _ = sort_key(version)
    for place in backwards if is_version else ():
        if sort_key(releases[place].version)[:2] == (True, wanted):
            return place
    return None


def _is_older(version: str, newest: str | None) -> bool:
    return newest is not None and sort_key(version) < sort_key(newest)
