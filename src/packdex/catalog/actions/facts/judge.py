"""Judging packages anew, and keeping what came of it with the inputs that it was made from.

A verdict stands while it was made of its package's version, by the formulas of now. Whoever
prepares what shows verdicts has them made first; once a day all are judged, since time passes also
where nothing happens.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions.facts.batches import all_ids
from packdex.catalog.judged import Seen, method, seen_of_many, standing
from packdex.catalog.models import Package, PackagePage, PackageVerdict, VerdictAnswers
from packdex.core.verdict.inputs import Inputs, as_json
from packdex.core.verdict.verdict import Verdict, judge

SAID = ("formula_version", "lifecycle", "why", "maintenance", "resilience", "currency", "security")
"""What a verdict says, as its row has it."""
_COLUMNS = (*SAID, "version", "points", "judged_at", "inputs")


def judge_all(now: datetime) -> int:
    """Judge every package at `now`; returns about how many something else is said than before.

    Memory does not grow with the catalogue. Answers of those become stale.
    """
    return sum(judge_some(ids, now) for ids in all_ids())


def make_current(ids: Sequence[int]) -> None:
    """Judge those of these packages on which no verdict stands; one query where all have one."""
    stands = set(standing().filter(package__in=ids).values_list("pk", flat=True))
    if missing := [id_ for id_ in ids if id_ not in stands]:
        judge_some(missing, datetime.now(UTC))


def judge_some(ids: Sequence[int], now: datetime) -> int:
    """Judge these packages at `now`; returns about how many something else is said than before."""
    way = method()
    judged = {
        id_: _Judged.of(seen, judge(seen.inputs, now, way, questions=False))
        for id_, seen in seen_of_many(ids, now).items()
    }
    with transaction.atomic():
        versions = _locked(judged)
        before = _kept(versions)
        changed = [i for i in versions if i not in before or before[i].said != judged[i].kept.said]
        other = [i for i in versions if before.get(i) != judged[i].kept]
        # Of the same version the inputs are the same, and need not be written again.
        PackageVerdict.objects.filter(pk__in=versions.keys() - other).update(judged_at=now)
        # As it will be once those are touched, unless somebody else has written since.
        touched = {i for i in changed if versions[i] == judged[i].kept.version}
        _write([_row(i, judged[i], touched=i in touched) for i in other])
        VerdictAnswers.objects.filter(owner__in=versions).delete()
        # A package's page shows what costs most points.
        moved = [i for i in before if before[i].points != judged[i].kept.points]
        PackagePage.objects.filter(owner__in=moved).delete()
        if changed:
            editions.touch(packages=changed, sought=())
    return len(changed)


class _Kept(NamedTuple):
    """A verdict as its row has it, without what it was made from."""

    version: int
    said: tuple[Any, ...]
    points: dict[str, float]


class _Judged(NamedTuple):
    """A verdict, the inputs that it was made from, and what is kept of it."""

    inputs: Inputs
    verdict: Verdict
    kept: _Kept

    @classmethod
    def of(cls, seen: Seen, verdict: Verdict) -> _Judged:
        state = verdict.lifecycle
        points = {one.key: one.points for one in verdict.signals if one.points is not None}
        dimensions = (score.points for score in verdict.scores)
        said = (verdict.formula_version, state.key, state.evidence, *dimensions)
        return cls(seen.inputs, verdict, _Kept(seen.version, said, points))


def _locked(ids: Collection[int]) -> dict[int, int]:
    """The versions of those that are still there, which nobody else changes meanwhile."""
    rows = Package.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return dict(rows.values_list("pk", "version"))


def _kept(ids: Collection[int]) -> dict[int, _Kept]:
    rows = PackageVerdict.objects.filter(pk__in=ids).values_list("pk", "version", "points", *SAID)
    return {id_: _Kept(version, tuple(said), points) for id_, version, points, *said in rows}


def _write(rows: Sequence[PackageVerdict]) -> None:
    PackageVerdict.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["package"], update_fields=_COLUMNS
    )


def _row(package_id: int, judged: _Judged, *, touched: bool) -> PackageVerdict:
    return PackageVerdict(
        package_id=package_id,
        version=judged.kept.version + touched,
        points=judged.kept.points,
        judged_at=judged.verdict.judged_at,
        inputs=as_json(judged.inputs),
        **dict(zip(SAID, judged.kept.said, strict=True)),
    )
