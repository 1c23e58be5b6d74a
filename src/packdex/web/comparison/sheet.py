"""The table of a comparison as HTML, written in one go: packages as columns, or as rows."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.safestring import SafeString

from packdex.core.comparison.select import unlike
from packdex.core.comparison.table import Row, Subject, Table
from packdex.core.comparison.view import View
from packdex.web.comparison.cells import element_cells, fact_cells
from packdex.web.show import escape, escaped, shortened

FACTS, FEATURES = "Facts", "Features"

MOST_TOGETHER = 400
"""Packages in one table. 5,000 in one keep Chromium busy for 33 seconds. Of several tables it draws
those that are near (`content-visibility` in compare.css), and is done in a quarter of that."""

_ANY = "\0"  # no slug and no key holds it, so that it marks where one belongs in an address


Rows = list[tuple[Row, Sequence[str]]]
"""Rows, each with what is written of its cells."""


@dataclass(frozen=True)
class Sheet:
    """How a table is to be written: the one that is seen, the view, and the path of its page.

    `compared`: its packages were named in the address one by one, so that they can be taken out of
    it, and one of them can be what the others are measured by.
    """

    seen: Table
    view: View
    path: str
    compared: bool = False

    def active(self, label: str) -> SafeString:
        """The table of all packages but those at rest, named `label`; "" where there is none."""
        return self._tables(0, self.seen.resting_from, label, "by")

    def resting(self, label: str) -> SafeString:
        """The table of those at rest, each with the reason; "" where there is none."""
        return self._tables(self.seen.resting_from, len(self.seen.subjects), label, "resting-by")

    def _tables(self, start: int, stop: int, label: str, ids: str) -> SafeString:
        """All packages from `start` to `stop` in one table, or in several where they are many."""
        if stop - start <= MOST_TOGETHER:
            whole = self._table(start, stop, label, ids) if start < stop else ""
            return SafeString(whole)  # every part is escaped
        parts = []
        for begin in range(start, stop, MOST_TOGETHER):
            end = min(begin + MOST_TOGETHER, stop)
            told = f"{label}, {begin - start + 1:,} to {end - start:,}"
            table = self._table(begin, end, told, f"{ids}-{begin}" if begin > start else ids)
            parts.append(
                f'<section class="matrix-part"><p class="count">{told}</p>{table}</section>'
            )
        return SafeString("".join(parts))  # every part is escaped

    def _table(self, start: int, stop: int, label: str, ids: str) -> str:
        """One table in a region that scrolls by itself. `ids`: see _RowHeads."""
        rows = [(row, written[start:stop]) for row, written in self._rows]
        names = [*self._names(self.seen.subjects[start:stop])]
        flipped = self.view.flipped
        written = (self._down if flipped else self._across)(names, rows, _RowHeads(self, ids))
        return (
            f'<div class="matrix-scroll" role="region" aria-label="{label}" tabindex="0">'
            f'<table class="matrix {"down" if flipped else "across"}" aria-label="{label}">'
            f"{written}</table></div>"
        )

    @cached_property
    def _rows(self) -> Rows:
        """The rows with all their cells, written once for both tables."""
        facts = fact_cells(self.seen, numbers_right=self.view.flipped)
        return [(row, self._cells(row, facts)) for row in self.seen.rows]

    def _cells(self, row: Row, facts: Mapping[str, Sequence[str]]) -> Sequence[str]:
        written = facts[row.key] if row.fact is not None else element_cells(row.cells)
        if self.view.base and (base := self._base()) is not None:
            marked = unlike(row, base)
            return [
                _unlike(cell) if mark else cell for cell, mark in zip(written, marked, strict=True)
            ]
        return written

    def _base(self) -> int | None:
        named = (at for at, one in enumerate(self.seen.subjects) if one.slug == self.view.base)
        return next(named, None)

    # ---- the two ways to lay it out

    def _across(self, names: list[str], rows: Rows, heads: _RowHeads) -> str:
        """Packages are columns."""
        size = len(names)
        parts = [
            f"<colgroup><col class=first><col span={size}></colgroup><thead><tr>{self._corner()}",
            *(f"<th scope=col>{name}" for name in names),
            "</thead>",
        ]
        for title, group in groupby(rows, key=lambda pair: group_of(pair[0])):
            parts.append(
                f"<tbody><tr class=group><th colspan={size + 1} scope=rowgroup><span>"
                f"{escaped(title)}</span>"
            )
            for row, written in group:
                parts += (f"<tr>{heads.head(row, 'row')}", *written)
        return "".join(parts)

    def _down(self, names: list[str], rows: Rows, heads: _RowHeads) -> str:
        """Packages are rows."""
        grouped = len({group_of(row) for row, _ in rows if row.fact is None}) > 1
        columns = "".join(f"<col class={_column(row)}>" for row, _ in rows)
        parts = [
            f"<colgroup><col class=first>{columns}</colgroup><thead><tr>{self._corner()}",
            *(heads.head(row, "col", group=row.group if grouped else "") for row, _ in rows),
            "</thead><tbody>",
        ]
        lines = zip(*(written for _, written in rows), strict=True) if rows else [()] * len(names)
        for name, line in zip(names, lines, strict=True):
            parts += (f"<tr><th scope=row>{name}", *line)
        return "".join(parts)

    def _corner(self) -> str:
        """The one cell that is always in sight."""
        several = not self.compared and len(self.seen.subjects) > 1
        return f"<td>{'<button>Compare ticked</button>' if several else ''}"

    # ---- packages

    def _names(self, subjects: Sequence[Subject]) -> Iterator[str]:
        """What heads a package's column or row: its name, why it rests, and what can be done."""
        without = self._without()
        word = "Remove" if self.compared else "Hide"
        for one in subjects:
            name = escaped(one.title)
            rests = f"<i>{escaped(one.resting)}</i>" if one.resting else ""
            says = (
                f"<small>{escape(shortened(one.summary, 110))}</small>"
                if self.view.flipped and one.summary
                else ""
            )
            yield (
                f'<a class="headword" href="/packages/p/{one.slug}/">{name}</a>{rests}{says}'
                f'<span class=do>{self._choose(one, name)}<a hx-boost=true href="{without(one)}"'
                f' aria-label="{word} {name}">{word.lower()}</a></span>'
            )

    def _without(self) -> Callable[[Subject], str]:
        """The address of the view without a package."""
        view, path = self.view, self.path
        if self.compared:  # a few, and each is one of those that the address begins with
            return lambda one: html.escape(view.removing(one.slug).address(path))
        before, after = _halves(view.hiding_package(_ANY).address(path))
        return lambda one: before + one.slug + after

    def _choose(self, one: Subject, name: str) -> str:
        if not self.compared:
            return f'<input type=checkbox name=p value="{one.slug}" aria-label="Compare {name}">'
        if self.view.base == one.slug:
            return "<b>measure</b>"
        address = html.escape(self.view.compared_with(one.slug).address(self.path))
        return (
            f'<a hx-boost=true href="{address}" aria-label="Measure by it: {name}">'
            "measure by it</a>"
        )


