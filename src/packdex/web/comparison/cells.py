"""What stands in the cells of a comparison, as HTML.

Cells are whole `<td>` elements without their end tag, which HTML lets one leave out: a large grid
has sixteen thousand of them. What nobody knows is an empty cell. No age is told, only dates: pages
are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import repeat
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from django.utils import timezone

from packdex.core.comparison.elements import Element, Kind
from packdex.core.comparison.rows import FACT_ROWS, USUAL_STATUS, Dated, FactRow
from packdex.core.comparison.table import Subject, Table
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


def fact_cells(table: Table, *, numbers_right: bool) -> dict[str, Sequence[str]]:
    """The cells of all rows of facts of `table`, by the row's key.

    `numbers_right`: a row of numbers is set as a column.
    """
    known = _written_facts[numbers_right]
    lines = []
    for subject in table.subjects:
        line = known.get(subject)
        if line is None:
            line = known[subject] = _line(subject, table.today, numbers_right=numbers_right)
        lines.append(line)
    columns = zip(*lines, strict=True) if lines else repeat(())
    return {fact.key: cells for fact, cells in zip(FACT_ROWS, columns, strict=False)}


# A subject is a new one as soon as anything of it changed, and old ones are forgotten with it.
_written_facts: dict[bool, WeakKeyDictionary[Subject, list[str]]] = {
    False: WeakKeyDictionary(),
    True: WeakKeyDictionary(),
}


def _line(subject: Subject, today: date, *, numbers_right: bool) -> list[str]:
    return [
        EMPTY if value is None else _fact(row, value, today, numbers_right=numbers_right)
        for row, value in zip(FACT_ROWS, subject.values, strict=True)
    ]


def _fact(row: FactRow, value: Any, today: date, *, numbers_right: bool) -> str:
    start = '<td class="r">' if numbers_right and row.numeric else EMPTY
    if write := _FACTS.get(row.key):
        return start + write(value)
    text = row.shown(value, today)
    return start + _short(text) if text else EMPTY


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


def element_cells(elements: Sequence[Element | None]) -> list[str]:
    """The cells of a row that people write.

    Elements are shared (`elements.stored_each`) by cells, and by one reading of a grid and the
    next. So a cell is found by its element's id, without a look at its texts.
    """
    try:
        return [*map(_cells.__getitem__, map(id, elements))]
    except KeyError:
        different = {id(element): element for element in elements}
        written = {id_: _element(element) for id_, element in different.items()}
        _remember(different, written)
        return [*map(written.__getitem__, map(id, elements))]


_LONGEST_REMEMBERED = 300  # characters
_MOST_REMEMBERED = 20_000

_cells: dict[int, str] = {}
_alive: list[Element | None] = []  # an id is another's as soon as its element is gone
_lock = Lock()


def _remember(elements: dict[int, Element | None], written: dict[int, str]) -> None:
    new = [id_ for id_, cell in written.items() if len(cell) <= _LONGEST_REMEMBERED]
    with _lock:
        if len(_alive) + len(new) > _MOST_REMEMBERED:
            _cells.clear()
            _alive.clear()
        new = [id_ for id_ in new if id_ not in _cells]
        _alive.extend(elements[id_] for id_ in new)
        _cells.update((id_, written[id_]) for id_ in new)


def _element(element: Element | None) -> str:
    return EMPTY if element is None else _cells.get(id(element)) or _written(element)


def _written(element: Element) -> str:
    start, told = _told(element)
    source = _source(element.source)
    note = escape(one_line(element.note)) if element.note else ""
    if note:
        return f"{start}<details><summary>{told}</summary>{note} {source}</details>"
    return f"{start}{told} {source}" if source else start + told


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
