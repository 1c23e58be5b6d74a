"""Elements: what people say of one package and one feature, and what a short mark of theirs means.

The text that was typed is always kept; the kind is what it is understood as. Nothing said is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from packaging.version import InvalidVersion, Version

from packdex.core.comparison.marks import LEADING, MINUS, NO, PARTIAL, PLANNED, PLUS, YES
from packdex.core.weblinks import web_address

LONGEST_TEXT, LONGEST_NOTE, LONGEST_SOURCE = 500, 500, 1000  # characters
MOST_STRENGTH = 3


class Kind(StrEnum):
    """What an element is understood as."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    PLANNED = "planned"
    VERSION = "version"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Element:
    """What is said: the text as typed, and beside it a note and the address that shows it.

    `note` and `source` are "" where there is none.
    """

    kind: Kind
    text: str
    note: str = ""
    source: str = ""

    @property
    def strength(self) -> int:
        """How often a sign is repeated: 2 for `++` and `+2`, at most 3; 1 for all else."""
        text = self.text.strip()
        if self.kind not in {Kind.YES, Kind.NO} or not text:
            return 1
        if found := _TIMES.fullmatch(text):
            return max(1, min(int(found[1]), MOST_STRENGTH))
        return 1 if text.strip(PLUS) and text.strip(MINUS) else min(len(text), MOST_STRENGTH)

    @property
    def words(self) -> str:
        """What the text says beside the kind: "via a plugin" of "yes, via a plugin".

        "" of a mark alone. All of the text where it is not a mark that gave the kind.
        """
        text = self.text.strip()
        if _mark(_plain(text)) is self.kind:
            return ""
        led = _led(text)
        return led[1] if led and led[0] is self.kind else text


class ElementError(ValueError):
    """What was entered cannot be an element: which field, its value, and what would be right.

    `field` is "text", "kind", "note" or "source". Its words can be shown to who entered it.
    """

    def __init__(self, field: str, value: str, accepted: str) -> None:
        self.field, self.value, self.accepted = field, value, accepted
        shown = value if len(value) <= 60 else f"{value[:59]}…"
        super().__init__(f"{field}: {shown!r} cannot be taken; {accepted}")


def understand(text: str) -> Element | None:
    """The element that `text` is; None when it is empty or only white space.

    Takes text of any length and refuses none. `4.2` is a version: in a list of packages that is
    what it nearly always is.
    """
    return stored("", text)


def stored(kind: str, text: str, note: str = "", source: str = "") -> Element | None:
    """The element of a row of the database; a kind that is "" or unknown is taken from the text."""
    return next(stored_each([kind], [text], [note], [source]))


def stored_each(
    kinds: Sequence[str], texts: Sequence[str], notes: Sequence[str], sources: Sequence[str]
) -> Iterator[Element | None]:
    """The elements of many rows of the database, as `stored` gives them, from lists of one length.

    Most cells of most grids hold one of a few marks, and a grid is read again and again: elements
    are kept and shared, unless long texts among them could fill the memory.
    """
    longest = sum(max(map(len, column), default=0) for column in (texts, notes, sources))
    read = _kept if longest <= _LONGEST_KEPT else _read
    return map(read, kinds, texts, notes, sources)


def _read(kind: str, text: str, note: str, source: str) -> Element | None:
    if not (typed := text.strip()):
        return None
    return Element(_KINDS.get(kind) or _kind_of(typed), typed, note, source)


_LONGEST_KEPT = 600  # characters of text, note and source
_kept = lru_cache(maxsize=20_000)(_read)


def entered(text: str, *, kind: str = "", note: str = "", source: str = "") -> Element | None:
    """What a person entered, checked; None when all of it is empty: then nothing is said.

    `kind` is "" where the text is to tell it. With a kind that needs no text, its name stands for
    an empty one. Raises ElementError.
    """
    text, note, source = text.strip(), note.strip(), source.strip()
    if kind and kind not in _KINDS:
        raise ElementError("kind", kind, f"it is one of {', '.join(_KINDS)}")
    for field, value, longest in (
        ("text", text, LONGEST_TEXT),
        ("note", note, LONGEST_NOTE),
        ("source", source, LONGEST_SOURCE),
    ):
        if len(value) > longest:
            raise ElementError(field, value, f"at most {longest} characters, not {len(value):,}")
        if "\x00" in value:  # no database of ours can hold it
            raise ElementError(field, value, "text without null characters")
    if source and web_address(source) is None:
        raise ElementError("source", source, "an address that begins with http:// or https://")
    if not text and kind in _WORDLESS:
        text = kind
    if not text:
        if kind or note or source:
            raise ElementError("text", text, "a note, a source or a kind needs a value beside it")
        return None
    return _of_kind(kind, text, note, source)


def _of_kind(kind: str, text: str, note: str, source: str) -> Element:
    chosen = _KINDS.get(kind) or _kind_of(text)
    if chosen is Kind.VERSION and _version(text) is None:
        raise ElementError("text", text, "a version is written as 4.2, >=3.2 or 1.0rc1")
    if chosen is Kind.NUMBER and _number(text) is None:
        raise ElementError("text", text, "a number is written as 42, 1,000 or 3.5")
    return Element(chosen, text, note, source)


SortValue = tuple[int, Any]

UNKNOWN: SortValue = (0, 0)
"""Sorts before everything else; lists put what is not known last, whatever their direction."""


