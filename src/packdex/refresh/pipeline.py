"""One package's refresh: ask its registry, record what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from packdex.catalog.actions.facts import record_failure, record_project, record_still_true
from packdex.catalog.actions.states import REGISTRY
from packdex.catalog.models import Package
from packdex.core.facts import ProjectFacts
from packdex.core.registry import project_name, public_origin, registry_hosts
from packdex.sources import pypi
from packdex.sources.answer import Getter
from packdex.sources.outcome import (
    Failed,
    Fetched,
    Gone,
    Moved,
    NotModified,
    Outcome,
    RateLimited,
)

FETCHED, UNCHANGED, FAILED, NOTHING_TO_ASK = "fetched", "unchanged", "failed", "nothing to ask"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of refreshing one package. `message` is a sentence for the reader."""

    slug: str
    source: str
    result: str
    message: str


def refresh(package: Package, door: Getter, origin: str, now: datetime) -> Report:
    """Take the facts of `package` from the registry at `origin` and record what came of it.

    Never raises for what a source does: a failure is recorded with its reason beside the old facts,
    which stay with their old date.
    """
    name = _project_of(package, origin)
    if name is None:
        return Report(package.slug, REGISTRY, NOTHING_TO_ASK, "It names no project of a registry.")
    known = package.sources.filter(source=REGISTRY, origin=origin).first()
    ref = pypi.ProjectRef(name, origin, known.etag if known else None)
    outcome = pypi.fetch(ref, door)
    result, message = _record(package, outcome, origin, now)
    return Report(package.slug, REGISTRY, result, message)


def _project_of(package: Package, origin: str) -> str | None:
    """The project that the package's link names, whether on our registry or on the public one.

    Where an instance reads another registry than the public one, that is a mirror of it or holds
    its own projects beside; links to either name what to ask for.
    """
    for registry in (origin, public_origin()):
        if name := project_name(package.pypi_url, registry_hosts(registry)):
            return name
    return None


def _record(
    package: Package, outcome: Outcome[ProjectFacts], origin: str, now: datetime
) -> tuple[str, str]:
    match outcome:
        case Fetched(facts=facts, etag=etag, taken_at=taken_at):
            record_project(package.pk, facts, origin=origin, etag=etag, taken_at=taken_at)
            return FETCHED, f"Version {facts.version or 'not known'}."
        case NotModified(taken_at=taken_at):
            record_still_true(package.pk, REGISTRY, taken_at)
            return UNCHANGED, "Nothing changed since the last time."
        case _:
            why = _why(outcome)
            record_failure(package.pk, REGISTRY, why, now, origin=origin)
            return FAILED, why


def _why(outcome: Moved | Gone | RateLimited | Failed) -> str:
    match outcome:
        case Moved(to=to):
            return f"The registry has it under another name now: {to}."
        case Gone(status=status):
            return f"The registry has no such project (HTTP {status})."
        case RateLimited(until=until):
            return f"The registry wants no further question before {until:%Y-%m-%d %H:%M} UTC."
        case Failed(why=why):
            return why
