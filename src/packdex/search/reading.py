"""Reading what the catalogue says of packages and grids, for the index. None hidden."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from packdex.catalog.models import Grid, GridPackage, MovedSlug, Package, PastSlug
from packdex.core.search import quality
from packdex.core.search.document import MOST_LETTERS, Document, owner_of
from packdex.core.search.record import Records, day_number, documents_of, quality_of
from packdex.search.engines import tables
from packdex.search.engines.tables import execute

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
    """The documents of those that are there and not hidden. Five queries at most."""
    return documents_of(records(owners), today)


def records(owners: Collection[int]) -> Records:
    """What is said of those that are there and not hidden. Five queries at most."""
    packages = [owner // 2 for owner in owners if owner % 2 == 0]
    grids = [owner // 2 for owner in owners if owner % 2]
    return Records(
        packages=_of("packages", packages),
        places=_of("places", packages),
        former=_of("past slugs", packages) + _of("moved slugs", packages),
        grids=_of("grids", grids),
    )


def are_more_than(most: int) -> bool:
    """Whether there are more packages and grids than that. Two queries, that count no further."""
    packages = Package.shown.order_by()[: most + 1].count()
    return packages + Grid.shown.order_by()[: most + 1].count() > most


def qualities(today: date) -> Iterator[tuple[int, int]]:
    """The number and the quality of each package and grid, read in parts."""
    now = day_number(today)
    last = 0
    while rows := _standing(last):
        for id_, *standing in rows:
            yield owner_of(id_, is_grid=False), quality_of(standing, now)
        last = rows[-1][0]
    for id_, size in _sized().order_by("id").values_list("id", "size").iterator(_CHUNK):
        yield owner_of(id_, is_grid=True), quality.of_grid(size)


def _standing(last: int) -> list[tuple[Any, ...]]:
    rows = Package.shown.filter(id__gt=last).order_by("id").values_list(*_STANDING)[:_CHUNK]
    return execute(*rows.query.sql_with_params())


def _of(kind: str, ids: Collection[int]) -> list[tuple[Any, ...]]:
    """The columns of that kind of rows, of those with `ids`, as the database gives them.

    To make Python's values of each costs more than all else that is done with them.
    """
    if not ids:
        return []
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
