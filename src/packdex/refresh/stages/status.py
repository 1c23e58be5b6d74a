"""Asking the registry about the status markers of projects, a few a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from packdex.catalog.actions.facts.status import record_statuses
from packdex.catalog.models import SourceState
from packdex.catalog.queries import facts_of
from packdex.core.facts import ProjectStatus
from packdex.core.registry import project_of
from packdex.refresh.context import Context
from packdex.refresh.outcomes import NOTHING_TO_ASK, Report, record_answers
from packdex.refresh.patience import Patience
from packdex.sources import registry_status
from packdex.sources.outcome import Fetched, Gone, NotModified, Outcome
from packdex.sources.pypi import ProjectRef

Told: TypeAlias = Outcome[ProjectStatus]


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each, then record all; `states` come with their packages. One report each."""
    told: list[tuple[SourceState, Told]] = []
    patience = Patience()
    for state in states:
        if patience.spares(state):
            continue
        name = project_of(state.package.pypi_url, context.registry)
        if name is None:
            message = "It names no project of a registry."
            yield Report(state.package.slug, state.source, NOTHING_TO_ASK, message)
        else:
            outcome = _ask(state, name, context)
            patience.note(state, outcome)
            told.append((state, outcome))
    origins = dict.fromkeys((state.pk for state, _ in told), context.registry)
    yield from record_answers(told, origins, record_statuses, _message, context.now())
    yield from patience.put_back()


def _ask(state: SourceState, name: str, context: Context) -> Told:
    held = state.succeeded_at is not None and state.origin == context.registry
    etag = state.etag if held else None
    outcome = registry_status.fetch(ProjectRef(name, context.registry, etag), context.door)
    match outcome:
        case NotModified(taken_at=taken_at):
            # Recorded like an answer, because its next turn is not that of other sources.
            facts = facts_of(state.package)
            known = ProjectStatus(facts.project_status, facts.project_status_reason)
            return Fetched(known, etag, taken_at)
        case Gone():
            # Whether there is such a project is the registry's document to tell. An index without
            # such pages has no markers.
            return Fetched(ProjectStatus(None, None), None, context.now())
        case _:
            return outcome


def _message(outcome: Fetched[ProjectStatus]) -> str:
    return f"Status {outcome.facts.status or 'not known'}."
