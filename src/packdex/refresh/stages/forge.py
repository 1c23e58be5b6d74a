"""Asking forges about repositories: GitHub forty at once where there is a token, others singly."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from packdex.catalog.actions.facts.hosts import host_answered
from packdex.catalog.actions.facts.repository import (
    lacks_versions_of_ci,
    record_repositories,
    refs_of,
    tells_nothing_new,
)
from packdex.catalog.actions.facts.states import FORGE, GIT
from packdex.catalog.actions.facts.still_true import record_many_still_true
from packdex.catalog.models import SourceState
from packdex.core.forge import RepositoryFacts
from packdex.core.repository import GITHUB
from packdex.refresh.context import Context
from packdex.refresh.forges import ask_forge, forge_ref
from packdex.refresh.outcomes import NOTHING_TO_ASK, UNCHANGED, Report, record_answers
from packdex.refresh.patience import Patience
from packdex.sources import github
from packdex.sources.forge import ForgeRef
from packdex.sources.outcome import Fetched, Outcome

TEXTS_AT_ONCE = 10
"""Of forty repositories, of how many the files of continuous integration are asked for: they are
some ten kilobytes each, and GitHub gives up on large answers."""

Told: TypeAlias = Outcome[RepositoryFacts]
Asked: TypeAlias = Mapping[int, tuple[str, ForgeRef]]

PEOPLE_AT_FIRST, PEOPLE_LATER = 6, 2
"""Of forty repositories, of how many the contributors are asked for: 0.15 requests a package in a
first sweep, 0.05 in later ones while any are not known."""


def run(states: Sequence[SourceState], context: Context) -> Iterator[Report]:
    """Ask about each, then record all; `states` come with their packages and those's facts."""
    asked = {state.pk: found for state in states if (found := _ref_of(state, context))}
    many = _ask_many(states, asked, context)
    lacking = _lacking_people(states, asked)
    quiet = _pass_over(states, asked, many, lacking)
    told: list[tuple[SourceState, Told]] = []
    patience = Patience()
    for state in states:
        if state.pk in quiet:
            yield Report(state.package.slug, state.source, UNCHANGED, "Nothing changed there.")
        elif state.pk not in asked:
            message = "Its repository lies on no forge that is known here."
            yield Report(state.package.slug, state.source, NOTHING_TO_ASK, message)
        else:
            kind, ref = asked[state.pk]
            if not patience.spares(state, many.get(ref)):
                outcome = many[ref] if ref in many else ask_forge(kind, ref, context)
                patience.note(state, outcome)
                if state.pk in lacking and isinstance(outcome, Fetched):
                    outcome = _with_people(outcome, ref, context)
                told.append((state, outcome))
    origins = {pk: ref.web for pk, (_, ref) in asked.items()}
    yield from record_answers(told, origins, record_repositories, _message, context.now())
    yield from patience.put_back()


def _message(outcome: Fetched[RepositoryFacts]) -> str:
    return f"{outcome.facts.address}."


def _ref_of(state: SourceState, context: Context) -> tuple[str, ForgeRef] | None:
    # The address where it was last found saves a redirect; what people entered is not changed.
    facts = state.package.facts if hasattr(state.package, "facts") else None
    address = (facts.address if facts else None) or state.package.repo_url
    return forge_ref(address, context, state.etag)


def _ask_many(
    states: Sequence[SourceState], asked: Asked, context: Context
) -> Mapping[ForgeRef, Told]:
    """GitHub's answers, with the files of continuous integration of those that changed theirs.

    That they did was told by the question before, so that no further one is needed for them.
    """
    if not context.github_token:
        return {}
    wanted = [ref for _, ref in asked.values() if ref.api == context.github_api]
    changed = [
        asked[state.pk][1]
        for state in states
        if state.pk in asked and lacks_versions_of_ci(state.package)
    ]
    return github.fetch_many(
        wanted,
        context.door,
        context.github_token,
        api=context.github_api,
        with_texts=changed[:TEXTS_AT_ONCE],
    )


def _lacking_people(states: Sequence[SourceState], asked: Asked) -> set[int]:
    """The rows whose contributors are asked for now: some of those of which none is known.

    Each costs a question of its own, so a first sweep of thousands would cost twice as many as it
    has packages. They come a few a batch, until all are known.
    """
    rows = [
        state
        for state in states
        if state.pk in asked and asked[state.pk][0] == GITHUB and not _people(state)
    ]
    if len(rows) > PEOPLE_AT_FIRST:
        first = all(state.succeeded_at is None for state in rows)
        rows = random.sample(rows, PEOPLE_AT_FIRST if first else PEOPLE_LATER)
    return {state.pk for state in rows}


def _people(state: SourceState) -> list[str]:
    return state.package.facts.participants if hasattr(state.package, "facts") else []


def _pass_over(
    states: Sequence[SourceState],
    asked: Asked,
    many: Mapping[ForgeRef, Told],
    lacking: Collection[int],
) -> set[int]:
    """Have done, all at once, with the rows for which nothing new was told; returns their ids.

    Those in `lacking` are not done with.
    """
    known = refs_of([state.package_id for state in states])
    quiet: dict[int, int] = {}
    counted = set()
    times = []
    for state in states:
        found = asked.get(state.pk)
        outcome = many.get(found[1]) if found else None
        if not isinstance(outcome, Fetched) or state.error or not state.succeeded_at:
            continue
        refs = known.get(state.package_id) if outcome.facts.head else None
        if refs and not refs.are(outcome.facts):
            continue  # git has to be asked
        if state.pk not in lacking and tells_nothing_new(state.package, outcome.facts):
            quiet[state.pk] = state.package_id
            times.append(outcome.taken_at)
            counted |= {state.package_id} if refs else set()
    if quiet:
        record_many_still_true(FORGE, quiet.values(), min(times))
        record_many_still_true(GIT, counted, min(times))
        host_answered(states[0].host)
    return set(quiet)


def _with_people(
    outcome: Fetched[RepositoryFacts], ref: ForgeRef, context: Context
) -> Fetched[RepositoryFacts]:
    """The same with the contributors, who cost a question of their own and are asked for once."""
    people = github.contributors(ref, context.door, context.github_token or None)
    if not isinstance(people, Fetched):
        return outcome
    return replace(outcome, facts=replace(outcome.facts, participants=people.facts))
