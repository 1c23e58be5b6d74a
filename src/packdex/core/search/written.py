"""An entry as it is stored: its key, and numbers for what many entries have in common."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import orjson

from packdex.core.search import quality
from packdex.core.search.document import Document, Entry, Traits

SERIAL_BITS = 40
"""Below a key's quality stands the serial number of its entry. Lower keys are better."""

MOST_KEPT = 5_000
"""Traits of which a process keeps the numbers: one means the same in every index."""


class Row(NamedTuple):
    """An entry as it is read. `traits` is the number of what many entries have in common."""

    key: int
    owner: int
    names: str
    about: str
    traits: int
    stars: int | None
    updated: int | None


class Written(NamedTuple):
    """An entry as it is written: a row, and what is read of none when there are many.

    `words` are those of its names, `digest` a number for it all.
    """

    key: int
    owner: int
    names: str
    about: str
    traits: int
    stars: int | None
    updated: int | None
    version: int
    digest: int
    tokens: str
    words: str


def row_of(document: Document, entry: Entry, serial: int) -> Written:
    """A document's entry as it is written under a serial number."""
    return Written(
        key_of(document.quality, serial),
        document.owner,
        entry.names,
        entry.about,
        traits_number(document.traits),
        document.stars,
        document.updated,
        document.version,
        digest_of(document, entry),
        entry.tokens,
        " ".join(entry.named),
    )


def key_of(quality_: int, serial: int) -> int:
    """The key of an entry: the better its quality the lower, then in the order of writing."""
    return (quality.BEST - quality_) << SERIAL_BITS | serial


def qualities_of(keys: Iterable[int]) -> list[int]:
    """The quality in each key."""
    return [quality.BEST - (key >> SERIAL_BITS) for key in keys]


def digest_of(document: Document, entry: Entry) -> int:
    """A number for all that an entry says."""
    number = traits_number(document.traits)
    facts = f"{document.quality} {document.stars} {document.updated} {number}"
    return crc32(f"{entry.tokens}|{entry.names}|{entry.about}|{facts}".encode())


@lru_cache(maxsize=MOST_KEPT)
def traits_number(traits: Traits) -> int:
    """The number of these traits, of 47 bits, so that one stands for two practically never."""
    return int.from_bytes(blake2b(said_of(traits).encode(), digest_size=6).digest()) >> 1


def said_of(traits: Traits) -> str:
    """Traits as they are stored."""
    return orjson.dumps(tuple(traits)).decode()


def traits_of(said: str) -> Traits:
    """The traits that were stored as `said`."""
    category, licence, pythons, frameworks, *flags = orjson.loads(said)
    return Traits(category, licence, tuple(pythons), tuple(frameworks), *flags)
