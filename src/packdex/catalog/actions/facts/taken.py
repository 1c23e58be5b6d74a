"""What a source told of one package, ready to be recorded, and recording many such at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db import DataError, IntegrityError

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Taken(Generic[F]):
    """Facts of a package, taken from the source at `origin` at `taken_at` (UTC).

    `etag` is what the source gave for the next question.
    """

    package_id: int
    facts: F
    origin: str
    etag: str | None
    taken_at: datetime


def record_each(
    taken: Sequence[Taken[F]], record: Callable[[Sequence[Taken[F]]], None]
) -> dict[int, str]:
    """Have `record` store all of them in one transaction, or, where that fails, each in its own.

    So what the database refuses of one package spoils no other. Returns why, by the ids of the
    packages of which nothing could be stored. Trouble of the database itself is raised.
    """
    if not taken:
        return {}
    try:
        record(taken)
    except (DataError, IntegrityError, ValueError, OverflowError) as error:
        if len(taken) == 1:
            return {taken[0].package_id: f"What it told cannot be stored: {error}"[:500]}
    else:
        return {}
    refused: dict[int, str] = {}
    for one in taken:
        refused |= record_each([one], record)
    return refused
