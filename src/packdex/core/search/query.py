"""The query language: words, "exact phrases", -without, and operators such as stars:>100.

Whatever is typed is understood somehow. What looks like an operator and is none is searched as
plain words, and `notes` says so in a sentence for the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from packdex.core.search import operators
from packdex.core.search.operators import Filter
from packdex.core.search.words import compact, words_of

MAX_LENGTH = 300
"""Characters of a query that are read."""

MAX_WORDS = 12
MAX_FILTERS = 12

# A part: an optional minus, an optional name with a colon, and a quoted text or anything up to the
# next space. A quote that does not close reaches to the end.
_PART = re.compile(r'(-?)(?:([A-Za-z]{2,12}):)?(?:"([^"]*)("|$)|(\S*))')


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. All words are folded.

    `words` shall occur, best all of them; `phrases` and `names` (words of the name) must, each a
    list of words; `without` must not. `name` is what was typed without operators, as one word: what
    an exact name would be. `notes` are plain sentences about what was not understood.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    names: tuple[str, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    filters: tuple[Filter, ...] = ()
    name: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        looked_for = self.words, self.phrases, self.names, self.without, self.filters
        return not any(looked_for)


@dataclass(slots=True)
class _Reading:
    """A query while it is read."""

    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parse(text: str, today: date) -> Query:
    """The query that `text` is. `today` is what ages such as updated:<90d are counted from."""
    reading = _Reading()
    clean = _clean(text[: MAX_LENGTH + 1])
    if len(text) > MAX_LENGTH:
        clean = clean[:MAX_LENGTH]
        reading.notes.append(f"Only the first {MAX_LENGTH} characters were searched.")
    for minus, name, quoted, closed, plain in _parts(clean):
        if quoted is not None and not closed:
            reading.notes.append("A quotation mark is missing; the phrase was taken to the end.")
        value = plain if quoted is None else quoted
        if name:
            _operator(reading, name, value, negated=bool(minus), today=today)
        elif minus:
            _without(reading, value)
        elif quoted is not None:
            _phrase(reading, value)
        else:
            _words(reading, value)
    return _finished(" ".join(clean.split()), reading)


def pieces(text: str) -> list[str]:
    """The words, phrases and operators of a query as they were typed, quotes closed."""
    parts = _PART.finditer(_clean(text[:MAX_LENGTH]))
    return [
        part[0] + '"' if part[3] is not None and not part[4] else part[0]
        for part in parts
        if part[0].strip()
    ]


def _clean(text: str) -> str:
    """Without control characters and halves of surrogates; typographic quotes as plain ones."""
    text = text if text.isascii() else re.sub("[\u201c\u201d\u201e\u00ab\u00bb]", '"', text)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _parts(text: str) -> Iterator[tuple[str, str, str | None, str, str]]:
    for found in _PART.finditer(text):
        if found[0].strip():
            yield found[1], (found[2] or "").lower(), found[3], found[4] or "", found[5] or ""


def _operator(reading: _Reading, name: str, value: str, *, negated: bool, today: date) -> None:
    typed = f"{name}:{value}"
    if name == "name" and not negated and words_of(value):
        reading.names += words_of(value)
        return
    if name == "name" and negated:
        _without(reading, value)
        return
    known = operators.read(name, value, negated=negated, today=today)
    if isinstance(known, Filter):
        reading.filters.append(known)
        return
    why = known or ("" if value.startswith("//") else f"there is no operator {name}:")
    if why and (known or value):
        reading.notes.append(f"“{typed}” was searched as plain words: {why}.")
    if negated:
        _without(reading, value)
    else:
        _words(reading, typed)


def _without(reading: _Reading, value: str) -> None:
    words = words_of(value)
    if words:
        reading.without.append(tuple(words))


def _phrase(reading: _Reading, value: str) -> None:
    words = words_of(value)
    if words:
        reading.phrases.append(tuple(words[:MAX_WORDS]))
        reading.typed.append(value)


def _words(reading: _Reading, value: str) -> None:
    reading.words += words_of(value)
    reading.typed.append(value)


def _finished(text: str, reading: _Reading) -> Query:
    words = list(dict.fromkeys(reading.words))
    if len(words) > MAX_WORDS:
        reading.notes.append(f"Only the first {MAX_WORDS} words were searched.")
    if len(reading.filters) > MAX_FILTERS:
        reading.notes.append(f"Only the first {MAX_FILTERS} operators were used.")
    return Query(
        text,
        tuple(words[:MAX_WORDS]),
        tuple(reading.phrases[:MAX_WORDS]),
        tuple(dict.fromkeys(reading.names))[:MAX_WORDS],
        tuple(reading.without[:MAX_WORDS]),
        tuple(reading.filters[:MAX_FILTERS]),
        compact(" ".join(reading.typed)),
        tuple(dict.fromkeys(reading.notes)),
    )
