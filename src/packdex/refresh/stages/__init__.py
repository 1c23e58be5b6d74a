"""One stage a source: it gets claimed rows, asks, and records what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from packdex.catalog.models import SourceState
from packdex.refresh.context import Context
from packdex.refresh.outcomes import Report
from packdex.refresh.stages import forge, git, registry


@dataclass(frozen=True, slots=True)
class Stage:
    """How the rows of one source are worked off, and how many of them at once."""

    run: Callable[[Sequence[SourceState], Context], Iterator[Report]]
    batch: int


# In the order in which they are asked: what a forge tells saves questions to git.
STAGES = {
    "registry": Stage(registry.run, 20),
    "forge": Stage(forge.run, 40),
    # One at a time: a long history may take as long as all else of a batch would.
    "git": Stage(git.run, 1),
}
