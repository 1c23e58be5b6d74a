"""Answers prepared beside the rows they are about.

What is expensive to build (the v4 and v3 JSON of a package, its page) is stored as bytes with the
version of the row that it was made from. A read compares the two versions in the same query, so an
answer is either current or made anew; nothing expires by time.

The rooms that show something register how to write it (`register`), so that writers of the
catalogue can have answers prepared (`prepare`) without knowing those rooms.
"""

from __future__ import annotations

import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models

from packdex import __version__
from packdex.catalog import browse, queries, reads
from packdex.catalog.actions.facts import judge
from packdex.catalog.models import (
    Category,
    CategoryAnswers,
    Grid,
    GridAnswers,
    GridListing,
    Package,
    PackageAnswers,
    PackageListing,
    PackagePage,
    VerdictAnswers,
)

# Writers put ORIGIN where the origin of a link belongs ("https://packages.example.org"). It cannot
# be guessed, so no text of the catalogue can hold it. In the stored bytes it is one control
# character, which neither JSON nor our pages can hold otherwise.
ORIGIN = f"@{secrets.token_hex(16)}@"
_ORIGIN_BYTES = ORIGIN.encode()
_STORED_ORIGIN = b"\x01"

# What one lookup asks of the database at most; both databases take it as parameters of one query.
_BATCH = 500

Write = Callable[[Any], bytes]


@dataclass(frozen=True)
class Kind:
    """A table with prepared answers: how its rows are loaded, and what is written about them.

    `only` is a condition on its rows, called `o`: all others are as good as not there. `ready`
    brings up to date what else is shown, before the rows are loaded; where answers do not show it,
    `only_writers` have it done, who prepare what they wrote.
    """

    rows: type[models.Model]
    answers: type[models.Model]
    load: Callable[[Sequence[int]], Iterable[Any]]
    only: str = ""
    ready: Callable[[Sequence[int]], object] | None = None
    only_writers: bool = False
    writers: dict[str, Write] = field(default_factory=dict)


_SHOWN = "NOT o.hidden"

PACKAGE = Kind(
    Package,
    PackageAnswers,
    queries.packages_to_answer,
    _SHOWN,
    ready=judge.make_current,
    only_writers=True,
)
PACKAGE_PAGE = Kind(
    Package, PackagePage, queries.packages_to_show, _SHOWN, ready=judge.make_current
)
PACKAGE_LISTING = Kind(Package, PackageListing, browse.packages_to_list, _SHOWN)
VERDICT = Kind(Package, VerdictAnswers, queries.packages_judged, _SHOWN, ready=judge.make_current)
GRID = Kind(Grid, GridAnswers, queries.grids_to_show, _SHOWN)
GRID_LISTING = Kind(Grid, GridListing, browse.grids_to_list, _SHOWN)
CATEGORY = Kind(Category, CategoryAnswers, queries.categories_to_show)


@dataclass(frozen=True, slots=True)
class Answer:
    """A current prepared answer: the bytes, still without origin, and when they were made.

    `made_at` is in seconds since 1970 (UTC).
    """

    id: int
    body: bytes
    made_at: int

    def at(self, origin: str) -> bytes:
        """The bytes with `origin` in every link."""
        return place(self.body, origin)


def place(body: bytes, origin: str) -> bytes:
    """`body` with `origin` in every link."""
    return body.replace(_STORED_ORIGIN, origin.encode())


def register(kind: Kind, column: str, write: Write, *, shape: str = "") -> None:
    """Have `write` make the answer that is stored in `column`.

    `write` takes a row as `kind.load` gives it and returns the whole body, with ORIGIN for the
    origin of links. `shape` is another text whenever `write` would make something else of the same
    row, such as a mark of its template: answers of another shape are stale. Called once for each
    answer, when the apps are ready.
    """
    kind.writers[column] = write
    if shape:
        _shapes.append(shape)


_shapes: list[str] = []


def current_format() -> int:
    """A number for the software and the settings that shape answers; others' answers are stale."""
    return _format(settings.TIME_ZONE, settings.DEBUG, tuple(_shapes))


@lru_cache(maxsize=8)
def _format(*shape: object) -> int:
    return zlib.crc32(f"{__version__} {shape}".encode())


def read(kind: Kind, column: str, *, id: int | None = None, slug: str = "") -> Answer | None:  # noqa: A002
    """The current answer about the row with `id`, or with `slug`. None: there is no such row.

    One query when the answer is prepared.
    """
    where, value = ("o.slug = %s", slug) if id is None else ("o.id = %s", id)
    found = _select(kind, column, where, [value])
    if not found:
        return None
    if isinstance(found[0], Answer):
        return found[0]
    # Gone in the meantime: then there is none, as if the question had come a moment later.
    return _remake(kind, column, [found[0]]).get(found[0])


