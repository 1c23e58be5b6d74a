"""What is said of a package and a target, with where that is from; as JSON, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from packdex.core.upgrade.answer import ANSWERS, APART, NO, REASONS, UNKNOWN, YES, Answer
from packdex.core.upgrade.outlook import Outlook, Since

LABELS = {YES: "yes", NO: "no", UNKNOWN: "not known", APART: "does not ask for it"}
"""How the answers are called."""

COUNTED = LABELS | {APART: "without it"}
"""How they are called behind a number."""

LONGEST = 500


class Move(NamedTuple):
    """What is said of moving a package to the target called `label`.

    The registry told that at `told_at`, at `address`; None and "": it never told anything.
    """

    label: str
    outlook: Outlook
    told_at: datetime | None
    address: str = ""


def since_words(since: Since | None) -> str:
    """From which release on: "since 3.1 (2026-03-12)", or "since 3.1 or earlier (…)"; "" for None.

    The day is that of the upload, in UTC.
    """
    if since is None:
        return ""
    day = f" ({since.at.astimezone(UTC):%Y-%m-%d})" if since.at else ""
    return f"since {since.version}{'' if since.exact else ' or earlier'}{day}"


def reason_words(move: Move) -> str:
    """Why, and since when: "requires Django<6, since 2.0 (2026-01-03)"."""
    answer, since = move.outlook.answer, since_words(move.outlook.since)
    return f"{answer.evidence}{f', {since}' if since else ''}"


def sentence(move: Move) -> str:
    """All of it in a line: "Django 6.0: no, requires Django<6, since 2.0 (2026-01-03)."."""
    answer, since = move.outlook.answer, since_words(move.outlook.since)
    evidence = f", {answer.evidence}" if answer.key != APART else ""
    told = f"{move.label}: {LABELS[answer.key]}{evidence}{f', {since}' if since else ''}."
    if take := move.outlook.take:
        told += f" Take {take.version}, which can be moved."
    return told


def as_json(move: Move) -> dict[str, Any]:
    """As JSON has it: times by ISO 8601, null is "not known"."""
    answer, version, since, take = move.outlook
    return {
        "target": move.label,
        "answer": answer.key,
        "reason": answer.reason,
        "evidence": answer.evidence,
        "version": version,
        "since": _since_json(since),
        "take": _since_json(take),
        "source": "registry",
        "at": move.told_at.isoformat() if move.told_at else None,
        "address": move.address,
    }


def from_json(told: Mapping[str, Any]) -> Move:
    """What `as_json` made, as somebody else sent it: texts are cut.

    Raises KeyError, TypeError or ValueError where it is no such thing.
    """
    answer = Answer(_text(told["answer"]), _text(told["reason"]), _text(told["evidence"]))
    if answer.key not in ANSWERS or answer.reason not in REASONS:
        raise ValueError(f"no such answer: {answer.key[:40]!r}, {answer.reason[:40]!r}")
    version, at = told["version"], told["at"]
    return Move(
        _text(told["target"]),
        Outlook(
            answer,
            None if version is None else _text(version),
            _since(told["since"]),
            _since(told["take"]),
        ),
        None if at is None else _time(at),
        _text(told["address"]),
    )


def _since_json(since: Since | None) -> dict[str, Any] | None:
    if since is None:
        return None
    at = since.at.isoformat() if since.at else None
    return {"version": since.version, "released_at": at, "exact": since.exact}


def _since(told: Any) -> Since | None:
    if told is None:
        return None
    at, exact = told["released_at"], told["exact"]
    if not isinstance(exact, bool):
        raise TypeError("exact is neither true nor false")
    return Since(_text(told["version"]), None if at is None else _time(at), exact)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value[:LONGEST]


def _time(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
