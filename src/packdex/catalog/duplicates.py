"""Packages that turn out to be one thing: one repository, or one project of the registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from packaging.utils import canonicalize_name

from packdex.catalog.actions.facts.states import FORGE
from packdex.catalog.models import Package, PastAddress, SourceState
from packdex.core.registry import project_of
from packdex.core.repository import RepositoryRef, parse

REPOSITORY, PROJECT = "repository", "project"

Key = tuple[str, str]


class Listed(NamedTuple):
    """A package: enough to name it."""

    id: int
    slug: str
    title: str


class Shared(NamedTuple):
    """What several packages have in common: a repository's address, or a project's name."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Packages that seem to be one, by id, and what they share."""

    packages: tuple[Listed, ...]
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A package with what it may share. `seen_at` is when a forge last found its repository."""

    package: Listed
    repository: RepositoryRef | None
    seen_at: datetime | None
    project: str | None


def duplicates(origin: str) -> list[Duplicates]:
    """The packages that seem to be one, lowest id first. Two queries, whatever the number.

    Two share a repository when they have the same address now, or one has the address that the
    other had before it moved. Several projects may live in one repository: packages whose projects
    differ are no duplicates. Nor is one without a project beside several of them, as nobody can say
    which it would be. `origin` is that of the registry which project links are read for.
    """
    found = list(_packages(origin))
    groups: dict[tuple[int, ...], list[Shared]] = defaultdict(list)
    for project, members in _by_project(found).items():
        if len(members) > 1:
            groups[_ids(members)].append(Shared(PROJECT, project))
    for address, members in _by_repository(found):
        same = _without_projects_apart(members)
        if len(same) > 1:
            groups[_ids(same)].append(Shared(REPOSITORY, address))
    names = {item.package.id: item.package for item in found}
    return [
        Duplicates(tuple(names[id_] for id_ in ids), tuple(shared))
        for ids, shared in sorted(groups.items())
    ]


def _packages(origin: str) -> Iterator[_Found]:
    seen = SourceState.objects.filter(package=OuterRef("pk"), source=FORGE)
    rows = Package.objects.order_by("pk").values_list(
        "pk",
        "slug",
        "title",
        "repo_url",
        "pypi_url",
        "facts__address",
        Subquery(seen.values("succeeded_at")[:1]),
    )
    for id_, slug, title, entered, link, told, seen_at in rows.iterator(chunk_size=5000):
        project = project_of(link, origin)
        yield _Found(
            Listed(id_, slug, title),
            parse(told or entered),
            seen_at,
            canonicalize_name(project) if project else None,
        )


def _by_project(found: list[_Found]) -> dict[str, list[_Found]]:
    groups: dict[str, list[_Found]] = defaultdict(list)
    for item in found:
        if item.project:
            groups[item.project].append(item)
    return groups


def _by_repository(found: list[_Found]) -> Iterator[tuple[str, list[_Found]]]:
    """Each repository that several packages are in, by its address now."""
    groups: dict[Key, list[_Found]] = defaultdict(list)
    addresses: dict[Key, str] = {}
    by_id = {}
    for item in found:
        by_id[item.package.id] = item
        if item.repository:
            groups[item.repository.key].append(item)
            addresses.setdefault(item.repository.key, item.repository.url)
    for mover, left, until in _left(by_id):
        # Whoever is where this one was may be this one, unless a forge found something there after
        # the move: addresses are given away again.
        there = groups.pop(left, [])
        gone = [item for item in there if item.seen_at is None or item.seen_at <= until]
        groups[mover] += gone
        groups[left] = [item for item in there if item not in gone]
    for key, members in groups.items():
        if len(members) > 1:
            yield addresses[key], members


def _left(by_id: dict[int, _Found]) -> Iterator[tuple[Key, Key, datetime]]:
    """Where packages are, where they were before, and until when."""
    rows = PastAddress.objects.order_by("pk").values_list("package_id", "address", "until")
    for package_id, address, until in rows.iterator(chunk_size=5000):
        past = parse(address)
        now = by_id[package_id].repository if package_id in by_id else None
        if past and now and past.key != now.key:
            yield now.key, past.key, until


def _without_projects_apart(members: list[_Found]) -> list[_Found]:
    """Of those in one repository, the ones that no project tells apart."""
    projects = {item.project for item in members if item.project}
    return members if len(projects) < 2 else [item for item in members if not item.project]


def _ids(members: list[_Found]) -> tuple[int, ...]:
    return tuple(sorted(item.package.id for item in members))
