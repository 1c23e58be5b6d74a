"""From the rows of one package to the inputs of its verdict, each with its source and date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from packdex.catalog.actions.facts.states import (
    ADVISORIES,
    DOWNLOADS,
    FORGE,
    GIT,
    IMPORT,
    REGISTRY,
    STATUS,
)
from packdex.catalog.compared_facts import GONE_TIMES, is_gone
from packdex.catalog.judged_activity import active_people_of, activity_of, people_of
from packdex.core.project_links import changelog_of, documentation_of
from packdex.core.required import on_project
from packdex.core.verdict.inputs import Fact, Inputs

_THERE = True

PEOPLE = "people"
"""The source of what people of the directory said."""

MAINTAINER = "maintainer"
"""The source of what a maintainer of the package said."""


class Row(NamedTuple):
    """A package, its facts and its history, in the order in which judged.py selects them."""

    id: int
    version: int
    pypi_url: str
    documentation_url: str | None
    modified: datetime
    deprecated_at: datetime | None
    deprecated_why: str
    replaced_by: str | None
    replacement_hidden: bool | None
    declared: str
    declared_why: str
    declared_at: datetime | None
    registry_version: str | None
    requires_python: str | None
    classifiers: list[str] | None
    requirements: list[str] | None
    links: list[list[str]] | None
    owners: list[str] | None
    licence: str | None
    repository_licence: str | None
    project_status: str | None
    project_status_reason: str | None
    archived: bool | None
    description: str | None
    topics: list[str] | None
    last_updated: datetime | None
    last_fetched: datetime | None
    commits_over_52: list[int] | None
    participants: list[str] | None
    contributor_count: int | None
    bot_commits: int | None
    has_tests: bool | None
    has_ci: bool | None
    ci_versions: list[str] | None
    has_changelog: bool | None
    has_licence_file: bool | None
    stars: int | None
    downloads: int | None
    attested: bool | None
    attested_version: str | None
    days: bytes | None
    bot_days: bytes | None
    contributors: list[Any] | None
    taken_at: datetime | None


class Warned(NamedTuple):
    """An advisory, in the order in which judged.py selects it."""

    name: str
    aliases: list[str]
    published: datetime | None
    affected: list[dict[str, Any]]
    affects_current: bool | None


class Told(NamedTuple):
    """What else is known of a package: how its sources stand, its releases and its advisories."""

    states: dict[str, tuple[Any, ...]]
    releases: list[tuple[str, datetime | None]]
    advisories: list[Warned]

    def fact(self, value: Any, row: Row, *sources: str) -> Fact[Any] | None:
        """The value with whichever of the sources told something last; None where it is None."""
        if value is None:
            return None
        told = [(state[0], name, state[1]) for name in sources if (state := self._answer(name))]
        if not told:
            return Fact(value, "", row.last_fetched)
        at, source, origin = max(told)
        return Fact(value, source, at, origin if origin.startswith("http") else "")

    def _answer(self, source: str) -> tuple[Any, ...] | None:
        state = self.states.get(source)
        return state if state and state[0] is not None else None

    def has(self, source: str) -> bool:
        """Whether the source ever told something."""
        return self._answer(source) is not None


def inputs_of(row: Row, told: Told, now: datetime, half_life: float) -> Inputs:
    """All that is known of a package, as a verdict takes it."""
    return Inputs(
        **_by_people(row),
        **_by_registry(row, told, now),
        **_by_forge(row, told),
        **_by_git(row, told, now, half_life),
        **_by_advisories(row, told),
        stars=told.fact(row.stars, row, FORGE, IMPORT),
        downloads=told.fact(row.downloads, row, DOWNLOADS),
    )


def _by_people(row: Row) -> dict[str, Fact[Any] | None]:
    facts: dict[str, Fact[Any] | None] = {
        "in_registry": Fact(bool(row.pypi_url), PEOPLE, row.modified)
    }
    if row.deprecated_at is not None:
        facts["deprecated"] = Fact(row.deprecated_why, PEOPLE, row.deprecated_at)
        if row.replaced_by and not row.replacement_hidden:
            facts["replaced_by"] = Fact(row.replaced_by, PEOPLE, row.deprecated_at)
    if row.declared:
        facts["declared"] = Fact(row.declared, MAINTAINER, row.declared_at)
        if row.declared_why:
            facts["declared_why"] = Fact(row.declared_why, MAINTAINER, row.declared_at)
    return facts


def _by_registry(row: Row, told: Told, now: datetime) -> dict[str, Fact[Any] | None]:
    times = sorted(at for _, at in told.releases if at is not None)
    asked = told.has(REGISTRY)
    _, _, error, since, failures = told.states.get(REGISTRY, (None, "", None, None, 0))
    day = now.astimezone(UTC).date()
    gone = asked and failures >= GONE_TIMES and bool(since and is_gone(error or "", since, day))
    return {
        "registry_status": told.fact(row.project_status, row, STATUS, IMPORT),
        "status_reason": told.fact(row.project_status_reason or None, row, STATUS, IMPORT),
        "removed": Fact(value=True, source=REGISTRY, at=since) if gone else None,
        "version": told.fact(row.registry_version, row, REGISTRY, IMPORT),
        "released": told.fact(tuple(times) if times or asked else None, row, REGISTRY, IMPORT),
        "classifiers": told.fact(tuple(row.classifiers or ()) or None, row, REGISTRY),
        "requires_python": told.fact(row.requires_python, row, REGISTRY),
        "requirements": told.fact(_requirements(row), row, REGISTRY),
        "attested": told.fact(_attested(row), row, STATUS),
        "owners": told.fact(None if row.owners is None else len(row.owners), row, REGISTRY),
        "licence": told.fact(row.licence, row, REGISTRY, IMPORT)
        or told.fact(row.repository_licence, row, FORGE),
        "documentation": _documentation(row, told),
    }


def _requirements(row: Row) -> tuple[str, ...] | None:
    """Those on frameworks of which lifecycles are known; None where nobody knows of any."""
    return None if row.requirements is None else on_project(row.requirements, "django")


def _attested(row: Row) -> bool | None:
    """Whether the current version is attested; None where only an earlier one was looked at."""
    return row.attested if row.attested_version == row.registry_version else None


def _documentation(row: Row, told: Told) -> Fact[bool] | None:
    """Whether there is some. That nobody named any does not mean that there is none."""
    if row.documentation_url:
        return Fact(value=True, source=PEOPLE, at=row.modified, address=row.documentation_url)
    if address := documentation_of([(label, link) for label, link in row.links or ()]):
        found = told.fact(_THERE, row, REGISTRY)
        return (
            Fact(value=True, source=found.source, at=found.at, address=address) if found else None
        )
    return (
        Fact(value=False, source=PEOPLE, at=row.modified) if row.documentation_url == "" else None
    )


def _by_forge(row: Row, told: Told) -> dict[str, Fact[Any] | None]:
    return {
        "archived": told.fact(row.archived, row, FORGE),
        "description": told.fact(row.description or None, row, FORGE, IMPORT),
        "topics": told.fact(tuple(row.topics or ()) or None, row, FORGE),
    }


def _by_git(row: Row, told: Told, now: datetime, half_life: float) -> dict[str, Fact[Any] | None]:
    source = GIT if row.days is not None else IMPORT
    seen = told.fact(_THERE, row, source)
    at = (seen.at if seen else None) or row.taken_at
    activity = activity_of(row, min(now, at) if at else now, half_life)
    return {
        "last_commit": told.fact(row.last_updated, row, FORGE, GIT, IMPORT),
        "activity": told.fact(activity, row, source),
        "active_people": told.fact(active_people_of(row, activity), row, source),
        "contributors": told.fact(people_of(row), row, GIT),
        "has_tests": told.fact(row.has_tests, row, GIT),
        "has_ci": told.fact(row.has_ci, row, GIT),
        "ci_versions": told.fact(tuple(row.ci_versions or ()) or None, row, FORGE),
        "has_changelog": _changelog(row, told),
        "licence_file": told.fact(row.has_licence_file, row, GIT),
    }


def _changelog(row: Row, told: Told) -> Fact[bool] | None:
    """Whether there is one: a file, else a link."""
    address = changelog_of([(label, link) for label, link in row.links or ()])
    if row.has_changelog or not address:
        return told.fact(row.has_changelog, row, GIT)
    found = told.fact(_THERE, row, REGISTRY)
    return Fact(value=True, source=found.source, at=found.at, address=address) if found else None


def _by_advisories(row: Row, told: Told) -> dict[str, Fact[Any] | None]:
    rows = told.advisories
    if not rows and not told.has(ADVISORIES):
        return {}
    named: set[str] = set()
    touching = []
    for one in rows:
        if one.affects_current and named.isdisjoint({one.name, *one.aliases}):
            touching.append(one.name)
            named |= {one.name, *one.aliases}
    fixed = tuple(_days_to_fix(told))
    return {
        "advisories": told.fact(tuple(touching), row, ADVISORIES),
        "had_advisories": told.fact(bool(rows), row, ADVISORIES),
        "days_to_fix": told.fact(fixed or None, row, ADVISORIES),
    }


def _days_to_fix(told: Told) -> Iterator[int]:
    """For each advisory that a release fixed, the days from its publication to the first such one.

    One that is told under several names counts once.
    """
    uploaded = {version: at for version, at in told.releases if at is not None}
    named: set[str] = set()
    for one in told.advisories:
        names = {one.name, *one.aliases}
        fixes = [
            uploaded[version]
            for part in one.affected
            for events in part.get("ranges", ())
            for kind, version in events
            if kind == "fixed" and version in uploaded
        ]
        if one.published is not None and fixes and named.isdisjoint(names):
            yield max(0, (min(fixes) - one.published).days)
            named |= names
