"""Importing a source: step by step, each stored whole together with how far the import has come."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from packdex.catalog.actions.imports import entries as actions
from packdex.catalog.actions.imports.stored import Stored
from packdex.core.entries import CategoryEntry, Entry, GridEntry, PackageEntry
from packdex.exchange import preparing, records, runs
from packdex.exchange.fields import RecordError
from packdex.exchange.hosts import expand_hosts
from packdex.exchange.items import Item, Problem, Source, Step
from packdex.exchange.models import ImportRun
from packdex.search import fresh


class Report(Protocol):
    """Whoever wants to know how an import comes along."""

    def progress(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` of a stage are done."""
        ...

    def problem(self, problem: Problem) -> None:
        """An object was left out."""
        ...


class Silence:
    """Nobody wants to know."""

    def progress(self, stage: str, done: int, total: int | None) -> None:
        """Pass over it."""

    def problem(self, problem: Problem) -> None:
        """Pass over it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did, also before it was interrupted and resumed.

    `counts` has, for each kind of object, how many were created, changed, unchanged and refused.
    `kept` is false when strictness rolled all of it back.
    """

    source: str
    resumed: bool
    kept: bool
    counts: dict[str, dict[str, int]]
    problems: list[dict[str, object]]
    problem_count: int

    @property
    def took_anything(self) -> bool:
        """Whether there was an object that was right, and it was kept."""
        return self.kept and any(sum(c.values()) > c["refused"] for c in self.counts.values())

    @property
    def changed_anything(self) -> bool:
        """Whether the catalogue is another one than before."""
        return self.kept and any(c["created"] or c["changed"] for c in self.counts.values())


def load(
    source: Source,
    *,
    strict: bool = False,
    restart: bool = False,
    report: Report | None = None,
) -> Summary:
    """Import all of `source` and prepare the answers that changed.

    It continues an unfinished run of the same source unless `restart`. With `strict` it begins
    from the start, in one transaction, and keeps nothing when one object is left out. What it
    changed is found by a search once it has ended.
    """
    report = report or Silence()
    with fresh.later():
        summary = _load(source, strict=strict, restart=restart, report=report)
    if summary.kept:
        fresh.catch_up(report.progress)
    return summary


def _load(source: Source, *, strict: bool, restart: bool, report: Report) -> Summary:
    with transaction.atomic() if strict else nullcontext():
        run = runs.begin(source.name, source.fingerprint, resume=not (strict or restart))
        resumed = run.position is not None
        for step in source.steps(run.position):
            _take(run, step, report)
        rejected = strict and run.problem_count > 0
        if rejected:
            transaction.set_rollback(True)
    if not rejected:
        preparing.prepare_stale(lambda done: report.progress("preparing answers", done, None))
        runs.finish(run)
    return Summary(source.name, resumed, not rejected, run.counts, run.problems, run.problem_count)


def _take(run: ImportRun, step: Step, report: Report) -> None:
    sorted_out = _Sorted(timezone.now())
    for item in step.items:
        sorted_out.add(item)
    with transaction.atomic():
        for kind, stored in sorted_out.store():
            counts = run.counts[kind]
            for outcome in runs.OUTCOMES:
                counts[outcome] += len(getattr(stored, outcome))
        for kind in sorted_out.refused:
            run.counts[kind]["refused"] += 1
        runs.note(run, step.stage, step.position, sorted_out.problems)
    for problem in sorted_out.problems:
        report.problem(problem)
    report.progress(step.stage, step.done, step.total)


@dataclass(slots=True)
class _Sorted:
    """The items of a step by kind, and the problems with them."""

    now: datetime
    categories: dict[int, CategoryEntry] = field(default_factory=dict)
    grids: dict[int, GridEntry] = field(default_factory=dict)
    packages: dict[int, PackageEntry] = field(default_factory=dict)
    items: dict[tuple[type, int], Item] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def add(self, item: Item) -> None:
        try:
            if item.error:
                raise item.error
            entry = records.parse(item.value, expand_hosts)
        except RecordError as error:
            self.problems.append(Problem(item.file, item.line, error.field, error.reason))
            kind = records.kind_of(item.value)
            self.refused += [kind] if kind else []
            return
        match entry:
            case CategoryEntry():
                self.categories[entry.id] = entry
            case GridEntry():
                self.grids[entry.id] = entry
            case PackageEntry():
                self.packages[entry.id] = entry
        self.items[type(entry), entry.id] = item

    def store(self) -> Iterable[tuple[str, Stored]]:
        """Store all, what is linked to before what links to it."""
        if self.categories:
            stored = actions.store_categories(self.categories.values(), self.now)
            yield "categories", self._noted(stored)
        if self.grids:
            stored = actions.store_grids(self.grids.values(), self.now)
            yield "grids", self._noted(stored)
        if self.packages:
            stored = actions.store_packages(self.packages.values(), self.now)
            yield "packages", self._noted(stored)

    def _noted(self, stored: Stored) -> Stored:
        for refusal in stored.refused:
            item = self._item(refusal.entry)
            self.problems.append(Problem(item.file, item.line, refusal.field, refusal.reason))
        return stored

    def _item(self, entry: Entry) -> Item:
        return self.items[type(entry), entry.id]
