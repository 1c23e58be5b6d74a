"""Asking the registry about packages, one document each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from packdex.catalog.actions.facts.registry import record_projects
from packdex.catalog.actions.facts.status import ask_soon
from packdex.catalog.models import SourceState
from packdex.core.facts import ProjectFacts
from packdex.core.registry import project_of
from packdex.refresh.context import Context
from packdex.refresh.outcomes import NOTHING_TO_ASK, Report, record_answers
from packdex.refresh.patience import Patience
from packdex.sources import pypi
from packdex.sources.outcome import Fetched, Gone, Outcome

Told: TypeAlias = Outcome[ProjectFacts]


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each, then record all; `states` come with their packages. One report each."""
    told: list[tuple[SourceState, Told]] = []
    patience = Patience()
    for state in states:
        if patience.spares(state):
            continue
        outcome = _ask(state, context)
        if outcome is None:
            message = "It names no project of a registry."
            yield Report(state.package.slug, state.source, NOTHING_TO_ASK, message)
        else:
            patience.note(state, outcome)
            told.append((state, outcome))
    origins = dict.fromkeys((state.pk for state, _ in told), context.registry)
    yield from record_answers(told, origins, record_projects, _message, context.now())
    yield from patience.put_back()
    # A project in quarantine may be without a document, and its status says so.
    ask_soon([state.package_id for state, out in told if isinstance(out, Gone)], context.now())


def _ask(state: SourceState, context: Context) -> Told | None:
    name = project_of(state.package.pypi_url, context.registry)
    if name is None:
        return None
    etag = state.etag if state.origin == context.registry else None
    return pypi.fetch(pypi.ProjectRef(name, context.registry, etag), context.door)


def _message(outcome: Fetched[ProjectFacts]) -> str:
    return f"Version {outcome.facts.version or 'not known'}."
