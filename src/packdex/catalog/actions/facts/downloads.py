"""Recording how often packages were downloaded from the registry in a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions.facts.states import DOWNLOADS
from packdex.catalog.models import Package, PackageFacts, SourceState

BATCH = 500


def record_downloads(counts: Mapping[int, int], *, origin: str, taken_at: datetime) -> int:
    """Make these, by package id, the downloads as of `taken_at`; returns how many differ.

    `origin` names where they are from. Packages that are not among them keep what was told of them
    before, with its date.
    """
    ids, changed = sorted(counts), 0
    for start in range(0, len(ids), BATCH):
        changed += _record(ids[start : start + BATCH], counts, origin, taken_at)
    return changed


@transaction.atomic
def _record(ids: list[int], counts: Mapping[int, int], origin: str, taken_at: datetime) -> int:
    rows = Package.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    there = list(rows.values_list("pk", flat=True))
    known = PackageFacts.objects.only("downloads").in_bulk(there)
    fresh = [PackageFacts(pk=id_, downloads=counts[id_]) for id_ in there if id_ not in known]
    differing = [row for id_, row in known.items() if row.downloads != counts[id_]]
    for row in differing:
        row.downloads = counts[row.pk]
    PackageFacts.objects.bulk_create(fresh)
    PackageFacts.objects.bulk_update(differing, ["downloads"])
    changed = [row.pk for row in (*fresh, *differing)]
    if dated := {*changed, *_date(there, origin, taken_at)}:
        editions.touch(packages=dated)
    return len(changed)


def _date(ids: list[int], origin: str, taken_at: datetime) -> list[int]:
    """Note where and when they are from; returns the packages for which that is new."""
    states = SourceState.objects.filter(package_id__in=ids, source=DOWNLOADS)
    known = {state.package_id: state for state in states}
    fresh = [
        SourceState(package_id=id_, source=DOWNLOADS, origin=origin, succeeded_at=taken_at)
        for id_ in ids
        if id_ not in known
    ]
    SourceState.objects.bulk_create(fresh, ignore_conflicts=True)
    older = [
        state
        for state in known.values()
        if (state.succeeded_at, state.origin) != (taken_at, origin)
    ]
    for state in older:
        state.succeeded_at, state.origin = taken_at, origin
    SourceState.objects.bulk_update(older, ["succeeded_at", "origin"])
    return [state.package_id for state in (*fresh, *older)]