def sort_value(element: Element | None) -> SortValue:
    """A value by which elements of any kinds compare, the most favourable being the largest.

    Yes is above versions, numbers and texts, which are above partial, planned and no; `++` is above
    `+`. Within a kind versions go by version, numbers by number, texts by letters. Elements that
    say the same have the same value, however they are written.
    """
    if element is None:
        return UNKNOWN
    kind, text = element.kind, element.text
    value: Any = 0
    if kind is Kind.YES:
        value = element.strength
    elif kind is Kind.NO:
        value = -element.strength
    elif kind is Kind.NUMBER:
        value = _number(text)
    elif kind is Kind.VERSION:
        version = _version(text)  # of ranges that begin at one version the text makes the order
        value = version and (version, _plain(text).replace(" ", ""))
    elif kind is Kind.TEXT:
        value = None
    if value is None:
        return _RANKS[Kind.TEXT], _plain(text)
    return _RANKS[kind], value


_RANKS = {
    kind: rank
    for rank, kind in enumerate(
        (Kind.NO, Kind.PLANNED, Kind.PARTIAL, Kind.TEXT, Kind.NUMBER, Kind.VERSION, Kind.YES), 1
    )
}
_KINDS = {kind.value: kind for kind in Kind}
_WORDLESS = frozenset({Kind.YES, Kind.NO, Kind.PARTIAL, Kind.PLANNED})
_WORDS = {
    **dict.fromkeys(YES, Kind.YES),
    **dict.fromkeys(NO, Kind.NO),
    **dict.fromkeys(PARTIAL, Kind.PARTIAL),
    **dict.fromkeys(PLANNED, Kind.PLANNED),
}

_TIMES = re.compile(r"[+-](\d{1,2})", re.ASCII)
"""A sign and how often it is meant: `+2` says what `++` says, as on the existing service."""

_LED = re.compile(
    r"(?:(?P<word>[a-z]+)(?:\s*[,;:]\s*|\s+[–-]\s+|\s*(?=\())"  # noqa: RUF001 - an en dash
    r"|(?P<sign>[✓✔☑✅✗✘❌]|:[a-z_]+:)\ufe0f?\s*)(?P<rest>\S.*)",
    re.DOTALL | re.IGNORECASE,
)

_LONGEST_VERSION = 60  # characters; it also bounds what the expressions below have to look at
_OPERATOR = r"(?:[<>=!~^]=?=?|≥|≤)"
_SUFFIX = r"(?:[-._]?(?:a|b|c|rc|alpha|beta|pre|post|dev)[-._]?\d*)?"
_ONE = rf"v?\d+(?:\.\d+)*{_SUFFIX}(?:\.[x*])?\+?"
_CLEAR = r"v?\d+\.(?:\d+|x|\*)(?:[-._\dab+cx*]|rc|alpha|beta|pre|post|dev)*"
_JOINT = r"\s*(?:,|-|–|/|\bto\b|\|\||\s)\s*"  # noqa: RUF001 - an en dash, as ranges are written
# A lone "3" is a number; with an operator, a "v", a point or a "+" it can only be a version.
_IS_VERSION = re.compile(
    rf"(?:{_OPERATOR}\s*{_ONE}|{_CLEAR}|v\d+|\d+\+)(?:{_JOINT}{_OPERATOR}?\s*{_ONE})*", re.ASCII
)
_FIRST = re.compile(rf"\d+(?:\.\d+)*{_SUFFIX}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?", re.ASCII)
_PERCENT = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,9})?)\s*%", re.ASCII)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _kind_of(text: str) -> Kind:
    """`text` is not empty."""
    plain = _plain(text)
    if (kind := _mark(plain)) is not None:
        return kind
    if led := _led(text):
        return led[0]
    if len(plain) > _LONGEST_VERSION:
        return Kind.TEXT
    if _IS_VERSION.fullmatch(plain) and _version(plain) is not None:
        return Kind.VERSION
    return Kind.TEXT if _number(plain) is None else Kind.NUMBER


def _mark(plain: str) -> Kind | None:
    """What `plain` means when it is a mark and nothing else."""
    if (kind := _WORDS.get(plain)) is not None:
        return kind
    if not plain.strip(PLUS):
        return Kind.YES
    if not plain.strip(MINUS):
        return Kind.NO
    if _TIMES.fullmatch(plain):
        return Kind.YES if plain[0] == "+" else Kind.NO
    return None


def _led(text: str) -> tuple[Kind, str] | None:
    """What a mark before other words means, and those words: "yes, with a plugin".

    A word has to be parted from them by more than a blank: "No" may begin a sentence.
    """
    if (found := _LED.fullmatch(text)) is None:
        return None
    mark = (found["word"] or found["sign"]).casefold()
    kind = _WORDS.get(mark) if found["sign"] or mark in LEADING else None
    return None if kind is None else (kind, found["rest"])


def _version(text: str) -> Version | None:
    """The first version in `text`, which orders a range by where it begins."""
    return _first_version(text[:_LONGEST_VERSION])


@lru_cache(maxsize=10_000)
def _first_version(text: str) -> Version | None:
    found = _FIRST.search(text.casefold())
    if found is None:
        return None
    try:
        return Version(found[0])
    except InvalidVersion:
        return None


def _number(text: str) -> float | None:
    text = text.strip()
    if found := _PERCENT.fullmatch(text):
        return float(found["number"])
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