def group_of(row: Row) -> str:
    """The title of the part of the table that the row stands in."""
    return FACTS if row.fact is not None else row.group or FEATURES


def _column(row: Row) -> str:
    """How wide the column of a row is: of numbers less than of words."""
    return "few" if row.fact is not None and row.fact.numeric else "some"


def _unlike(cell: str) -> str:
    """A cell that is not the same as the measure's."""
    start, _, rest = cell.partition(">")
    return f"{start} data-unlike><b>≠</b>{rest}"


class _RowHeads:
    """What heads a row (or its column): its name, by which one sorts, and what it means.

    `ids` is what the ids of the names begin with: after a change in place the focus is found by it.
    """

    def __init__(self, sheet: Sheet, ids: str) -> None:
        self._ids = ids
        view, path = sheet.view, sheet.path
        self._view, self._path, self._mark = view, path, sheet.compared
        self._hide = _halves(view.hiding_row(_ANY).address(path))
        self._sort = {
            descending: _halves(view.sorted_by(_ANY, descending=descending).address(path))
            for descending in (False, True)
        }

    def head(self, row: Row, scope: str, group: str = "") -> str:
        """The heading cell of a row. `group` is told where it is not plain from the place."""
        label = escaped(row.label)
        sorted_by = self._view.sort == row.key
        order = ("descending" if self._view.descending else "ascending") if sorted_by else ""
        about = (
            f'<details><summary aria-label="About {label}">?</summary>'
            f"{escape(shortened(row.description, 1_000))}</details>"
            if row.description
            else ""
        )
        return (
            f"<th scope={scope}{f' aria-sort={order}' if order else ''}"
            f"{' data-differs' if self._mark and row.differs else ''}>"
            f'<a id="{self._ids}-{row.key}" hx-boost=true href="{self._sorting(row)}">{label}</a>'
            f"{f'<small>{escaped(group)}</small>' if group else ''}"
            f'<span class=do><a hx-boost=true href="{row.key.join(self._hide)}"'
            f' aria-label="Hide {label}">hide</a>{self._fill(row, label)}{about}</span>'
        )

    def _fill(self, row: Row, label: str) -> str:
        """The way to the form for the cells of a feature; "" where no grid's page is shown."""
        if row.feature is None or self._mark:
            return ""
        address = f"{self._path}edit/features/{row.feature}/cells/"
        return f'<a rel=nofollow href="{address}" aria-label="Edit {label}">edit</a>'

    def _sorting(self, row: Row) -> str:
        """First the way that people mean, then the other one, then as it was given."""
        view = self._view
        if view.sort != row.key:
            return row.key.join(self._sort[row.best_first])
        if view.descending == row.best_first:
            return row.key.join(self._sort[not row.best_first])
        return html.escape(view.sorted_by("", descending=False).address(self._path))


def _halves(address: str) -> tuple[str, str]:
    before, _, after = html.escape(address).partition(_ANY)
    return before, after
