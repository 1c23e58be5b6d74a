"""What the catalogue says of packages and grids, as documents for the index. None hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q

from packdex.catalog.models import Grid, GridPackage, MovedSlug, Package, PastSlug
from packdex.core.search import quality, supports
from packdex.core.search.document import Document, day_of, owner_of

AT_REST = frozenset({"archived", "quarantined", "deprecated"})
"""States of a project on its registry in which nothing more is to be expected."""


class _Read(NamedTuple):
    """The columns of a package that the index is made from."""

    id: int
    version: int
    slug: str
    title: str
    category: int
    repo_url: str
    pypi_url: str
    deprecated_at: datetime | None
    description: str | None
    summary: str | None
    topics: list[Any] | None
    licence: str | None
    repository_licence: str | None
    requires_python: str | None
    classifiers: list[Any] | None
    owners: list[Any] | None
    participants: list[Any] | None
    stars: int | None
    downloads: int | None
    last_updated: datetime | None
    released_at: datetime | None
    archived: bool | None
    project_status: str | None
    registry_version: str | None


_COLUMNS = (
    "id", "version", "slug", "title", "category_id", "repo_url", "pypi_url", "deprecated_at",
    "facts__description", "facts__registry_summary", "facts__topics", "facts__licence",
    "facts__repository_licence", "facts__requires_python", "facts__classifiers", "facts__owners",
    "facts__participants", "facts__stars", "facts__downloads", "facts__last_updated",
    "facts__released_at", "facts__archived", "facts__project_status", "facts__registry_version",
)  # fmt: skip
_STANDING = (
    "id", "facts__stars", "facts__downloads", "facts__last_updated", "facts__released_at",
    "facts__archived", "facts__project_status", "deprecated_at",
)  # fmt: skip


def documents(owners: Collection[int], today: date) -> list[Document]:
    """The documents of those that are there and not hidden. Six queries at most."""
    packages = [owner // 2 for owner in owners if owner % 2 == 0]
    grids = [owner // 2 for owner in owners if owner % 2]
    return [*_packages(packages, today), *_grids(grids)]


def counted() -> int:
    """How many packages and grids there are. Two queries."""
    return Package.shown.count() + Grid.shown.count()


def qualities(today: date) -> Iterator[tuple[int, int]]:
    """The number and the quality of each package and grid. Two queries, streamed."""
    rows = Package.shown.order_by("id").values_list(*_STANDING)
    for id_, stars, downloads, updated, released, archived, status, ended in rows.iterator(5000):
        day = _latest(updated, released)
        rest = bool(archived or ended or status in AT_REST)
        standing = quality.Standing(stars, downloads, day, rest)
        yield owner_of(id_, is_grid=False), quality.of_package(standing, _number(today))
    for id_, size in _sized().order_by("id").values_list("id", "size").iterator(5000):
        yield owner_of(id_, is_grid=True), quality.of_grid(size)


def _packages(ids: Collection[int], today: date) -> Iterator[Document]:
    if not ids:
        return
    grids: dict[int, list[int]] = defaultdict(list)
    places = GridPackage.objects.filter(package__in=ids, grid__hidden=False).order_by()
    for package, grid in places.values_list("package_id", "grid_id"):
        grids[package].append(grid)
    rows = Package.shown.filter(id__in=ids).order_by().values_list(*_COLUMNS)
    former = _former(ids)
    for values in rows:
        row = _Read(*values)
        places_of = tuple(sorted(grids.get(row.id, ())))
        yield _document(row, places_of, tuple(former.get(row.id, ())), _number(today))


def _former(ids: Collection[int]) -> dict[int, list[str]]:
    """The slugs that the packages had, and those of packages merged into them."""
    found: dict[int, list[str]] = defaultdict(list)
    for model in (PastSlug, MovedSlug):
        rows = model._default_manager.filter(package__in=ids).order_by("slug")
        for package, slug in rows.values_list("package_id", "slug"):
            found[package].append(slug)
    return found


def _document(row: _Read, grids: tuple[int, ...], former: tuple[str, ...], today: int) -> Document:
    archived = bool(row.archived) or row.project_status in AT_REST
    deprecated = row.deprecated_at is not None
    updated = _latest(row.last_updated, row.released_at)
    standing = quality.Standing(row.stars, row.downloads, updated, archived or deprecated)
    classifiers = _texts(row.classifiers)
    return Document(
        id=row.id,
        is_grid=False,
        version=row.version,
        names=(row.slug, row.title, _last(row.pypi_url)),
        former=former,
        text="\n".join(filter(None, (row.description, row.summary))),
        topics=_texts(row.topics),
        authors=_authors(row),
        grids=grids,
        category=row.category,
        licence=row.licence or row.repository_licence or "",
        pythons=supports.pythons(row.requires_python, classifiers),
        frameworks=supports.frameworks(classifiers),
        stars=row.stars,
        updated=updated,
        archived=archived,
        deprecated=deprecated,
        released=bool(row.registry_version),
        quality=quality.of_package(standing, today),
    )


def _grids(ids: Collection[int]) -> Iterator[Document]:
    if not ids:
        return
    columns = ("id", "version", "slug", "title", "description", "size")
    rows = _sized().filter(id__in=ids).order_by().values_list(*columns)
    for id_, version, slug, title, description, size in rows:
        yield Document(
            id=id_,
            is_grid=True,
            version=version,
            names=(slug, title),
            text=description,
            quality=quality.of_grid(size),
        )


def _sized() -> Any:
    size = Count("grid_packages", filter=Q(grid_packages__package__hidden=False))
    return Grid.shown.annotate(size=size)


def _authors(row: _Read) -> tuple[str, ...]:
    """Whose it is: the owner of the repository, those on the registry, and who wrote most of it."""
    parts = row.repo_url.partition("://")[2].split("/")
    place = parts[1] if len(parts) > 2 else ""
    return tuple(dict.fromkeys([place, *_texts(row.owners)[:3], *_texts(row.participants)[:4]]))


def _texts(values: list[Any] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if isinstance(value, str))


def _last(url: str) -> str:
    """The project's name in its address on the registry: the last part, where versions are none."""
    name = url.rstrip("/").rpartition("/")[2]
    return name if name[:1].isalpha() and len(name) <= 100 else ""


def _latest(*moments: datetime | None) -> int | None:
    known = [moment for moment in moments if moment is not None]
    return day_of(max(known).astimezone(UTC).date()) if known else None


def _number(today: date) -> int:
    return today.toordinal() - date(1970, 1, 1).toordinal()
