"""Which version somebody gets, and which is the nearest one that is safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from packdex.core.advisories import Advisory, affects, nearest_fix
from packdex.core.stack.judgement import Asked


class Release(NamedTuple):
    """A release that the registry told of."""

    version: str
    yanked: bool


def chosen(asked: Asked, releases: Iterable[Release], newest: str | None) -> str | None:
    """The version that an installer would take: the pinned one, or the newest that is let in.

    Yanked releases and pre-releases are taken only where they are pinned. `newest` is the current
    version, for where no releases are known. None: nothing that is known is let in.
    """
    if asked.version is not None:
        return asked.version
    allowed = _specifiers(asked.specifier)
    current = parsed(newest) if newest else None
    if current is not None and not current.is_prerelease and allowed.contains(current):
        return newest
    within = [
        (version, one.version)
        for one in releases
        if not one.yanked
        and (version := parsed(one.version)) is not None
        and not version.is_prerelease
        and allowed.contains(version)
    ]
    return max(within)[1] if within else None


def nearest_safe(
    advisories: Sequence[Advisory], project: str, version: str, releases: Iterable[Release]
) -> str | None:
    """The smallest release above `version` that has none of `advisories` and is not yanked.

    A pre-release only where `version` is one. Where the registry told of no releases, the nearest
    that the advisories themselves call fixed. None: there is none that is known.
    """
    now = parsed(version)
    if now is None:
        return None
    known = list(releases)
    if not known:
        return nearest_fix(advisories, project, version)
    above = sorted(
        (parsed_one, one.version)
        for one in known
        if not one.yanked
        and (parsed_one := parsed(one.version)) is not None
        and parsed_one > now
        and (now.is_prerelease or not parsed_one.is_prerelease)
    )
    for _, candidate in above:
        if all(affects(advisory, project, candidate) is False for advisory in advisories):
            return candidate
    return None


@lru_cache(maxsize=50_000)
def parsed(text: str) -> Version | None:
    """The version, None where PEP 440 knows no such thing."""
    try:
        return Version(text)
    except (InvalidVersion, ValueError):
        return None


@lru_cache(maxsize=5_000)
def _specifiers(text: str) -> SpecifierSet:
    return SpecifierSet(text)
