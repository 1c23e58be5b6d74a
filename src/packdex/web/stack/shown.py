"""A report as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from packdex.core.stack import words
from packdex.core.stack.report import NOTE, Report, Row
from packdex.core.upgrade.move import reason_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A dependency: the words of each column, and what to know of it.

    `is_bad`: its verdict is bad news. `trouble`: it stands among those that need somebody.
    """

    name: str
    slug: str
    version: str
    state: str
    means: str
    advisories: tuple[str, ...]
    compared: bool
    safe: str
    newest: str
    places: str
    advice: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    is_bad: bool
    trouble: bool
    moved: str
    moved_why: str


def rows(report: Report) -> list[Shown]:
    """Its rows, the worst first."""
    return [_shown(row) for row in report.rows]


def _shown(row: Row) -> Shown:
    said = row.judgement
    name, version, state, _, safe, newest, places = words.cells(row)
    levels = {one.level for one in row.concerns}
    move = said.move
    return Shown(
        name=name,
        slug=said.slug or "",
        version=version,
        state=state,
        means=said.state.means if said.state else "",
        advisories=tuple(one.id for one in said.advisories or ()),
        compared=said.advisories is not None,
        safe=safe,
        newest=newest,
        places=places,
        advice=tuple(words.troubles(row))
        + ((words.NO_SAFE,) if said.advisories and not said.safe else ()),
        instead=tuple((one.slug, one.why) for one in said.instead),
        near=said.near,
        is_bad=bool(said.state and said.state.good is False),
        trouble=bool(levels - {NOTE}) or bool(said.blocked) or bool(said.near),
        moved=words.moved(row),
        moved_why="" if move is None else reason_words(move),
    )
