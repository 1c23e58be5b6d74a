"""A report's rows in words: every output shows the same."""

from __future__ import annotations

from packdex.core.counts import counted
from packdex.core.stack.report import (
    ADVISORY,
    BLOCKED,
    MISSING,
    UNKNOWN,
    UPGRADE,
    YANKED,
    Report,
    Row,
    not_known,
)
from packdex.core.upgrade.answer import NO
from packdex.core.upgrade.move import COUNTED, LABELS, sentence
from packdex.core.verdict.lifecycle import RULES

HEADINGS = ("Dependency", "Version", "Verdict", "Advisories", "Safe", "Newest", "Where")


def headings(report: Report) -> tuple[str, ...]:
    """What stands above `cells`: behind "Verdict" the version that one wants to move to."""
    return (*HEADINGS[:_MOVE], report.target, *HEADINGS[_MOVE:]) if report.target else HEADINGS


_MOVE = 3

_KINDS = {rule.key: rule.label.lower() for rule in RULES} | {
    ADVISORY: "with an advisory",
    YANKED: "yanked",
    BLOCKED: "that shut out current versions",
    UPGRADE: "that cannot be moved",
    MISSING: "that do not exist",
    UNKNOWN: "not known",
}


def cells(row: Row, target: str = "") -> tuple[str, ...]:
    """What stands below `headings`; `target` is the report's."""
    said = row.judgement
    state = "not known here" if said.state is None else said.state.label
    if said.exists is False and said.state is None:
        state = "no such project"
    told = (
        row.name + (f"[{','.join(row.extras)}]" if row.extras else ""),
        version(row),
        state,
        advisories(row),
        said.safe or "",
        said.newest or "",
        places(row),
    )
    move = moved(row) or LABELS[UNKNOWN]
    return (*told[:_MOVE], move, *told[_MOVE:]) if target else told


def moved(row: Row) -> str:
    """Whether it can be moved, in a word or two."""
    move = row.judgement.move
    return "" if move is None else LABELS[move.outlook.answer.key]


def version(row: Row) -> str:
    """The pinned version; or the range, and which version it was judged as."""
    if row.asked.version is not None:
        return row.asked.version
    taken = row.judgement.version
    return f"{row.asked.specifier or 'any'}{f' ({taken})' if taken else ''}"


def advisories(row: Row) -> str:
    """The names of the advisories; what was never compared is not the same as none."""
    warned = row.judgement.advisories
    if warned is None:
        return "not known" if row.judgement.state else ""
    return ", ".join(one.id for one in warned) or "none"


def places(row: Row) -> str:
    """Where it stands, the first place and how many more there are."""
    first, *others = row.wheres
    return f"{first} and {len(others)} more" if others else str(first)


def advice(row: Row) -> list[str]:
    """What to know and what to do, a sentence or two each; nothing where all is well."""
    said = row.judgement
    lines = troubles(row)
    if said.advisories:
        safe = f"Nearest safe version: {said.safe}." if said.safe else NO_SAFE
        lines.insert(len(said.advisories), safe)
    if said.state is None and (said.near or said.exists is False):  # else the table has said it
        told = not_known(said)
        lines.append(f"{told[0].upper()}{told[1:]}{'' if told.endswith('?') else '.'}")
    if said.instead:
        others = "; ".join(f"{one.slug} ({one.why})" for one in said.instead)
        lines.append(f"Instead: {others}.")
    return lines


NO_SAFE = "No safe version is known."


def troubles(row: Row) -> list[str]:
    """What is wrong with it, a sentence or two each, without what could be done."""
    said = row.judgement
    lines = [
        f"{one.id}: {one.summary or 'no summary'}"
        + (f" ({', '.join(one.aliases)})" if one.aliases else "")
        for one in said.advisories or ()
    ]
    if said.yanked:
        lines.append(f"{said.version} was yanked.")
    if said.state is not None and said.state.good is False:
        lines.append(f"{said.state.label}: {said.state.evidence}. {said.state.means}")
    if said.move is not None and (said.move.outlook.answer.key == NO or said.move.outlook.take):
        lines.append(sentence(said.move))
    if said.blocked:
        lines.append(f"Shuts out {', '.join(said.blocked)}.")
    return lines


def summary(report: Report) -> str:
    """How many dependencies there are, and of how many there is what to say."""
    number = len(report.rows)
    counts = ", ".join(f"{many} {_KINDS[key]}" for key, many in report.counts().items())
    begins = counted(number, "dependency", "dependencies")
    told = f"{begins}: {counts}." if counts else f"{begins}, and nothing to say against any."
    return f"{told} {moves(report)}" if report.target else told


def moves(report: Report) -> str:
    """How many can be moved: "Django 6.0: 3 yes, 1 no, 5 not known."; "" where nobody asked."""
    tally = [f"{many:,} {COUNTED[key]}" for key, many in report.moves().items() if many]
    return f"{report.target}: {', '.join(tally) or 'nothing to move'}." if report.target else ""


def problems(report: Report) -> list[str]:
    """What could not be read, a line each."""
    lines = [f"{one.where}: {one.reason}" for one in report.problems]
    if report.unnamed_problems:
        lines.append(f"and {report.unnamed_problems:,} more that could not be read")
    return lines
