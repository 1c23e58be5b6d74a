"""Asking git about repositories, on any host, whether a forge is known there or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from packdex.catalog.actions.facts.git import record_history, record_same_refs
from packdex.catalog.actions.facts.hosts import host_answered
from packdex.catalog.models import SourceState
from packdex.core.counts import counted
from packdex.core.history import History
from packdex.core.repository import RepositoryRef, parse
from packdex.refresh.claims import put_back
from packdex.refresh.context import Context
from packdex.refresh.outcomes import (
    FETCHED,
    NOT_HERE,
    NOTHING_TO_ASK,
    UNCHANGED,
    Report,
    record_trouble,
)
from packdex.refresh.repositories import open_git
from packdex.refresh.tips import refs_to_follow
from packdex.sources.git import GitRef, Told, fetch, hindrance
from packdex.sources.outcome import Failed, Fetched, Moved, NotModified, Outcome


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each; `states` come with their packages and those's facts. One report each."""
    for state in states:
        yield _ask(state, context)


def _ask(state: SourceState, context: Context) -> Report:
    package = state.package
    repository = _repository_of(state)
    if repository is None:
        return Report(package.slug, state.source, NOTHING_TO_ASK, "It names no repository.")
    told = refs_to_follow(package, context.now())
    outcome = _fetch(state, repository, told, context)
    match outcome:
        case Fetched(facts=history, etag=etag, taken_at=taken_at):
            record_history(
                package.pk,
                history,
                origin=repository.url,
                etag=etag,
                taken_at=taken_at,
                by_word=_by_word(told, taken_at),
            )
            host_answered(state.host)
            message = f"{counted(history.commits, 'commit')}."
            return Report(package.slug, state.source, FETCHED, message)
        case NotModified(taken_at=taken_at):
            record_same_refs(package.pk, taken_at, by_word=_by_word(told, taken_at))
            host_answered(state.host)
            return Report(package.slug, state.source, UNCHANGED, "No commit or tag since.")
        case Failed(ours=True) if why := hindrance(context.repositories):
            put_back([state])
            return Report(package.slug, state.source, NOT_HERE, f"Git cannot work here: {why}.")
        case _:
            return record_trouble(state, outcome, repository.url, context.now())


def _repository_of(state: SourceState) -> RepositoryRef | None:
    # The address where a forge last found it saves a redirect; what people entered stays.
    facts = state.package.facts if hasattr(state.package, "facts") else None
    return parse((facts.address if facts else None) or state.package.repo_url)


def _by_word(told: Told | None, taken_at: datetime) -> bool:
    """Whether the refs were a forge's: then the facts are of the time when it told them."""
    return told is not None and told.at == taken_at


def _fetch(
    state: SourceState, repository: RepositoryRef, told: Told | None, context: Context
) -> Outcome[History]:
    git = open_git(context)
    # A folder a package: two workers never write into one, even where two packages share a
    # repository.
    folder = context.repositories / str(state.package_id)
    ref = GitRef(repository.clone_url, state.etag, folder, told=told)
    outcome = fetch(ref, git, context.door)
    if isinstance(outcome, Moved) and (now := parse(outcome.to)):
        return fetch(GitRef(now.clone_url, None, folder), git, context.door)
    return outcome
