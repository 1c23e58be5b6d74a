"""What the directory knows of packages that a move depends on, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from packdex.catalog import lifecycles
from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.models import PackageFacts, SourceState
from packdex.catalog.models import Release as Row
from packdex.core.lifecycles.products import supported
from packdex.core.upgrade.answer import Release
from packdex.core.upgrade.declared import declared_by, from_json
from packdex.core.versions import SortKey, sort_key

_FACTS = (
    "registry_version",
    "released_at",
    "requires_python",
    "classifiers",
    "requirements",
    "ci_versions",
)
_RELEASE = ("version", "uploaded_at", "requires_python", "declared")


class Known(NamedTuple):
    """The releases of a package that can be installed, from old to new, and its current version.

    `told_at` is when its registry last told (UTC), `address` where; None and "": it never did.
    """

    releases: list[Release]
    newest: str | None
    told_at: datetime | None
    address: str


NOTHING = Known([], None, None, "")


def pythons(now: datetime) -> tuple[str, ...]:
    """The versions of Python that are supported at `now`, oldest first."""
    found = supported(lifecycles.products().python, now.astimezone(UTC).date())
    return tuple(cycle.version for cycle in found)


def known_of(ids: Sequence[int]) -> dict[int, Known]:
    """What is known of the packages with `ids`. Three queries."""
    told = _told(ids)
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    releases = Row.objects.filter(package__in=ids, yanked=False)
    for package, *rest in releases.values_list("package_id", *_RELEASE):
        rows[package].append(tuple(rest))
    facts = PackageFacts.objects.filter(package__in=ids).values_list("package_id", *_FACTS)
    return {
        package: _known(rows[package], tuple(rest), told.get(package)) for package, *rest in facts
    }


def _told(ids: Sequence[int]) -> Mapping[int, tuple[datetime, str]]:
    states = SourceState.objects.filter(package__in=ids, source=REGISTRY)
    found = states.exclude(succeeded_at=None).values_list("package_id", "succeeded_at", "origin")
    return {package: (at, origin) for package, at, origin in found if at is not None}


def _known(
    rows: Sequence[tuple[Any, ...]], facts: tuple[Any, ...], told: tuple[datetime, str] | None
) -> Known:
    newest, released_at, requires_python, classifiers, requirements, tested = facts
    if told is None:  # what came by an import tells nothing of this
        return Known([], newest, None, "")
    releases = [
        Release(version, uploaded, requires, from_json(said) if said else None)
        for version, uploaded, requires, said in rows
        if version != newest and not _is_prerelease(version)
    ]
    if newest is not None:
        here = next((row for row in rows if row[0] == newest), None)
        said = from_json(here[3]) if here and here[3] else None
        releases.append(
            Release(
                newest,
                here[1] if here else released_at,
                (here[2] if here else None) or requires_python,
                said or declared_by(classifiers or (), requirements),
                tuple(tested or ()),
            )
        )
    releases.sort(key=lambda one: _key(one.version))
    return Known(releases, newest, told[0], told[1] if told[1].startswith("http") else "")


@lru_cache(maxsize=4_000)
def _key(version: str) -> SortKey:
    return sort_key(version)


def _is_prerelease(version: str) -> bool:
    is_version, parsed, _ = _key(version)
    return is_version and parsed.is_prerelease


def day_of(moment: datetime | None) -> date | None:
    """The day of a time, in UTC."""
    return None if moment is None else moment.astimezone(UTC).date()
