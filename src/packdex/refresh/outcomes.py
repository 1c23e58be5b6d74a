"""Recording what came of asking, of a batch at once, and reporting it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from packdex.catalog.actions.facts.hosts import host_answered, host_failed, leave_alone
from packdex.catalog.actions.facts.registry import record_failure
from packdex.catalog.actions.facts.still_true import record_many_still_true
from packdex.catalog.actions.facts.taken import Taken, record_each
from packdex.catalog.models import SourceState
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome, RateLimited

FETCHED, UNCHANGED, FAILED = "fetched", "unchanged", "failed"
NOTHING_TO_ASK = "nothing to ask"
LATER = "left for later"
"""The host has enough trouble for now; the row waits as it did."""
NOT_HERE = "not possible here"
"""This machine is in the way; the row waits as it did, and the source is not asked any more now."""
ANSWERS = (Fetched, NotModified)

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Report:
    """What came of asking one source about one package. `message` is a sentence for the reader."""

    slug: str
    source: str
    result: str
    message: str


def record_answers(
    told: Sequence[tuple[SourceState, Outcome[F]]],
    origins: Mapping[int, str],
    record: Callable[[Sequence[Taken[F]]], None],
    message: Callable[[Fetched[F]], str],
    now: datetime,
) -> Iterator[Report]:
    """Record the outcomes of one source, facts by `record` all at once; one report each.

    `origins` are where each row (by id) was asked. `message` says what was fetched.
    """
    taken = [
        Taken(state.package_id, outcome.facts, origins[state.pk], outcome.etag, outcome.taken_at)
        for state, outcome in told
        if isinstance(outcome, Fetched)
    ]
    refused = record_each(taken, record)
    quiet = {state.package_id: at for state, outcome in told if (at := _still_true(state, outcome))}
    if quiet:
        # The earliest time of the batch: then all of them were still true for certain.
        record_many_still_true(told[0][0].source, quiet, min(quiet.values()))
    answering: set[str] = set()
    for state, outcome in told:
        if isinstance(outcome, ANSWERS) and state.host not in answering:
            host_answered(state.host)
            answering.add(state.host)
        if why := refused.get(state.package_id):
            yield record_trouble(state, Failed(why, permanent=True), origins[state.pk], now)
        elif isinstance(outcome, Fetched):
            yield Report(state.package.slug, state.source, FETCHED, message(outcome))
        elif state.package_id in quiet:
            yield Report(state.package.slug, state.source, UNCHANGED, "Nothing changed there.")
        else:
            yield record_trouble(state, outcome, origins[state.pk], now)
            answering.discard(state.host)


def _still_true(state: SourceState, outcome: Outcome[F]) -> datetime | None:
    """When it was told that nothing changed since facts were taken; None: that was not told."""
    if isinstance(outcome, NotModified) and state.etag is not None:
        return outcome.taken_at
    return None


def record_trouble(state: SourceState, outcome: Outcome[Any], origin: str, now: datetime) -> Report:
    """Record an outcome without facts: the reason beside the old facts, and when to ask again.

    Trouble of the host itself counts for all that is asked there.
    """
    why = _why(outcome)
    not_before = outcome.until if isinstance(outcome, RateLimited) else None
    permanent = isinstance(outcome, Gone) or (isinstance(outcome, Failed) and outcome.permanent)
    if not_before:
        leave_alone(state.host, not_before, why)
    elif is_of_host(outcome):
        host_failed(state.host, now, why)
    record_failure(
        state.package_id,
        state.source,
        why,
        now,
        origin=origin,
        permanent=permanent,
        not_before=not_before,
    )
    return Report(state.package.slug, state.source, FAILED, why)


def is_of_host(outcome: Outcome[Any]) -> bool:
    """Whether it is a failure of the host itself, which others asked about there would share."""
    return isinstance(outcome, Failed) and not outcome.permanent and not outcome.ours


def _why(outcome: Outcome[Any]) -> str:
    match outcome:
        case Moved(to=to):
            return f"It is under another address now: {to}."
        case Gone(status=status):
            return f"Not found there (HTTP {status})."
        case RateLimited(until=until):
            return f"It wants no further question before {until:%Y-%m-%d %H:%M} UTC."
        case Failed(why=why):
            return why
        case NotModified():
            return "It says that nothing changed, but nothing was known."
        case _:
            raise TypeError(f"{type(outcome).__name__} holds facts")