def read_many(kind: Kind, column: str, ids: Sequence[int]) -> list[bytes]:
    """The current bodies for `ids`, in that order, without those that are gone.

    One query for up to 500 ids when all are prepared.
    """
    bodies = read_each(kind, column, ids)
    return [bodies[id_] for id_ in ids if id_ in bodies]


def read_each(kind: Kind, column: str, ids: Sequence[int]) -> dict[int, bytes]:
    """The same by the ids, in any order."""
    bodies: dict[int, bytes] = {}
    stale: list[int] = []
    shape = current_format()
    for part in _parts(ids):
        rows = _rows(kind, column, f"o.id IN ({_marks(len(part))})", part)
        for id_, version, made_of, made_in, _, body in rows:
            if body is not None and version == made_of and shape == made_in:
                bodies[id_] = bytes(body)
            else:
                stale.append(id_)
    if stale:
        bodies |= {id_: answer.body for id_, answer in _remake(kind, column, stale).items()}
    return bodies


def prepare(kind: Kind, ids: Iterable[int]) -> int:
    """Make and store every answer about the rows with `ids`; returns how many rows there were.

    Call it after `editions.touch`, in the same transaction or after it. An answer that was made
    while somebody else wrote carries the older version and so counts as stale.
    """
    done = 0
    for part in _parts(list(ids)):
        if kind.ready:
            kind.ready(part)
        rows = [_made(kind, row, list(kind.writers)) for row in kind.load(part)]
        _store(kind, rows, list(kind.writers))
        done += len(rows)
    return done


def stale_ids(kind: Kind, after: int = 0, limit: int = _BATCH) -> list[int]:
    """Up to `limit` ids above `after`, ascending, whose stored answers are missing or stale."""
    query = _query(kind, None, "o.id > %s")
    query += " AND (a.version IS NULL OR a.version <> o.version OR a.format <> %s)"
    query += " ORDER BY o.id LIMIT %s"
    return [row[0] for row in reads.read(query, [after, current_format(), limit])]


def _select(kind: Kind, column: str, where: str, values: Sequence[Any]) -> list[Answer | int]:
    """What the rows have stored: an Answer where it is current, the row's id where it is not."""
    shape = current_format()
    return [
        Answer(id_, bytes(body), made_at)
        if body is not None and version == made_of and shape == made_in
        else id_
        for id_, version, made_of, made_in, made_at, body in _rows(kind, column, where, values)
    ]


def _rows(kind: Kind, column: str, where: str, values: Sequence[Any]) -> reads.Rows:
    return reads.read(_query(kind, column, where), values)


@cache
def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _query(kind: Kind, column: str | None, where: str) -> str:
    owner, answers = kind.rows._meta.db_table, kind.answers._meta.db_table
    body = f", a.{column}" if column else ""
    only = f" AND {kind.only}" if kind.only else ""
    # The names are those of our own tables and columns; every value is a parameter.
    return (
        f"SELECT o.id, o.version, a.version, a.format, a.made_at{body}"  # noqa: S608
        f" FROM {owner} o LEFT JOIN {answers} a ON a.owner_id = o.id WHERE {where}{only}"
    )


def _remake(kind: Kind, column: str, ids: list[int]) -> dict[int, Answer]:
    """Fresh answers for `ids`, stored where that is possible."""
    answers: dict[int, Answer] = {}
    for part in _parts(ids):
        if kind.ready and not kind.only_writers:
            _where_possible(partial(kind.ready, part))
        rows = [_made(kind, row, list(kind.writers)) for row in kind.load(part)]
        answers |= {row.pk: Answer(row.pk, getattr(row, column), row.made_at) for row in rows}
        _where_possible(partial(_store, kind, rows, list(kind.writers)))
    return answers


def _where_possible(write: Callable[[], object]) -> None:
    try:
        write()
    except DatabaseError:
        # A read must not fail because its by-product could not be kept: the database may be
        # read-only or locked. The next read makes it again.
        if connection.in_atomic_block:
            raise


def _made(kind: Kind, row: Any, columns: list[str]) -> Any:
    bodies = {
        column: kind.writers[column](row).replace(_ORIGIN_BYTES, _STORED_ORIGIN)
        for column in columns
    }
    return kind.answers(
        owner_id=row.pk,
        version=row.version,
        format=current_format(),
        made_at=int(time.time()),
        **bodies,
    )


def _store(kind: Kind, rows: list[Any], columns: list[str]) -> None:
    kind.answers._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["owner"],
        update_fields=["version", "format", "made_at", *columns],
    )


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
