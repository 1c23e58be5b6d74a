"""What became of entries that were to be stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from packdex.core.entries import Entry


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that was not stored: which of its fields is wrong, and why."""

    entry: Entry
    field: str
    reason: str


@dataclass(slots=True)
class Stored:
    """The ids of the entries that were new, that changed something, and that changed nothing.

    `refused` are the entries that were left out; nothing of them was stored.
    """

    created: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
