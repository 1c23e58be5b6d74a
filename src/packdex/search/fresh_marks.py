"""Noting what changed, in the transaction that changes it, and forgetting what was noted."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence

from packdex.search.models import Stale

_BATCH = 2_000


def mark(owners: Collection[int]) -> None:
    """Note that the entries of `owners` are stale. One statement for up to 2,000."""
    Stale.objects.bulk_create(
        [Stale(owner=owner, mark=secrets.randbits(62)) for owner in sorted(owners)],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["owner"],
        update_fields=["mark"],
    )


def noted() -> list[tuple[int, int]]:
    """The number of each stale entry, and the mark that it was noted under last."""
    return list(Stale.objects.values_list("owner", "mark"))


def forget(noted: Sequence[tuple[int, int]]) -> None:
    """Take back what was noted, but for what was noted once more since."""
    for start in range(0, len(noted), _BATCH // 2):
        owners, marks = zip(*noted[start : start + _BATCH // 2], strict=True)
        Stale.objects.filter(owner__in=owners, mark__in=marks).delete()
