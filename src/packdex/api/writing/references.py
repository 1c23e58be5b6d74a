"""Relations as callers write them: an id, a slug, or a link to what is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from packdex.catalog.actions.errors import InvalidError

Row = TypeVar("Row", bound=Model)

LARGEST_ID = 2**63 - 1
_LINK = re.compile(
    r"/api/v[345]/(packages|grids|categories)/([-a-z0-9_]{1,50})(?:/|\.json)?(?:\?format=\w+)?"
)
_KEY = re.compile(r"[-a-z0-9_]{1,50}")


def ids_of(field: str, told: object, rows: QuerySet[Row], origin: str, *, most: int) -> list[int]:
    """The ids of the rows that a list names, in its order.

    `rows` are those that may be named; `origin` is that of our own links. Raises InvalidError for
    what is no list, has more than `most` members, names something twice or nothing at all.
    """
    if not isinstance(told, list):
        raise InvalidError(field, "is no list of ids or links.")
    if len(told) > most:
        raise InvalidError(field, f"has {len(told):,} members; at most {most:,} are taken.")
    keys = [_key_of(field, one, rows, origin) for one in told]
    found = _found(keys, rows)
    ids: dict[int, None] = {}
    for key, one in zip(keys, told, strict=True):
        if key not in found:
            raise InvalidError(field, f"{_short(one)}: there is no such {_name(rows)}.")
        if found[key] in ids:
            raise InvalidError(field, f"{_short(one)} is named twice.")
        ids[found[key]] = None
    return list(ids)


def id_of(field: str, told: object, rows: QuerySet[Row], origin: str) -> int:
    """The id of the row that one value names. Raises InvalidError."""
    return ids_of(field, [told], rows, origin, most=1)[0]


def _key_of(field: str, told: object, rows: QuerySet[Row], origin: str) -> int | str:
    """The id, or the slug, that is written. As in addresses, digits only are an id."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    key = told if isinstance(told, str) and _KEY.fullmatch(told) else None
    if key is None and isinstance(told, str):
        link = _LINK.fullmatch(told.removeprefix(origin))
        key = link[2] if link and link[1] == rows.model._meta.verbose_name_plural else None
    if key is None:
        raise InvalidError(
            field,
            f"{_short(told)} names no {_name(rows)}; an id, a slug or a link does, such as"
            f" {origin}/api/v4/{rows.model._meta.verbose_name_plural}/1/.",
        )
    return int(key) if key.isdigit() else key


def _found(keys: Sequence[int | str], rows: QuerySet[Row]) -> dict[int | str, int]:
    ids = [key for key in keys if isinstance(key, int) and 0 < key <= LARGEST_ID]
    slugs = [key for key in keys if isinstance(key, str)]
    found: dict[int | str, int] = {}
    for start in range(0, len(ids), 500):
        part = rows.filter(pk__in=ids[start : start + 500]).values_list("pk", flat=True)
        found |= {id_: id_ for id_ in part}
    for start in range(0, len(slugs), 500):
        found |= dict(rows.filter(slug__in=slugs[start : start + 500]).values_list("slug", "pk"))
    return found


def _name(rows: QuerySet[Row]) -> str:
    return str(rows.model._meta.verbose_name)


def _short(told: object) -> str:
    text = repr(told) if not isinstance(told, str) else f"'{told}'"
    return text if len(text) <= 80 else f"{text[:79]}…"
