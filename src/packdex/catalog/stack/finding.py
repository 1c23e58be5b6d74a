"""Which packages of the directory are the projects that somebody depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from packaging.utils import canonicalize_name

from packdex.catalog.models import Package
from packdex.catalog.models.plain import Plain, plain_text
from packdex.catalog.similar import links_to
from packdex.core.registry import project_of
from packdex.core.stack.near import near_names

AT_ONCE = 100
"""Projects of one query: each has some twenty addresses, and queries have a limit of values."""


class Listed(NamedTuple):
    """A package that is a project of the registry."""

    id: int
    slug: str
    title: str


def packages_of(projects: Sequence[str], origin: str) -> dict[str, Listed]:
    """The shown package of each project (normalised names); of several the first that was added.

    Two queries for a hundred projects. `origin` is that of the registry which links are read for.
    """
    found: dict[str, Listed] = {}
    for part in _parts(projects):
        links = [
            f"{plain_text(link)}{end}"
            for one in part
            for link in links_to(one, origin)
            for end in ("", "/")
        ]
        packages = Package.shown.alias(link=Plain("pypi_url")).filter(link__in=links)
        _note(packages.values_list("pk", "slug", "title", "pypi_url"), origin, found)
        # A link may lead to one version; such packages mostly have the slug of their project.
        missing = [plain_text(one) for one in part if one not in found]
        slugged = Package.shown.alias(plain=Plain("slug")).filter(plain__in=missing)
        rows = slugged.exclude(pypi_url="").values_list("pk", "slug", "title", "pypi_url")
        _note(rows, origin, found, frozenset(part))
    return {project: found[project] for project in projects if project in found}


def near(projects: Iterable[str]) -> dict[str, list[str]]:
    """For projects that the directory does not have the slugs of those called nearly so.

    One query, through all slugs.
    """
    wanted = list(projects)
    if not wanted:
        return {}
    slugs = Package.shown.order_by("pk").values_list("slug", flat=True)
    return {name: sorted(slugs) for name, slugs in near_names(wanted, slugs.iterator()).items()}


def _parts(projects: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(projects), AT_ONCE):
        yield projects[start : start + AT_ONCE]


def _note(
    rows: Iterable[tuple[int, str, str, str]],
    origin: str,
    found: dict[str, Listed],
    only: frozenset[str] | None = None,
) -> None:
    for pk, slug, title, link in sorted(rows):
        named = project_of(link, origin)
        project = canonicalize_name(named) if named else None
        if project and (only is None or project in only):
            found.setdefault(project, Listed(pk, slug, title))
