"""What the catalogue says of packages and grids, as documents for the index. None hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from packdex.catalog.models import Grid, GridPackage, MovedSlug, Package, PastSlug
from packdex.core.search import quality, supports
from packdex.core.search.document import MOST_LETTERS, Document, Traits, owner_of
from packdex.search.engines.tables import execute

AT_REST = frozenset({"archived", "quarantined", "deprecated"})
"""States of a project on its registry in which nothing more is to be expected."""

Moment = datetime | None
Json = str | None

_EPOCH = date(1970, 1, 1).toordinal()


class _Read(NamedTuple):
    """The columns of a package that the index is made from, as the database gives them."""

    id: int
    version: int
    slug: str
    title: str
    category: int
    repo_url: str
    pypi_url: str
    deprecated_at: Moment
    description: str | None
    summary: str | None
    topics: Json
    licence: str | None
    repository_licence: str | None
    requires_python: str | None
    classifiers: Json
    owners: Json
    participants: Json
    stars: int | None
    downloads: int | None
    last_updated: Moment
    released_at: Moment
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
_LONG = frozenset({"facts__description", "facts__registry_summary"})
_STANDING = (
    "id", "facts__stars", "facts__downloads", "facts__last_updated", "facts__released_at",
    "facts__archived", "facts__project_status", "deprecated_at",
)  # fmt: skip
_CHUNK = 5_000


def documents(owners: Collection[int], today: date) -> list[Document]:
    """The documents of those that are there and not hidden. Six queries at most."""
    packages = [owner // 2 for owner in owners if owner % 2 == 0]
    grids = [owner // 2 for owner in owners if owner % 2]
    return [*_packages(packages, today), *_grids(grids)]


def counted() -> int:
    """How many packages and grids there are. Two queries."""
    return Package.shown.count() + Grid.shown.count()


def qualities(today: date) -> Iterator[tuple[int, int]]:
    """The number and the quality of each package and grid, read in parts."""
    now = _number(today)
    last = 0
    while rows := _rows(Package.shown.filter(id__gt=last).order_by("id"), _STANDING, _CHUNK):
        for id_, stars, downloads, updated, released, archived, status, ended in rows:
            rest = bool(archived or ended or status in AT_REST)
            standing = quality.Standing(stars, downloads, _latest(updated, released), rest)
            yield owner_of(id_, is_grid=False), quality.of_package(standing, now)
        last = rows[-1][0]
    for id_, size in _sized().order_by("id").values_list("id", "size").iterator(_CHUNK):
        yield owner_of(id_, is_grid=True), quality.of_grid(size)


def _packages(ids: Collection[int], today: date) -> Iterator[Document]:
    if not ids:
        return
    among = ",".join(map(str, sorted(ids)))
    grids: dict[int, list[int]] = defaultdict(list)
    places = GridPackage.objects.filter(grid__hidden=False).order_by()
    for package, grid in _rows(_among(places, "package_id", among), ("package_id", "grid_id")):
        grids[package].append(grid)
    former: dict[int, list[str]] = defaultdict(list)
    for model in (PastSlug, MovedSlug):
        slugs = _among(model._default_manager.order_by("slug"), "package_id", among)
        for package, slug in _rows(slugs, ("package_id", "slug")):
            former[package].append(slug)
    # No more of long texts than an entry takes: thousands are read at once.
    columns = [Left(name, MOST_LETTERS) if name in _LONG else name for name in _COLUMNS]
    for values in _rows(_among(Package.shown.order_by(), "id", among), columns):
        row = _Read(*values)
        places_of = tuple(sorted(grids.get(row.id, ())))
        yield _document(row, places_of, tuple(former.get(row.id, ())), _number(today))


def _among(rows: QuerySet[Any], column: str, ids: str) -> QuerySet[Any]:
    """Those of `rows` of which `column` is one of `ids`, which are thousands of whole numbers."""
    name = rows.model._meta.db_table
    return rows.extra(where=[f"{name}.{column} IN ({ids})"])  # noqa: S610 - our own names, numbers


def _rows(
    found: QuerySet[Any], columns: Sequence[str | Left], limit: int | None = None
) -> list[tuple[Any, ...]]:
    """The columns of what was found, as the database gives them.

    To make Python's values of each costs more than all else that is done with them.
    """
    query, values = found.values_list(*columns)[:limit].query.sql_with_params()
    return execute(query, values)


def _document(row: _Read, grids: tuple[int, ...], former: tuple[str, ...], today: int) -> Document:
    archived = bool(row.archived) or row.project_status in AT_REST
    deprecated = row.deprecated_at is not None
    updated = _latest(row.last_updated, row.released_at)
    standing = quality.Standing(row.stars, row.downloads, updated, archived or deprecated)
    return Document(
        row.id,
        is_grid=False,
        version=row.version,
        names=(row.slug, row.title, _last(row.pypi_url)),
        former=former,
        text=f"{row.description or ''}\n{row.summary or ''}",
        topics=_texts(row.topics),
        authors=_authors(row),
        grids=grids,
        traits=Traits(
            row.category,
            row.licence or row.repository_licence or "",
            *_supports(row.requires_python, row.classifiers),
            archived,
            deprecated,
            in_grid=bool(grids),
            released=bool(row.registry_version),
        ),
        stars=row.stars,
        updated=updated,
        quality=quality.of_package(standing, today),
    )


def _grids(ids: Collection[int]) -> Iterator[Document]:
    if not ids:
        return
    columns = ("id", "version", "slug", "title", Left("description", MOST_LETTERS), "size")
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


@lru_cache(maxsize=5_000)
def _supports(requires: str | None, classifiers: Json) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Pythons and the frameworks, which are the same for many packages."""
    texts = _texts(classifiers)
    return supports.pythons(requires, texts), supports.frameworks(texts)


def _texts(values: Json) -> tuple[str, ...]:
    if not values or values == "[]":
        return ()
    return tuple(value for value in orjson.loads(values) or () if isinstance(value, str))


def _last(url: str) -> str:
    """The project's name in its address on the registry: the last part, where versions are none."""
    name = url.rstrip("/").rpartition("/")[2]
    return name if name[:1].isalpha() and len(name) <= 100 else ""


def _latest(one: Moment, other: Moment) -> int | None:
    """The day of the later one."""
    if one is None or other is None:
        only = one or other
        return None if only is None else _day(only)
    return max(_day(one), _day(other))


def _day(moment: datetime) -> int:
    """The day of a moment; one without a zone, as SQLite gives it, is in UTC."""
    return _number(moment if moment.tzinfo is None else moment.astimezone(UTC))


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH
