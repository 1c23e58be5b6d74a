"""What reading a source gives, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

import orjson

from packdex.exchange.fields import RecordError

MAX_ITEM = 10_000_000  # bytes
MAX_STEP_ITEMS = 500
MAX_STEP_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """An object that was left out: the file or address, the line or number in it, and why.

    `line` is 0 and `field` "" where the fault has no such place.
    """

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        parts = [self.file, str(self.line) if self.line else "", self.field, self.reason]
        return ": ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Item:
    """A decoded JSON value, or the error that stands in its place.

    `line` counts from 1: the line of a file of lines, the number of the object elsewhere. `size`
    is about how many bytes it had.
    """

    file: str
    line: int
    value: object = None
    error: RecordError | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """Items that are stored together, and where to continue once they are.

    `done` of `total` says how far the stage has come, None where that is not known.
    """

    stage: str
    items: list[Item]
    position: dict[str, Any]
    done: int = 0
    total: int | None = None


@dataclass(slots=True)
class Batch:
    """Collects items until they make a step."""

    items: list[Item] = field(default_factory=list)
    size: int = 0

    def add(self, item: Item) -> bool:
        """Take an item; true when the batch is full."""
        self.items.append(item)
        self.size += item.size
        return len(self.items) >= MAX_STEP_ITEMS or self.size >= MAX_STEP_BYTES


class Source(Protocol):
    """Something that can be imported."""

    name: str
    fingerprint: str

    def steps(self, position: dict[str, Any] | None) -> Iterator[Step]:
        """All steps, or those after the one whose position this is."""
        ...


class UnusableSourceError(Exception):
    """A source that cannot be read. The message says why, and what would be right."""


class NothingFoundError(UnusableSourceError):
    """A source that is not there, may not be read, or is none: another one has to be named."""


def decode(raw: bytes) -> object:
    """The JSON value in `raw`; raises RecordError when it holds none."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        # The standard library takes more (halves of characters, large numbers), so that what is
        # wrong can be told by field; what it refuses too is broken as a whole.
        return _decode_slowly(raw)


def decoded(file: str, line: int, raw: bytes) -> Item:
    """The item that `raw` is."""
    try:
        return Item(file, line, decode(raw), size=len(raw))
    except RecordError as error:
        return Item(file, line, error=error, size=len(raw))


def _decode_slowly(raw: bytes) -> object:
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=refuse_constant)
    except UnicodeDecodeError as error:
        raise RecordError("", f"byte {error.start + 1} is not UTF-8") from None
    except RecursionError:
        raise RecordError("", "no JSON that can be read: nested too deep") from None
    except json.JSONDecodeError as error:
        # Mostly it is one line, of which the reader knows already which one it is.
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise RecordError("", f"no JSON: {error.msg} at {line}column {error.colno}") from None
    except ValueError as error:
        raise RecordError("", f"no JSON: {error}") from None


def refuse_constant(name: str) -> NoReturn:
    """JSON has no NaN and no Infinity, though Python writes them."""
    raise ValueError(f"{name} is no JSON number")
