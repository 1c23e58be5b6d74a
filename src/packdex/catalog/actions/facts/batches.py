"""Going through all packages, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from packdex.catalog.models import Package

BATCH = 500


def all_ids() -> Iterator[list[int]]:
    """The ids of all packages, BATCH at a time: memory does not grow with the catalogue.

    Each batch is read when it is asked for. One that is added meanwhile comes too, at the end.
    """
    after = 0
    while True:
        packages = Package.objects.filter(pk__gt=after).order_by("pk")
        ids = list(packages.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        after = ids[-1]
        yield ids
