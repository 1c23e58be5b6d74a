"""Rows that stand while many tests read them, seen by every thread and process: committed ones.

A test that rolls back costs least. Next best is this, once for a module. A test that commits by
itself (`transactional_db`) has all tables emptied at its end, which costs as much as five tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command


@contextmanager
def standing() -> Iterator[None]:
    """What is written within is committed, and gone at the end."""
    try:
        yield
    finally:
        call_command("flush", verbosity=0, interactive=False)
        have_index()


def have_index() -> None:
    """Make the index of an empty directory, which each test finds: it went with the tables."""
    from packdex.search import rebuild

    rebuild.rebuild()
