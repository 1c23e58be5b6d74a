"""What could be taken instead of packages that nobody should begin to depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from statistics import mean

from packdex.catalog.judged import inputs_of_many, method
from packdex.catalog.models import GridPackage, Package
from packdex.core.stack.judgement import Instead
from packdex.core.verdict.verdict import Verdict, judge

MOST = 3
MOST_JUDGED = 300
"""Candidates of one stack, those of the smallest grids first: they are compared for one purpose."""


def instead_of(ids: Collection[int], now: datetime) -> dict[int, tuple[Instead, ...]]:
    """By package what people name as its replacement, then who is in its grids, by health.

    Candidates are active or finished, and those with the most points in the mean of all dimensions
    come first; how many use them does not count. Seven queries at most.
    """
    if not ids:
        return {}
    found: dict[int, list[Instead]] = defaultdict(list)
    replaced = Package.objects.filter(pk__in=ids, replaced_by__hidden=False)
    for pk, slug, title in replaced.values_list("pk", "replaced_by__slug", "replaced_by__title"):
        found[pk].append(Instead(slug, title, "named as its replacement"))
    beside = _beside(ids)
    candidates = list(dict.fromkeys(one for others in beside.values() for one in others))
    verdicts = _healthy(candidates[:MOST_JUDGED], now)
    packages = Package.shown.in_bulk(list(verdicts))
    for pk, others in beside.items():
        ranked = sorted(
            (one for one in others if one in packages and one not in ids),
            key=lambda one: (-_points(verdicts[one]), one),
        )
        for one in ranked:
            package = packages[one]
            if len(found[pk]) < MOST and all(package.slug != each.slug for each in found[pk]):
                label = verdicts[one].lifecycle.label.lower()
                why = f"{label}, in the grid {others[one]}"
                found[pk].append(Instead(package.slug, package.title, why))
    return {pk: tuple(each) for pk, each in found.items()}


def _beside(ids: Collection[int]) -> dict[int, dict[int, str]]:
    """By package those in its grids, each with the grid's title; small grids come first."""
    rows = GridPackage.objects.filter(package__in=ids, grid__hidden=False, grid__placeholder=False)
    grids: dict[int, list[int]] = defaultdict(list)
    titles = {}
    for package, grid, title in rows.values_list("package_id", "grid_id", "grid__title"):
        grids[grid].append(package)
        titles[grid] = title
    members: dict[int, list[int]] = defaultdict(list)
    inside = GridPackage.objects.filter(grid__in=grids).order_by("grid", "position")
    for grid, package in inside.values_list("grid_id", "package_id"):
        members[grid].append(package)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for grid in sorted(members, key=lambda one: (len(members[one]), one)):
        for package in grids[grid]:
            for other in members[grid]:
                found[package].setdefault(other, titles[grid])
    return found


def _healthy(ids: Collection[int], now: datetime) -> Mapping[int, Verdict]:
    """Those of the packages that are good news, judged now."""
    judged = {pk: judge(told, now, method()) for pk, told in inputs_of_many(list(ids), now).items()}
    return {pk: verdict for pk, verdict in judged.items() if verdict.lifecycle.good}


def _points(verdict: Verdict) -> float:
    known = [score.points for score in verdict.scores if score.points is not None]
    return mean(known) if known else 0
