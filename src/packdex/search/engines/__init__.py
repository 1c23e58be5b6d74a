"""The index in each database: one interface, two engines.

An index is a table of entries, by their keys in the order of quality, and from each token the keys
of the entries that have it. Tokens are made by `core.search.document` and not by the database, so
that both engines find the same. Words and typo keys are plain tables (`vocabulary.py`).

The tables are made here and not by migrations: they hold nothing that cannot be made anew, are made
in another format with other tokens, and a rebuild makes a second set of them beside the first.
Their names end in the number of their generation.
"""

from __future__ import annotations

from functools import cache

from packdex.core.search.written import Row, Written
from packdex.search.engines.interface import FORMAT, Engine, Match
from packdex.search.engines.postgresql import PostgreSQL
from packdex.search.engines.sqlite import SQLite
from packdex.search.engines.tables import on_postgresql

__all__ = ["FORMAT", "Engine", "Match", "Row", "Written", "engine"]


@cache
def engine() -> Engine:
    """The engine of the database."""
    return PostgreSQL() if on_postgresql() else SQLite()
