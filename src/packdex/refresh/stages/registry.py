"""Asking the registry about packages, one document each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packdex.catalog.actions.facts import record_project, record_still_true
from packdex.catalog.actions.hosts import host_answered
from packdex.catalog.models import SourceState
from packdex.core.registry import project_of
from packdex.refresh.context import Context
from packdex.refresh.outcomes import FETCHED, NOTHING_TO_ASK, UNCHANGED, Report, record_trouble
from packdex.sources import pypi
from packdex.sources.outcome import Fetched, NotModified


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each; `states` come with their packages. One report each, in that order."""
    for state in states:
        yield _ask(state, context)


def _ask(state: SourceState, context: Context) -> Report:
    package, origin = state.package, context.registry
    name = project_of(package.pypi_url, origin)
    if name is None:
        return Report(
            package.slug, state.source, NOTHING_TO_ASK, "It names no project of a registry."
        )
    etag = state.etag if state.origin == origin else None
    outcome = pypi.fetch(pypi.ProjectRef(name, origin, etag), context.door)
    match outcome:
        case Fetched(facts=facts, etag=etag, taken_at=taken_at):
            record_project(package.pk, facts, origin=origin, etag=etag, taken_at=taken_at)
            host_answered(state.host)
            message = f"Version {facts.version or 'not known'}."
            return Report(package.slug, state.source, FETCHED, message)
        case NotModified(taken_at=taken_at) if etag:
            record_still_true(package.pk, state.source, taken_at)
            host_answered(state.host)
            return Report(
                package.slug, state.source, UNCHANGED, "Nothing changed since the last time."
            )
        case _:
            return record_trouble(state, outcome, origin, context.now())
