"""Writing entries: what changed takes the place of what was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import F

from packdex.core.search.counts import Counts
from packdex.core.search.document import Traits, entry_of
from packdex.core.search.written import Written, digest_of, row_of
from packdex.search import reading, traits, vocabulary
from packdex.search.engines import engine
from packdex.search.engines.tables import execute, execute_many, marks, table
from packdex.search.models import IndexState


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
    stored = {owner: rest for owner, *rest in found}
    changed, same = [], []
    for document in documents:
        entry = entry_of(document)
        key, digest = stored.get(document.owner, (0, None))
        if digest == digest_of(document, entry):
            same.append((document.version, key))
            del stored[document.owner]
        else:
            changed.append((document, entry))
    execute_many(f"UPDATE {name} SET version = %s WHERE key = %s", same)  # noqa: S608
    execute_many(f"DELETE FROM {name} WHERE key = %s", [(key,) for key, _ in stored.values()])  # noqa: S608
    if changed:
        first = _serials(len(changed))
        counts = Counts()
        for _, entry in changed:
            counts.add(entry)
        rows = [row_of(*each, serial) for serial, each in enumerate(changed, first)]
        add(generation, rows, {document.traits for document, _ in changed})
        vocabulary.store(generation, counts.take())
        vocabulary.add_keys(generation, {word for _, entry in changed for word in entry.named})
    return len(changed)


def add(generation: int, rows: list[Written], common: Collection[Traits]) -> None:
    """Add entries that are not there yet, and the traits that they have."""
    traits.store(generation, common)
    rows.sort()
    engine().insert(generation, rows)


def _serials(count: int) -> int:
    IndexState.objects.filter(pk=1).update(serial=F("serial") + count)
    return int(IndexState.objects.values_list("serial", flat=True).get(pk=1)) - count + 1
