"""How what stands in a cell is shown to those who edit it: as it is understood, and as typed."""

from __future__ import annotations

from typing import NamedTuple

from packdex.catalog.models import Element
from packdex.core.comparison import elements
from packdex.core.comparison.elements import Kind
from packdex.web.show import one_line

SIGNS = {Kind.YES: "yes", Kind.NO: "no", Kind.PARTIAL: "partial", Kind.PLANNED: "planned"}

MEANT = {
    Kind.YES: "Understood as yes",
    Kind.NO: "Understood as no",
    Kind.PARTIAL: "Understood as partial",
    Kind.PLANNED: "Understood as planned",
    Kind.VERSION: "Understood as a version",
    Kind.NUMBER: "Understood as a number",
    Kind.TEXT: "Shown as a text",
}

KINDS = [
    ("", "as the text says"),
    ("yes", "yes"),
    ("no", "no"),
    ("partial", "partial"),
    ("planned", "planned"),
    ("version", "a version"),
    ("number", "a number"),
    ("text", "a text"),
]


class Shown(NamedTuple):
    """A cell: what it means in a word ("" for what is no sign), the words, and what hangs on it."""

    sign: str = ""
    words: str = ""
    note: str = ""
    source: str = ""


EMPTY = Shown()


def shown(row: Element | None) -> Shown:
    """What stands in a cell; EMPTY where nothing does."""
    if row is None:
        return EMPTY
    return shown_typed(row.text, row.note, row.source_url, row.kind)


def shown_typed(text: str, note: str = "", source: str = "", kind: str = "") -> Shown:
    """What would stand there, of what somebody typed."""
    told = elements.stored(kind, text, note, source)
    return EMPTY if told is None else _shown(told)


def _shown(told: elements.Element) -> Shown:
    sign = SIGNS.get(told.kind, "")
    words = told.words if sign else told.text
    if sign and not words and told.strength > 1:
        words = told.text
    return Shown(sign, one_line(words), one_line(told.note), told.source)


def understood(text: str, kind: str = "") -> str:
    """What is made of a text, in a few words, while somebody types it."""
    told = elements.stored(kind, text)
    if told is None:
        return "Empty: not known"
    if told.kind in {Kind.YES, Kind.NO} and told.strength > 1:
        return f"{MEANT[told.kind]}, strongly"
    if told.kind in SIGNS and (words := one_line(told.words)):
        return f"{MEANT[told.kind]}: {words[:80]}"
    return MEANT[told.kind]


def kind_chosen(row: Element | None) -> str:
    """The kind that somebody chose for the cell; "" where its text tells it."""
    if row is None or not row.kind:
        return ""
    told = elements.understand(row.text)
    return "" if told is not None and told.kind.value == row.kind else row.kind
