"""All that is stored about one person, for that person to take along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from packdex.accounts.models import User

Told = dict[str, Any]

SECRET = frozenset({"password", "digest", "session_key", "hash", "key", "token", "secret"})
"""Fields that prove something to this instance: nobody is told, their owner neither."""

_SEALED = "data"
"""What allauth keeps secrets of devices and sessions in; only a device's name is told of it."""


def everything(user: User) -> Told:
    """The account and every row of any table that names it, by what the tables hold.

    Dates are datetimes with a zone, for a writer of JSON to write. A query for each such table.
    """
    told: Told = {"account": _row(user)}
    for model, field in sorted(_naming(user), key=lambda found: found[0]._meta.label):
        near = [one.name for one in _links(model) if one.related_model is not User]
        rows = model._default_manager.filter(**{field.name: user.pk}).order_by("pk")
        name = str(model._meta.verbose_name_plural)
        if field.name not in {"user", "by", "owner"}:
            name = f"{name}: {str(field.name).replace('_', ' ')}"
        told[name] = [_row(row) for row in rows.select_related(*near)]
    return {name: rows for name, rows in told.items() if rows}


def _naming(user: User) -> Iterator[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """The tables that point to accounts, but for histories, whose changes are told as such."""
    for relation in user._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel):
            model, field = relation.related_model, relation.field
            is_history = hasattr(model, "history_id")
            if isinstance(field, models.ForeignKey) and not is_history:
                yield model, field


def _links(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, models.ForeignKey)]


def _row(row: models.Model) -> Told:
    told: Told = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name == _SEALED:
            if isinstance(value, dict) and "name" in value:
                told["name"] = value["name"]
        elif field.name in SECRET or value in (None, ""):
            continue
        elif isinstance(field, models.ForeignKey):
            if field.related_model is not User:
                told[field.name] = str(getattr(row, field.name))
        else:
            told[field.name] = _plain(value)
    return told


def _plain(value: Any) -> Any:
    known = (str, int, float, bool, datetime, dict, list)
    return value if isinstance(value, known) else str(value)
