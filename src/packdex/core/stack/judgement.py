"""What is said of one dependency, and how that is written as JSON and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packdex.core.stack.dependency import Dependency
from packdex.core.upgrade import move as moves
from packdex.core.upgrade.move import Move


@dataclass(frozen=True, slots=True)
class Asked:
    """A project (normalised name) as somebody depends on it: pinned to a version, or in a range."""

    project: str
    version: str | None = None
    specifier: str = ""

    @classmethod
    def of(cls, dependency: Dependency) -> Asked:
        """What is to be judged of a dependency: no more than that is told to anybody."""
        return cls(dependency.project, dependency.version, dependency.specifier)


@dataclass(frozen=True, slots=True)
class State:
    """A verdict's lifecycle: its key and label, what it means, and what shows it, since when."""

    key: str
    label: str
    means: str
    good: bool | None
    evidence: str
    source: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Warned:
    """An advisory about the version. `severity` is a CVSS vector or words, as told."""

    id: str
    aliases: tuple[str, ...]
    summary: str
    severity: str


@dataclass(frozen=True, slots=True)
class Instead:
    """A package that could be taken instead, and why it is named."""

    slug: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is known of a dependency. None is "not known" throughout.

    `slug` is the package of the directory, None where it has none; then `near` are the names there
    that differ by a slip of the keyboard, and `exists` says whether the registry has the project.
    `version` is the one that was looked at: the pinned one, or else the newest that the range lets
    in; `newest` is the current one. `advisories` are about `version`, None where they were never
    compared or no version is known; `safe` is the nearest higher one that has none and is not
    yanked. `blocked` are current versions of Python and Django that the package shuts out. `move`
    is what is said of moving `version` to the target that was asked about, None where none was.
    """

    project: str
    slug: str | None = None
    title: str = ""
    state: State | None = None
    formula_version: str = ""
    version: str | None = None
    newest: str | None = None
    yanked: bool | None = None
    advisories: tuple[Warned, ...] | None = None
    safe: str | None = None
    blocked: tuple[str, ...] = ()
    instead: tuple[Instead, ...] = ()
    near: tuple[str, ...] = ()
    exists: bool | None = None
    move: Move | None = None


def as_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as JSON has it; times by ISO 8601."""
    state = judgement.state
    warned = judgement.advisories
    return {
        "project": judgement.project,
        "package": judgement.slug,
        "title": judgement.title,
        "verdict": state and _named(state) | {"at": state.at.isoformat() if state.at else None},
        "formula_version": judgement.formula_version,
        "version": judgement.version,
        "newest": judgement.newest,
        "yanked": judgement.yanked,
        "advisories": None
        if warned is None
        else [_named(one) | {"aliases": list(one.aliases)} for one in warned],
        "safe_version": judgement.safe,
        "blocked": list(judgement.blocked),
        "instead": [_named(one) for one in judgement.instead],
        "near": list(judgement.near),
        "exists": judgement.exists,
        "upgrade": judgement.move and moves.as_json(judgement.move),
    }


def from_json(told: Mapping[str, Any]) -> Judgement:
    """The judgement out of what `as_json` wrote, as another instance sent it.

    Texts are cut, as nobody knows who answered. Raises KeyError, TypeError or ValueError where it
    is no such thing.
    """
    state, warned = told["verdict"], told["advisories"]
    return Judgement(
        project=_text(told["project"]),
        slug=_text_or_none(told["package"]),
        title=_text(told["title"]),
        state=None if state is None else _state(state),
        formula_version=_text(told["formula_version"]),
        version=_text_or_none(told["version"]),
        newest=_text_or_none(told["newest"]),
        yanked=_flag(told["yanked"]),
        advisories=None if warned is None else tuple(_warned(one) for one in _list(warned)),
        safe=_text_or_none(told["safe_version"]),
        blocked=_texts(told["blocked"]),
        instead=tuple(
            Instead(_text(one["slug"]), _text(one["title"]), _text(one["why"]))
            for one in _list(told["instead"])
        ),
        near=_texts(told["near"]),
        exists=_flag(told["exists"]),
        # An instance that is older than this key leaves it out.
        move=None if (move := told.get("upgrade")) is None else moves.from_json(move),
    )


MOST, LONGEST = 200, 2_000
"""Members of one list, and characters of one text, that are taken from another instance."""


def _named(one: State | Warned | Instead) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _state(told: Mapping[str, Any]) -> State:
    texts = {key: _text(told[key]) for key in ("key", "label", "means", "evidence", "source")}
    at = told["at"]
    moment = None if at is None else datetime.fromisoformat(_text(at))
    return State(good=_flag(told["good"]), at=moment, **texts)


def _warned(told: Mapping[str, Any]) -> Warned:
    texts = [_text(told[key]) for key in ("summary", "severity")]
    return Warned(_text(told["id"]), _texts(told["aliases"]), *texts)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value[:LONGEST]


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _flag(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"true, false or null was expected, not {type(value).__name__}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return value[:MOST]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(one) for one in _list(value))
