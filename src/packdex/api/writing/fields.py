"""What of a row a body wants to have otherwise: names known, facts left alone, nothing missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from packdex.catalog.actions.errors import InvalidError

Wanted = dict[str, Any]
Read = Callable[[Any], Any]


class Problems:
    """Collects what is wrong with each field, so that a caller is told all of it at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, message: str) -> None:
        """Note what is wrong with `field`."""
        self.found.setdefault(field, []).append(message)

    def reading(self, field: str, read: Read, told: Any) -> Any:
        """What `read` makes of `told`; None where it raises InvalidError, which is noted."""
        try:
            return read(told)
        except InvalidError as error:
            self.add(field, error.message)
            return None

    def end(self) -> None:
        """Raise ValidationError if anything was noted."""
        if self.found:
            raise ValidationError(self.found)


def wanted(
    shape: Serializer[Any],
    told: Mapping[str, Any],
    stands: Mapping[str, Any] | None = None,
    *,
    whole: bool = False,
) -> Wanted:
    """What `told` says of the fields that can be written, where it is not what `stands` there.

    `shape` declares the fields. One that is read only may be told if it is told as it stands, so
    that what was read can be sent back; its `first_fields` may be told of a row that is new.
    `whole`: all that can be written has to be told; else the fields that are required, of a row
    that is new. Raises ValidationError.
    """
    problems = Problems()
    fields = shape.fields
    writable = [name for name, field in fields.items() if not field.read_only]
    for name in sorted(told.keys() - fields.keys()):
        problems.add(
            name[:60], f"is no field; those that can be written are {', '.join(writable)}."
        )
    first = set(getattr(shape, "first_fields", ())) if stands is None else set()
    for name in told.keys() & fields.keys() - {*writable, *first}:
        if stands is None:
            problems.add(name, "is not set by callers; leave it out.")
        elif not _same(told[name], stands[name]):
            problems.add(name, "cannot be changed; leave it out, or send it as it is.")
    for name in writable:
        if name not in told and (whole or (stands is None and fields[name].required)):
            more = (
                " PUT names all fields that can be written; PATCH those to change." if whole else ""
            )
            problems.add(name, f"is missing.{more}")
    problems.end()
    return {
        name: told[name]
        for name in (*writable, *first)
        if name in told and (stands is None or name not in stands or told[name] != stands[name])
    }


def _same(told: object, stands: object) -> bool:
    """Whether both are the same, however the moment is written that both are."""
    if told == stands and isinstance(told, bool) == isinstance(stands, bool):
        return True
    if not isinstance(told, str) or not isinstance(stands, str):
        return False
    try:
        moments = datetime.fromisoformat(told), datetime.fromisoformat(stands)
    except ValueError:
        return False
    return all(moment.tzinfo for moment in moments) and moments[0] == moments[1]
