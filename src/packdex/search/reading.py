"""What the catalogue says of packages and grids, as documents for the index. None hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from packdex.catalog.models import Grid, GridPackage, MovedSlug, Package, PastSlug
from packdex.core.search import quality, supports
from packdex.core.search.document import MOST_LETTERS, Document, Traits, owner_of
from packdex.search.engines import tables
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
_LONG = frozenset({"description", "facts__description", "facts__registry_summary"})
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


def are_more_than(most: int) -> bool:
    """Whether there are more packages and grids than that. Two queries, that count no further."""
    packages = Package.shown.order_by()[: most + 1].count()
    return packages + Grid.shown.order_by()[: most + 1].count() > most


def qualities(today: date) -> Iterator[tuple[int, int]]:
    """The number and the quality of each package and grid, read in parts."""
    now = _number(today)
    last = 0
    while rows := _standing(last):
        for id_, stars, downloads, updated, released, archived, status, ended in rows:
            rest = bool(archived or ended or status in AT_REST)
            standing = quality.Standing(stars, downloads, _latest(updated, released), rest)
            yield owner_of(id_, is_grid=False), quality.of_package(standing, now)
        last = rows[-1][0]
    for id_, size in _sized().order_by("id").values_list("id", "size").iterator(_CHUNK):
        yield owner_of(id_, is_grid=True), quality.of_grid(size)


def _standing(last: int) -> list[tuple[Any, ...]]:
    rows = Package.shown.filter(id__gt=last).order_by("id").values_list(*_STANDING)[:_CHUNK]
    return execute(*rows.query.sql_with_params())


def _packages(ids: Collection[int], today: date) -> Iterator[Document]:
    if not ids:
        return
    grids: dict[int, list[int]] = defaultdict(list)
    for package, grid in _of("places", ids):
        grids[package].append(grid)
    former: dict[int, list[str]] = defaultdict(list)
    for package, slug in (*_of("past slugs", ids), *_of("moved slugs", ids)):
        former[package].append(slug)
    for values in _of("packages", ids):
        row = _Read(*values)
        places_of = tuple(sorted(grids.get(row.id, ())))
        yield _document(row, places_of, tuple(former.get(row.id, ())), _number(today))


def _of(kind: str, ids: Collection[int]) -> list[tuple[Any, ...]]:
    """The columns of that kind of rows, of those with `ids`, as the database gives them.

    To make Python's values of each costs more than all else that is done with them.
    """
    query, values = _statement(kind, connection.vendor)
    return execute(query, [tables.many(ids) if value is _IDS else value for value in values])


_IDS = object()


@cache
def _statement(kind: str, vendor: str) -> tuple[str, Sequence[Any]]:
    """The statement for rows of a kind, and its values, of which _IDS is one."""
    rows, column, columns = _KINDS[kind]()
    name = f"{rows.model._meta.db_table}.{column}"
    # No more of long texts than an entry takes: thousands are read.
    read = [Left(each, MOST_LETTERS) if each in _LONG else each for each in columns]
    found = rows.extra(where=[tables.within(name)], params=[_IDS])  # noqa: S610 - our own names
    return found.values_list(*read).query.sql_with_params()


def _sized() -> QuerySet[Any]:
    size = Count("grid_packages", filter=Q(grid_packages__package__hidden=False))
    return Grid.shown.annotate(size=size)


_KINDS: dict[str, Callable[[], tuple[QuerySet[Any], str, tuple[str, ...]]]] = {
    "packages": lambda: (Package.shown.order_by(), "id", _COLUMNS),
    "places": lambda: (
        GridPackage.objects.filter(grid__hidden=False).order_by(),
        "package_id",
        ("package_id", "grid_id"),
    ),
    "past slugs": lambda: (
        PastSlug.objects.order_by("slug"), "package_id", ("package_id", "slug")
    ),
    "moved slugs": lambda: (
        MovedSlug.objects.order_by("slug"), "package_id", ("package_id", "slug")
    ),
    "grids": lambda: (
        _sized().order_by(), "id", ("id", "version", "slug", "title", "description", "size")
    ),
}  # fmt: skip


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
    for id_, version, slug, title, description, size in _of("grids", ids):
        yield Document(
            id=id_,
            is_grid=True,
            version=version,
            names=(slug, title),
            text=description,
            quality=quality.of_grid(size),
        )


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
