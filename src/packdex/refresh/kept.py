"""Writing frozen dataclasses as JSON and reading them back, by the types of their fields."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")


def written(value: Any) -> Any:
    """`value` as what JSON has: dataclasses as objects, times by ISO 8601, tuples as arrays."""
    if is_dataclass(value):
        return {field.name: written(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    if isinstance(value, Mapping):
        return {written(key): written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    return value


def read(kind: type[V], value: Any) -> V:
    """The dataclass `kind` out of what `written` made of one.

    Raises KeyError, TypeError or ValueError where it was made of another one.
    """
    found: V = _read(kind, value, {})
    return found


def _read(kind: Any, value: Any, known: Mapping[Any, Any]) -> Any:
    kind = known.get(kind, kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        (kind,) = (argument for argument in arguments if argument is not type(None))
        return None if value is None else _read(kind, value, known)
    if origin is tuple:
        of = arguments[:1] * len(value) if arguments[-1] is ... else arguments
        return tuple(_read(each, item, known) for each, item in zip(of, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        of_key, of_item = arguments
        return {_read(of_key, k, known): _read(of_item, v, known) for k, v in value.items()}
    if is_dataclass(origin or kind):
        return _read_object(origin or kind, arguments, value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return value


def _read_object(kind: Any, arguments: tuple[Any, ...], value: Mapping[str, Any]) -> Any:
    """A dataclass; `arguments` are what its type variables stand for."""
    known = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=False))
    hints = get_type_hints(kind)
    return kind(**{f.name: _read(hints[f.name], value[f.name], known) for f in fields(kind)})
