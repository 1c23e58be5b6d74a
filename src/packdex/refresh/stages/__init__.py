"""One stage a source: it gets claimed rows, asks, and records what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from packdex.catalog.actions.facts.status import left_today
from packdex.catalog.models import SourceState
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.stages import forge, git, registry, status


@dataclass(frozen=True, slots=True)
class Stage:
    """How the rows of one source are worked off, and how many of them at once.

    `left` tells how many more of the due ones may be asked about at a time; None: any number.
    `facts` says whether the packages come with their facts.
    """

    run: Callable[[Sequence[SourceState], Context], Iterator[Report]]
    batch: int
    left: Callable[[datetime], int] | None = None
    facts: bool = True


# In the order in which they are asked: what a forge tells saves questions to git.
STAGES = {
    "registry": Stage(registry.run, 20, facts=False),
    # After the registry's document, where a project that is gone points to its status.
    "status": Stage(status.run, 5, left_today),
    "forge": Stage(forge.run, 40),
    # One at a time: a long history may take as long as all else of a batch would.
    "git": Stage(git.run, 1),
}
