"""What is recorded of an answer that held no facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packdex.catalog.actions.facts import record_failure
from packdex.catalog.actions.hosts import host_failed, leave_alone
from packdex.catalog.models import SourceState
from packdex.sources.outcome import Failed, Gone, Moved, NotModified, Outcome, RateLimited

FETCHED, UNCHANGED, FAILED = "fetched", "unchanged", "failed"
NOTHING_TO_ASK = "nothing to ask"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of asking one source about one package. `message` is a sentence for the reader."""

    slug: str
    source: str
    result: str
    message: str


def record_trouble(state: SourceState, outcome: Outcome[Any], origin: str, now: datetime) -> Report:
    """Record an outcome without facts: the reason beside the old facts, and when to ask again.

    Trouble of the host itself counts for all that is asked there.
    """
    why = _why(outcome)
    not_before = outcome.until if isinstance(outcome, RateLimited) else None
    permanent = isinstance(outcome, Gone) or (isinstance(outcome, Failed) and outcome.permanent)
    if not_before:
        leave_alone(state.host, not_before, why)
    elif isinstance(outcome, Failed) and not outcome.permanent:
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
