"""What stands in the cells of a comparison, as HTML.

Cells are whole `<td>` elements without their end tag, which HTML lets one leave out: a large grid
has sixteen thousand of them. What nobody knows is an empty cell. No age is told, only dates: pages
are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from packdex.core.comparison.elements import Element, Kind
from packdex.core.comparison.rows import USUAL_STATUS, Dated
from packdex.core.comparison.table import Row
from packdex.core.weblinks import web_address
from packdex.web import sparkline
from packdex.web.show import escape, one_line, plain_day, shortened

EMPTY = "<td>"
LONGEST = 100  # characters of a text that are seen before it is unfolded
LONGEST_UNFOLDED = 2_000

# The class of a kind, and the word that always stands beside the mark that the style sheet draws.
_MARKS = {
    Kind.YES: ("y", "Yes"),
    Kind.NO: ("x", "No"),
    Kind.PARTIAL: ("p", "Partial"),
    Kind.PLANNED: ("l", "Planned"),
}


def cells(row: Row, today: date, written: dict[int, str], *, numbers_right: bool) -> list[str]:
    """The cells of `row`, in its order. `numbers_right`: a row of numbers is set as a column.

    `written` is for all rows of one table, whose cells are often one and the same object: it keeps
    what was written for each, by its id. Empty at first.
    """
    if row.fact is None:
        return _elements(row.cells, written)
    start = '<td class="r">' if numbers_right and row.fact.numeric else EMPTY
    write = _FACTS.get(row.fact.key)
    if write is None:
        shown = row.fact.shown
        return _texts(
            (shown(value, today) if value is not None else "" for value in row.cells), start
        )
    return [EMPTY if value is None else start + write(value) for value in row.cells]


def _texts(texts: Iterable[str], start: str) -> list[str]:
    # Packages have the same licences, and need the same versions.
    written = {"": EMPTY}
    for_each = []
    for text in texts:
        cell = written.get(text)
        if cell is None:
            cell = written[text] = start + _short(text)
        for_each.append(cell)
    return for_each


# ---- facts


def _state(value: str) -> str:
    text = escape(one_line(value))
    return text if value == USUAL_STATUS else f"<b>{text}</b>"


def _release(value: Dated) -> str:
    version = f"<b>{_short(value.version)}</b>" if value.version else ""
    return f"{version}{' ' if version and value.at else ''}{_day(value.at) if value.at else ''}"


def _day(at: datetime) -> str:
    local = at.astimezone(timezone.get_default_timezone()).date()
    return f"<time datetime={local}>{plain_day(local)}</time>"


def _commits(weeks: Sequence[int]) -> str:
    total = sum(weeks)
    return f"{sparkline.trend(weeks)} {total:,}" if total else "0"


def _advisories(count: int) -> str:
    return f"<b>{count:,} open</b>" if count else "none open"


def _short(text: str) -> str:
    return escape(shortened(text, LONGEST))


_FACTS: dict[str, Callable[[Any], str]] = {
    "state": _state,
    "release": _release,
    "commit": _day,
    "commits": _commits,
    "advisories": _advisories,
}


# ---- what people wrote


def _elements(row: Sequence[Element | None], written: dict[int, str]) -> list[str]:
    for element in {id(one): one for one in row if id(one) not in written}.values():
        written[id(element)] = _element(element) if element else EMPTY
    return [*map(written.__getitem__, map(id, row))]


def _element(element: Element) -> str:
    # Of a large grid that changed a little nearly all cells are as they were.
    long = len(element.text) + len(element.note) + len(element.source) > _LONGEST_REMEMBERED
    return _written(element) if long else _remembered(element)


def _written(element: Element) -> str:
    start, told = _told(element)
    source = _source(element.source)
    note = escape(one_line(element.note)) if element.note else ""
    if note:
        return f"{start}<details><summary>{told}</summary>{note} {source}</details>"
    return f"{start}{told} {source}" if source else start + told


_LONGEST_REMEMBERED = 300  # characters
_remembered = lru_cache(maxsize=20_000)(_written)


def _told(element: Element) -> tuple[str, str]:
    """The beginning of the cell, and what it says: the kind as a word, and the words beside it."""
    css, word = _MARKS.get(element.kind, ("", ""))
    if not word:
        return EMPTY, _folded(one_line(element.text))
    words = one_line(element.words)
    if not words and element.strength > 1:
        words = one_line(element.text)
    return f"<td class={css}>", f"{word}<small>{_folded(words)}</small>" if words else word


def _folded(text: str) -> str:
    if len(text) <= LONGEST:
        return escape(text)
    whole = shortened(text, LONGEST_UNFOLDED)
    return (
        f"<details><summary>{escape(shortened(text, LONGEST))}</summary>{escape(whole)}</details>"
    )


def _source(address: str) -> str:
    target = web_address(address) if address else None
    if target is None:
        return ""
    return f'<a class="src" href="{escape(target)}" rel="nofollow noopener ugc">source</a>'
