"""How far imports have come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from packdex.exchange.addresses import KINDS
from packdex.exchange.items import Problem
from packdex.exchange.models import ImportRun

KEPT_PROBLEMS = 100
OUTCOMES = ("created", "changed", "unchanged", "refused")


def begin(source: str, fingerprint: str, *, resume: bool) -> ImportRun:
    """The unfinished run of this source where it is to be resumed, otherwise a new one.

    A run that is not resumed counts as finished: the new one begins from the start.
    """
    now = timezone.now()
    unfinished = ImportRun.objects.filter(source=source, finished_at=None)
    run = unfinished.filter(fingerprint=fingerprint).order_by("-started_at").first()
    if run is not None and resume:
        # PostgreSQL gives the keys back in an order of its own.
        run.counts = {kind: {word: run.counts[kind][word] for word in OUTCOMES} for kind in KINDS}
        return run
    unfinished.update(finished_at=now)
    return ImportRun.objects.create(
        source=source,
        fingerprint=fingerprint,
        counts={kind: dict.fromkeys(OUTCOMES, 0) for kind in KINDS},
        started_at=now,
        updated_at=now,
    )


def note(run: ImportRun, stage: str, position: dict[str, Any], problems: Iterable[Problem]) -> None:
    """Remember that all up to `position` is stored, and what was left out on the way."""
    for problem in problems:
        run.problem_count += 1
        if len(run.problems) < KEPT_PROBLEMS:
            run.problems.append(asdict(problem))
    run.stage, run.position, run.updated_at = stage, position, timezone.now()
    run.save()


def finish(run: ImportRun) -> None:
    """Remember that the run came to its end; the next one begins from the start."""
    run.finished_at = run.updated_at = timezone.now()
    run.save()
