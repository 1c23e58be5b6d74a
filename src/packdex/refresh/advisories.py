"""Taking advisories from a dump of an OSV database."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from packdex.catalog.actions.facts.advisories import NothingToldError, Replaced, replace_advisories
from packdex.catalog.projects import by_project
from packdex.core.counts import counted
from packdex.refresh.context import Context
from packdex.sources.errors import SourceError
from packdex.sources.osv import Dump

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a dump: what was replaced, and how many entries could not be read, with why."""

    replaced: Replaced
    skipped: int
    examples: list[str] = field(default_factory=list)


def take_advisories(path: Path, origin: str, now: datetime) -> Outcome:
    """Make the advisories about all packages those of the dump at `path`.

    `origin` is that of the registry which project links are read for. An entry that cannot be read
    changes nothing of what is known of it. Raises SourceError when there is no dump there, or none
    of the ecosystem.
    """
    dump = Dump(path)
    try:
        replaced = replace_advisories(
            dump, by_project(origin), now, origin=path.name[:1000], unread=lambda: _unread(dump)
        )
    except NothingToldError:
        why = f"no advisory about the ecosystem {dump.ecosystem} ({dump.skipped:,} not read)"
        raise SourceError(path.name, why) from None
    examples = [f"{entry.name}: {entry.why}" for entry in dump.examples]
    return Outcome(replaced, dump.skipped, examples)


def take_todays(context: Context) -> None:
    """Take those of the dump that the settings name. Trouble with it is logged and ends nothing."""
    if context.advisories is None:
        return
    try:
        outcome = take_advisories(context.advisories, context.registry, context.now())
    except SourceError as error:
        logger.warning("no advisories were taken from %s: %s", context.advisories, error)
        return
    if outcome.skipped:
        entries = counted(outcome.skipped, "entry", "entries")
        logger.warning("not read in %s: %s", context.advisories, entries)


def _unread(dump: Dump) -> Collection[str] | None:
    """Entries are named by their advisories. None where not all of their names were kept."""
    if dump.skipped > len(dump.examples):
        return None
    return {PurePosixPath(entry.name).stem for entry in dump.examples}
