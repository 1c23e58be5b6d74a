"""What is to be said of a whole stack: its dependencies, the worst first, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from packdex.core.stack.dependency import Dependency, Found, Problem, Where
from packdex.core.stack.judgement import Asked, Judgement
from packdex.core.upgrade.answer import ANSWERS, NO
from packdex.core.upgrade.move import sentence
from packdex.core.verdict.lifecycle import RULES

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = (ERROR, WARNING, NOTE)
"""From worst to mildest, as SARIF names them."""

ADVISORY, YANKED, BLOCKED, UPGRADE = "advisory", "yanked", "blocked", "upgrade"
UNKNOWN, MISSING = "unknown", "missing"

CONCERNS: Mapping[str, tuple[str, str]] = {
    ADVISORY: (ERROR, "A security advisory is about this version."),
    YANKED: (WARNING, "The release was taken back by its authors."),
    **{
        rule.key: (ERROR if rule.key in {"quarantined", "removed"} else WARNING, rule.means)
        for rule in RULES
        if rule.good is False
    },
    BLOCKED: (NOTE, "It shuts out current versions of Python or Django."),
    UPGRADE: (WARNING, "It cannot be moved to the version that was asked about."),
    MISSING: (ERROR, "Its registry has no such project: the name is a slip, or somebody's bait."),
    UNKNOWN: (NOTE, "Nothing is known of it here."),
}
"""What can be said against a dependency: how grave it is, and what it means."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing against a dependency: a key of CONCERNS, and what shows it."""

    key: str
    text: str

    @property
    def level(self) -> str:
        """How grave it is."""
        return CONCERNS[self.key][0]


@dataclass(frozen=True, slots=True)
class Row:
    """A dependency as it is asked for in one or several places, and what is said of it."""

    name: str
    asked: Asked
    wheres: tuple[Where, ...]
    extras: tuple[str, ...]
    markers: tuple[str, ...]
    groups: tuple[str, ...]
    source: str
    judgement: Judgement
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `judged_by` is the address of the directory that judged, "" for this one.

    `target` is the version that one wants to move to, "" where nobody asked.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    unnamed_problems: int
    judged_at: datetime
    judged_by: str = ""
    target: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all that was in the files could be read."""
        return not self.unnamed_problems and not any(one.grave for one in self.problems)

    def moves(self) -> dict[str, int]:
        """How many dependencies have each answer to the move; those that are not here: unknown."""
        told = [row.judgement.move for row in self.rows]
        keys = [one.outlook.answer.key if one else UNKNOWN for one in told]
        return {key: keys.count(key) for key in ANSWERS} if self.target else {}

    def counts(self) -> dict[str, int]:
        """How many dependencies there is each concern about, the gravest first."""
        keys = [key for row in self.rows for key in {one.key for one in row.concerns}]
        return {key: keys.count(key) for key in CONCERNS if key in keys}


def asked_of(found: Found) -> list[Asked]:
    """What has to be judged, each once."""
    return list(dict.fromkeys(map(Asked.of, found.dependencies)))


def report_of(
    found: Found,
    judged: Mapping[Asked, Judgement],
    judged_at: datetime,
    judged_by: str = "",
    target: str = "",
) -> Report:
    """The report on what was found; `judged` has all that `asked_of` gives."""
    together: dict[Asked, list[Dependency]] = {}
    for one in found.dependencies:
        together.setdefault(Asked.of(one), []).append(one)
    rows = [_row(asked, same, judged[asked]) for asked, same in together.items()]
    return Report(
        tuple(sorted(rows, key=_worst_first)),
        tuple(found.problems),
        found.unnamed_problems,
        judged_at,
        judged_by,
        target,
    )


def concerns_of(judgement: Judgement, name: str) -> tuple[Concern, ...]:
    """What there is to be said against a dependency, the gravest first."""
    found = [Concern(ADVISORY, _advisory(judgement))] if judgement.advisories else []
    if judgement.yanked:
        found.append(Concern(YANKED, f"{name} {judgement.version} was yanked"))
    state = judgement.state
    if state is not None and state.good is False and state.key in CONCERNS:
        found.append(Concern(state.key, f"{name} is {state.label.lower()}: {state.evidence}"))
    if judgement.blocked:
        found.append(Concern(BLOCKED, f"{name} shuts out {', '.join(judgement.blocked)}"))
    move = judgement.move
    if move is not None and move.outlook.answer.key == NO:
        found.append(Concern(UPGRADE, f"{name}: {sentence(move)}"))
    if state is None or state.key == UNKNOWN:
        why = not_known(judgement) if state is None else state.evidence
        key = MISSING if state is None and judgement.exists is False else UNKNOWN
        found.append(Concern(key, f"{name}: {why}"))
    return tuple(sorted(found, key=lambda one: LEVELS.index(one.level)))


def not_known(judgement: Judgement) -> str:
    """What is said of a project that the directory does not have."""
    near = f"; did you mean {' or '.join(judgement.near)}?" if judgement.near else ""
    return f"{'no such project' if judgement.exists is False else 'not known here'}{near}"


def _advisory(judgement: Judgement) -> str:
    names = [one.id for one in judgement.advisories or ()]
    safe = f"{judgement.safe} is safe" if judgement.safe else "no safe version is known"
    return f"{judgement.project} {judgement.version} has {', '.join(names)}; {safe}"


def _row(asked: Asked, same: list[Dependency], judgement: Judgement) -> Row:
    first = same[0]
    return Row(
        name=first.name,
        asked=asked,
        wheres=tuple(dict.fromkeys(one.where for one in same)),
        extras=_all(one.extras for one in same),
        markers=_all((one.marker,) for one in same),
        groups=_all((one.group,) for one in same),
        source=first.source,
        judgement=judgement,
        concerns=concerns_of(judgement, first.name),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part if one))


def _worst_first(row: Row) -> tuple[int, str, str]:
    worst = min((LEVELS.index(one.level) for one in row.concerns), default=len(LEVELS))
    return worst, row.asked.project, row.asked.version or ""
