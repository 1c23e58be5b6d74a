"""Writing entries: what changed takes the place of what was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from zlib import crc32

from django.db import transaction
from django.db.models import F

from packdex.core.search import quality
from packdex.core.search.document import Document, Entry, Traits, entry_of
from packdex.search import reading, traits, vocabulary
from packdex.search.engines import Row, Written, engine
from packdex.search.engines.tables import execute, execute_many, marks, table
from packdex.search.models import IndexState
from packdex.search.vocabulary import Counts

SERIAL_BITS = 40
"""Below a key's quality stands the serial number of its entry. Lower keys are better."""


def key_of(quality_: int, serial: int) -> int:
    """The key of an entry: the better its quality the lower, then in the order of writing."""
    return (quality.BEST - quality_) << SERIAL_BITS | serial


def qualities_of(keys: Iterable[int]) -> list[int]:
    """The quality in each key."""
    return [quality.BEST - (key >> SERIAL_BITS) for key in keys]


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
        if digest == _digest(document, entry, traits.number_of(document.traits)):
            same.append((document.version, key))
            del stored[document.owner]
        else:
            written.append((document, entry))
    execute_many(f"UPDATE {name} SET version = %s WHERE key = %s", same)  # noqa: S608
    execute_many(f"DELETE FROM {name} WHERE key = %s", [(key,) for key, _ in stored.values()])  # noqa: S608
    if written:
        first = _serials(len(written))
        counts = Counts()
        for _, entry in written:
            counts.add(entry)
        rows = [row_of(*each, serial) for serial, each in enumerate(written, first)]
        add(generation, rows, {document.traits for document, _ in written})
        counts.store(generation)
        vocabulary.add_keys(generation, {word for _, entry in written for word in entry.named})
    return len(written)


def add(generation: int, rows: list[Written], common: Collection[Traits]) -> None:
    """Add entries that are not there yet, and the traits that they have."""
    traits.store(generation, common)
    rows.sort()
    engine().insert(generation, rows)


def row_of(document: Document, entry: Entry, serial: int) -> Written:
    """A document's entry as it is written under a serial number."""
    number = traits.number_of(document.traits)
    key, owner = key_of(document.quality, serial), document.owner
    return Written(
        Row(key, owner, entry.names, entry.about, number, document.stars, document.updated),
        document.version,
        _digest(document, entry, number),
        entry.tokens,
        " ".join(entry.named),
    )


def _serials(count: int) -> int:
    IndexState.objects.filter(pk=1).update(serial=F("serial") + count)
    return int(IndexState.objects.values_list("serial", flat=True).get(pk=1)) - count + 1


def _digest(document: Document, entry: Entry, number: int) -> int:
    """A number for all that an entry says."""
    facts = f"{document.quality} {document.stars} {document.updated} {number}"
    return crc32(f"{entry.tokens}|{entry.names}|{entry.about}|{facts}".encode())
