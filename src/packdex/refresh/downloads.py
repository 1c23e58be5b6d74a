"""Taking downloads from a file of monthly totals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from packdex.catalog.actions.facts.downloads import record_downloads
from packdex.catalog.projects import by_project
from packdex.sources.downloads import Totals


@dataclass(slots=True)
class Outcome:
    """What came of a file: the day it tells of, packages found in it, and those that differ.

    `packages` is how many have a project at all; `skipped` rows could not be read, the first of
    them with their reason in `examples`.
    """

    taken_at: datetime
    packages: int
    found: int
    changed: int
    skipped: int
    examples: list[str] = field(default_factory=list)


def take_downloads(path: Path, origin: str, now: datetime) -> Outcome:
    """Record the totals in the file at `path` for the packages whose project it names.

    They are as of the time that the file tells, else of its last change. `origin` is that of the
    registry which project links are read for. Raises SourceError, and records nothing, when the
    file cannot be read to its end.
    """
    projects = by_project(origin)
    totals, counts = Totals(path), defaultdict[str, int](int)
    for project, downloads in totals:
        if project in projects:
            counts[project] += downloads
    wanted = {id_: counts[project] for project in counts for id_ in projects[project]}
    told_at = totals.updated_at or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    taken_at = min(told_at, now)
    changed = record_downloads(wanted, origin=path.name[:1000], taken_at=taken_at)
    packages = sum(map(len, projects.values()))
    return Outcome(taken_at, packages, len(wanted), changed, totals.skipped, totals.examples)
