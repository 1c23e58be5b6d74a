"""Noting what changed, in the transaction that changes it."""

from __future__ import annotations

import secrets
from collections.abc import Collection

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
