"""Asking forges about repositories: GitHub forty at once where there is a token, others singly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from packdex.catalog.actions.facts import record_still_true
from packdex.catalog.actions.hosts import host_answered
from packdex.catalog.actions.repository import (
    record_participants,
    record_repository,
    tells_nothing_new,
)
from packdex.catalog.actions.states import FORGE, GIT
from packdex.catalog.actions.still_true import record_many_still_true
from packdex.catalog.models import PackageHistory, SourceState
from packdex.core.forge import RepositoryFacts
from packdex.core.repository import FORGEJO, GITHUB, GITLAB
from packdex.refresh.context import Context
from packdex.refresh.forges import forge_ref
from packdex.refresh.outcomes import FETCHED, NOTHING_TO_ASK, UNCHANGED, Report, record_trouble
from packdex.sources import bitbucket, forgejo, github, gitlab
from packdex.sources.forge import ForgeRef
from packdex.sources.outcome import Fetched, Moved, NotModified, Outcome

Told: TypeAlias = Outcome[RepositoryFacts]
Asked: TypeAlias = dict[int, tuple[str, ForgeRef] | None]


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each; `states` come with their packages and those's facts. One report each."""
    asked = {state.pk: _ref_of(state, context) for state in states}
    many = _ask_many([found[1] for found in asked.values() if found], context)
    quiet = _pass_over(states, asked, many)
    for state in states:
        if state.pk in quiet:
            yield Report(state.package.slug, state.source, UNCHANGED, "Nothing changed there.")
            continue
        found = asked[state.pk]
        if found is None:
            message = "Its repository lies on no forge that is known here."
            yield Report(state.package.slug, state.source, NOTHING_TO_ASK, message)
            continue
        kind, ref = found
        outcome = many[ref] if ref in many else _ask_one(kind, ref, context)
        yield _record(state, kind, ref, outcome, context)


def _ref_of(state: SourceState, context: Context) -> tuple[str, ForgeRef] | None:
    # The address where it was last found saves a redirect; what people entered is not changed.
    facts = state.package.facts if hasattr(state.package, "facts") else None
    address = (facts.address if facts else None) or state.package.repo_url
    return forge_ref(address, context, state.etag)


def _ask_many(refs: Sequence[ForgeRef], context: Context) -> Mapping[ForgeRef, Told]:
    if not context.github_token:
        return {}
    wanted = [ref for ref in refs if ref.api == context.github_api]
    return github.fetch_many(wanted, context.door, context.github_token, api=context.github_api)


def _pass_over(
    states: Sequence[SourceState], asked: Asked, many: Mapping[ForgeRef, Told]
) -> set[int]:
    """Have done, all at once, with the rows for which nothing new was told; returns their ids."""
    heads = dict(
        PackageHistory.objects.filter(package__in=[s.package_id for s in states]).values_list(
            "package_id", "head"
        )
    )
    quiet: dict[int, int] = {}
    counted = set()
    taken_at = None
    for state in states:
        found = asked[state.pk]
        outcome = many.get(found[1]) if found else None
        if not isinstance(outcome, Fetched) or state.error or not state.succeeded_at:
            continue
        tip = outcome.facts.head
        if tip and heads.get(state.package_id, tip) != tip:
            continue  # git has to be asked
        if state.package.facts.participants and tells_nothing_new(state.package, outcome.facts):
            quiet[state.pk] = state.package_id
            taken_at = outcome.taken_at
            counted |= {state.package_id} if state.package_id in heads else set()
    if taken_at:
        record_many_still_true(FORGE, quiet.values(), taken_at)
        record_many_still_true(GIT, counted, taken_at)
        host_answered(states[0].host)
    return set(quiet)


def _ask_one(kind: str, ref: ForgeRef, context: Context) -> Told:
    outcome = _fetch(kind, ref, context)
    if isinstance(outcome, Moved):
        # A redirect without facts: the repository is asked about where it is now, once.
        found = forge_ref(outcome.to, context, None)
        if found:
            return _fetch(*found, context)
    return outcome


def _fetch(kind: str, ref: ForgeRef, context: Context) -> Told:
    if kind == GITHUB:
        return github.fetch(ref, context.door, context.github_token or None)
    if kind == GITLAB:
        return gitlab.fetch(ref, context.door)
    if kind == FORGEJO:
        return forgejo.fetch(ref, context.door)
    return bitbucket.fetch(ref, context.door)


def _record(
    state: SourceState, kind: str, ref: ForgeRef, outcome: Told, context: Context
) -> Report:
    package = state.package
    match outcome:
        case Fetched(facts=facts, etag=etag, taken_at=taken_at):
            record_repository(package.pk, facts, origin=ref.web, etag=etag, taken_at=taken_at)
            host_answered(state.host)
            if kind == GITHUB and not package.facts.participants:
                _ask_for_people(package.pk, ref, context)
            return Report(package.slug, state.source, FETCHED, f"{facts.address}.")
        case NotModified(taken_at=taken_at):
            record_still_true(package.pk, state.source, taken_at)
            host_answered(state.host)
            return Report(package.slug, state.source, UNCHANGED, "Nothing changed there.")
        case _:
            return record_trouble(state, outcome, ref.web, context.now())


def _ask_for_people(package_id: int, ref: ForgeRef, context: Context) -> None:
    """The list of contributors, which costs a question of its own and so is asked for once."""
    outcome = github.contributors(ref, context.door, context.github_token or None)
    if isinstance(outcome, Fetched):
        record_participants(package_id, outcome.facts)
