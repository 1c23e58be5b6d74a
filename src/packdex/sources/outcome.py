"""What can come of asking a source; exactly one of these, so that no failure looks like success."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Fetched(Generic[F]):
    """New facts, taken at `taken_at` (UTC). `etag` goes with the next question, verbatim."""

    facts: F
    etag: str | None
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class NotModified:
    """The facts that we hold were still true at `taken_at` (UTC)."""

    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """What we asked about now has another name; `to` is its address."""

    to: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The source does not have it; `status` is the HTTP status that said so."""

    status: int


@dataclass(frozen=True, slots=True)
class RateLimited:
    """The source wants no further question before `until` (UTC)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was learnt. `why` is a sentence for the reader.

    `permanent` is true when the same question would fail the same way until something changes at
    the other end or in our settings: it may wait long before it is asked again. `ours` is true when
    this machine was in the way, and nothing is to be held against whoever was asked.
    """

    why: str
    permanent: bool
    ours: bool = False


Outcome: TypeAlias = Fetched[F] | NotModified | Moved | Gone | RateLimited | Failed
