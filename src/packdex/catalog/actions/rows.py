"""Writing many rows with given ids at once, and only those that differ from what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

# What one lookup asks of the database at most.
PART = 500

Values = dict[str, Any]


@dataclass(slots=True)
class Written:
    """The ids of new rows, and for each changed one which of its fields changed."""

    created: set[int] = field(default_factory=set)
    changed: dict[int, set[str]] = field(default_factory=dict)

    def with_changed(self, *names: str) -> set[int]:
        """The ids of the rows in which one of these fields changed."""
        return {id_ for id_, fields in self.changed.items() if fields & set(names)}


def parts(ids: Collection[int]) -> Iterator[Sequence[int]]:
    """The ids in ascending order, in parts that one query can ask for."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), PART):
        yield wanted[start : start + PART]


def stored_rows(model: type[models.Model], ids: Collection[int]) -> dict[int, Any]:
    """The stored rows by primary key, locked until the transaction ends where a database can."""
    found: dict[int, Any] = {}
    for part in parts(ids):
        rows = model._default_manager.select_for_update(of=("self",)).order_by("pk")
        found |= {row.pk: row for row in rows.filter(pk__in=part)}
    return found


def write(
    model: type[models.Model], wanted: Mapping[int, Values], stored: Mapping[int, Any]
) -> Written:
    """Make the rows of `model` have the `wanted` values, by primary key; returns what was done.

    `stored` is what `stored_rows` gave for these ids. All wanted rows name the same fields. Fields
    that are not named keep what they have, or get their default in a new row.
    """
    written = Written()
    rows = []
    for id_, values in wanted.items():
        row = stored.get(id_)
        if row is None:
            written.created.add(id_)
            rows.append(model(pk=id_, **values))
            continue
        differing = {name for name, value in values.items() if getattr(row, name) != value}
        if differing:
            written.changed[id_] = differing
            for name in differing:
                setattr(row, name, values[name])
            rows.append(row)
    if rows:
        model._default_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=list(next(iter(wanted.values()))),
        )
    if written.created:
        _advance_sequence(model, max(written.created))
    return written


def update(changed: Sequence[models.Model], fields: Collection[str]) -> None:
    """Write these fields of stored rows of one model, in the order of their keys.

    Unlike Django's bulk_update, whose statement names each row and value, this one is made once.
    """
    if not changed:
        return
    meta = changed[0]._meta
    columns = [field for field in meta.concrete_fields if field.name in fields]
    sets = ", ".join(f"{column.column} = %s" for column in columns)
    query = f"UPDATE {meta.db_table} SET {sets} WHERE {meta.pk.column} = %s"  # noqa: S608
    values = [
        [*(c.get_db_prep_save(getattr(row, c.attname), connection) for c in columns), row.pk]
        for row in sorted(changed, key=lambda row: row.pk)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(query, values)


def one_importer() -> None:
    """Let no second writer of many rows in until this transaction ends.

    What is looked up here (free slugs, last positions) must still hold when it is written. On
    SQLite a writing transaction is alone anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('packdex.catalog.actions'))")


def _advance_sequence(model: type[models.Model], id_: int) -> None:
    """Have PostgreSQL give later rows ids above `id_`. SQLite counts from the highest by itself."""
    primary_key = model._meta.pk
    if connection.vendor != "postgresql" or not isinstance(primary_key, models.AutoField):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            # Never back: an id that was in use once must not come to mean something else.
            "SELECT setval(name, %s) FROM (SELECT pg_get_serial_sequence(%s, %s) AS name) s"
            " WHERE coalesce(pg_sequence_last_value(name::regclass), 0) < %s",
            [id_, model._meta.db_table, primary_key.column, id_],
        )
