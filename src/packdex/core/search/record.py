"""What the catalogue says of packages and grids, as the database gives it, and documents of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from packdex.core.search import quality, supports
from packdex.core.search.document import Document, Traits

AT_REST = frozenset({"archived", "quarantined", "deprecated"})
"""States of a project on its registry in which nothing more is to be expected."""

Moment = datetime | None
Json = str | None

_EPOCH = date(1970, 1, 1).toordinal()


class Record(NamedTuple):
    """The columns of a package that its entry is made from. None: not known."""

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


class Records(NamedTuple):
    """All that is said of some packages and grids.

    `packages` are the columns of `Record`; `places` are ids of packages, each with that of a grid
    that it is in, and `former` with a slug that it had. `grids` have id, version, slug, title,
    description and how many packages they have.
    """

    packages: Sequence[tuple[Any, ...]] = ()
    places: Iterable[tuple[Any, ...]] = ()
    former: Iterable[tuple[Any, ...]] = ()
    grids: Sequence[tuple[Any, ...]] = ()


def documents_of(said: Records, today: date) -> list[Document]:
    """The documents of these packages and grids, with their quality of the day `today`."""
    now = day_number(today)
    return [*_packages(said, now), *map(_grid, said.grids)]


def quality_of(standing: Sequence[Any], today: int) -> int:
    """The quality of a package on the day `today` (since 1970).

    `standing` are its stars, its downloads, when it was updated and when released, whether it is
    archived, the status of its project, and when it was deprecated.
    """
    stars, downloads, updated, released, archived, status, ended = standing
    rest = bool(archived or ended or status in AT_REST)
    return quality.of_package(
        quality.Standing(stars, downloads, _latest(updated, released), rest), today
    )


def day_number(day: date) -> int:
    """The number of a day since 1970."""
    return day.toordinal() - _EPOCH


def _packages(said: Records, today: int) -> Iterator[Document]:
    grids: dict[int, list[int]] = defaultdict(list)
    for package, grid in said.places:
        grids[package].append(grid)
    former: dict[int, list[str]] = defaultdict(list)
    for package, slug in said.former:
        former[package].append(slug)
    for values in said.packages:
        row = Record(*values)
        places = tuple(sorted(grids.get(row.id, ())))
        yield _package(row, places, tuple(former.get(row.id, ())), today)


def _package(row: Record, grids: tuple[int, ...], former: tuple[str, ...], today: int) -> Document:
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


def _grid(row: Sequence[Any]) -> Document:
    id_, version, slug, title, description, size = row
    return Document(
        id=id_,
        is_grid=True,
        version=version,
        names=(slug, title),
        text=description,
        quality=quality.of_grid(size),
    )


def _authors(row: Record) -> tuple[str, ...]:
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
    return day_number(moment if moment.tzinfo is None else moment.astimezone(UTC))
