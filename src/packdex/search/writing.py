"""Writing entries: what changed takes the place of what was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from zlib import crc32

from django.db import transaction
from django.db.models import F

from packdex.core.search import quality
from packdex.core.search.document import Document, Entry, entry_of
from packdex.search import reading, vocabulary
from packdex.search.engines import Row, Written, engine
from packdex.search.engines.tables import execute, execute_many, marks, table
from packdex.search.models import IndexState

SERIAL_BITS = 40
"""Below a key's quality stands the serial number of its entry. Lower keys are better."""

ARCHIVED, IN_GRID, RELEASED, DEPRECATED = 1, 2, 4, 8

_LONGEST = 60


def key_of(quality_: int, serial: int) -> int:
    """The key of an entry: the better its quality the lower, then in the order of writing."""
    return (quality.BEST - quality_) << SERIAL_BITS | serial


def quality_of(key: int) -> int:
    """The quality in a key."""
    return quality.BEST - (key >> SERIAL_BITS)


@transaction.atomic
def update(generation: int, owners: Collection[int], today: date) -> int:
    """Have the index say of `owners` what the catalogue says now; returns how many were written.

    An entry stays where nothing of it changed but its version.
    """
    documents = reading.documents(owners, today)
    name = table("entry", generation)
    found = execute(
        f"SELECT owner, key, digest FROM {name} WHERE owner IN ({marks(len(owners))})",  # noqa: S608
        owners,
    )
    stored = {owner: (key, digest) for owner, key, digest in found}
    written, same = [], []
    for document in documents:
        entry = entry_of(document)
        key, digest = stored.get(document.owner, (0, None))
        if digest == _digest(document, entry):
            same.append((document.version, key))
            del stored[document.owner]
        else:
            written.append((document, entry))
    execute_many(f"UPDATE {name} SET version = %s WHERE key = %s", same)  # noqa: S608
    execute_many(f"DELETE FROM {name} WHERE key = %s", [(key,) for key, _ in stored.values()])  # noqa: S608
    add(generation, written)
    vocabulary.add_keys(generation, {word for _, entry in written for word in entry.named})
    return len(written)


def add(generation: int, entries: Sequence[tuple[Document, Entry]], first: int = 0) -> None:
    """Add entries that are not there yet, under serial numbers from `first`, or from new ones."""
    if not entries:
        return
    first = first or _serials(len(entries))
    rows = [
        Written(_row(document, entry, key_of(document.quality, serial)), entry.tokens, entry.tails)
        for serial, (document, entry) in enumerate(entries, first)
    ]
    rows.sort(key=lambda row: row.row.key)
    engine().insert(generation, rows)
    words: Counter[str] = Counter()
    named: set[str] = set()
    for _, entry in entries:
        words.update(entry.vocabulary | entry.named)
        named |= entry.named
    vocabulary.count(generation, words, named)


def _serials(count: int) -> int:
    IndexState.objects.filter(pk=1).update(serial=F("serial") + count)
    return int(IndexState.objects.values_list("serial", flat=True).get(pk=1)) - count + 1


def _row(document: Document, entry: Entry, key: int) -> Row:
    flags = {
        ARCHIVED: document.archived,
        IN_GRID: bool(document.grids),
        RELEASED: document.released,
        DEPRECATED: document.deprecated,
    }
    return Row(
        key,
        document.owner,
        document.version,
        _digest(document, entry),
        entry.names,
        entry.about,
        document.category,
        _short(document.licence),
        ",".join(document.pythons),
        ",".join(document.frameworks),
        document.stars,
        document.updated,
        sum(flag for flag, holds in flags.items() if holds),
    )


def _digest(document: Document, entry: Entry) -> int:
    """A number for all that an entry says."""
    said = (
        entry.tokens, entry.tails, entry.names, entry.about, document.quality, document.stars,
        document.updated, document.licence, document.pythons, document.frameworks,
    )  # fmt: skip
    return crc32(repr(said).encode())


def _short(text: str) -> str:
    """A licence's name; what is longer is its body and no name."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else ""


def owners_of(packages: Iterable[int], grids: Iterable[int]) -> list[int]:
    """The numbers of packages and grids, without repetition."""
    return sorted({id_ * 2 for id_ in packages} | {id_ * 2 + 1 for id_ in grids})
