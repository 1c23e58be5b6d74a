"""Judging packages anew, and keeping what came of it with the inputs that it was made from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.judged import inputs_of_many, method
from packdex.catalog.models import Package, PackageVerdict
from packdex.core.verdict.inputs import Inputs, as_json
from packdex.core.verdict.verdict import Verdict, judge

BATCH = 500
SAID = ("formula_version", "lifecycle", "why", "maintenance", "resilience", "currency", "security")
"""What a verdict says, as its row has it; `points` too."""
_COLUMNS = (*SAID, "points", "judged_at", "inputs")


def judge_all(now: datetime) -> int:
    """Judge every package at `now`; returns about how many something else is said than before.

    Memory does not grow with the catalogue. Answers of those become stale.
    """
    changed, after = 0, 0
    while True:
        packages = Package.objects.filter(pk__gt=after).order_by("pk")
        ids = list(packages.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return changed
        after = ids[-1]
        changed += judge_some(ids, now)


def judge_some(ids: Sequence[int], now: datetime) -> int:
    """Judge these packages at `now`; returns about how many something else is said than before."""
    inputs = inputs_of_many(ids, now)
    rows = {id_: _row(id_, told, judge(told, now, method())) for id_, told in inputs.items()}
    with transaction.atomic():
        there = set(
            Package.objects.select_for_update()
            .filter(pk__in=rows)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        before = _said(there)
        PackageVerdict.objects.bulk_create(
            [row for id_, row in rows.items() if id_ in there],
            update_conflicts=True,
            unique_fields=["package"],
            update_fields=_COLUMNS,
        )
        changed = [
            id_
            for id_ in there
            if before.get(id_) != (*(getattr(rows[id_], name) for name in SAID), rows[id_].points)
        ]
        editions.touch(packages=changed, sought=())
    return len(changed)


def _said(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    rows = PackageVerdict.objects.filter(pk__in=ids).values_list("pk", *SAID, "points")
    return {id_: tuple(said) for id_, *said in rows}


def _row(package_id: int, inputs: Inputs, verdict: Verdict) -> PackageVerdict:
    return PackageVerdict(
        package_id=package_id,
        formula_version=verdict.formula_version,
        judged_at=verdict.judged_at,
        lifecycle=verdict.lifecycle.key,
        why=verdict.lifecycle.evidence,
        points={one.key: one.points for one in verdict.signals if one.points is not None},
        inputs=as_json(inputs),
        **{score.dimension: score.points for score in verdict.scores},
    )
