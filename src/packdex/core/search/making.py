"""Making many entries, the best first, of what the catalogue says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from packdex.core.search.counts import Counted, Counts
from packdex.core.search.document import Traits, entry_of
from packdex.core.search.record import Records, documents_of
from packdex.core.search.written import Written, row_of

MOST_COUNTED = 20_000
"""Words of which the counts are kept until they are given out."""

Said = Sequence[Records]
"""What is said of those whose entries are written at once, some at a time.

Python's collector looks at all that there are, so few documents are made before their entries.
"""

END: Said = ()
"""Nothing more is said."""


class Made(NamedTuple):
    """Entries, the traits that they have, and words that were counted, often none."""

    rows: list[Written]
    traits: set[Traits]
    words: list[Counted]


class Maker:
    """Makes entries with serial numbers from 1, and counts their words."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._serial = 0
        self._counts = Counts()

    def make(self, said: Said) -> Made:
        """The entries of all of whom something is said. With END come the words not given yet."""
        made = Made([], set(), [])
        for records in said:
            self._add(made, records)
        if said == END or len(self._counts) > MOST_COUNTED:
            made.words.extend(self._counts.take())
        return made

    def _add(self, made: Made, records: Records) -> None:
        documents = documents_of(records, self._today)
        # Keys ascend as far as possible; within one quality in the order of reading.
        documents.sort(key=lambda document: (-document.quality, document.owner))
        for document in documents:
            entry = entry_of(document)
            self._serial += 1
            self._counts.add(entry)
            made.traits.add(document.traits)
            made.rows.append(row_of(document, entry, self._serial))
