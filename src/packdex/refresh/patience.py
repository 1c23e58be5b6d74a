"""Sparing a host that fails while a batch is asked: the rest of the batch there is put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from packdex.catalog.actions.facts.hosts import PATIENCE
from packdex.catalog.models import SourceState
from packdex.refresh.claims import put_back
from packdex.refresh.outcomes import LATER, Report, is_of_host
from packdex.sources.outcome import Outcome, RateLimited


class Patience:
    """What happened at each host during one batch, and the rows that are not asked about."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()
        self._spared: list[SourceState] = []

    def note(self, state: SourceState, outcome: Outcome[Any]) -> None:
        """Note what came of asking about `state`."""
        if isinstance(outcome, RateLimited):
            self._failures[state.host] = PATIENCE
        else:
            failed = is_of_host(outcome)
            self._failures[state.host] = self._failures[state.host] + 1 if failed else 0

    def spares(self, state: SourceState, known: Outcome[Any] | None = None) -> bool:
        """Whether its host has enough, and the row is to be put back.

        `known` is an answer that is here already, which is put back only if it is one more failure.
        """
        told = known and not (is_of_host(known) or isinstance(known, RateLimited))
        if told or self._failures[state.host] < PATIENCE:
            return False
        self._spared.append(state)
        return True

    def put_back(self) -> Iterator[Report]:
        """Put back the spared rows, a report each. After recording, which sets the host's pause."""
        put_back(self._spared)
        for state in self._spared:
            message = f"{state.host} is left alone for now."
            yield Report(state.package.slug, state.source, LATER, message)
