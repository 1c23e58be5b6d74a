"""From all there is to compare to what a visitor sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from packdex.core.comparison.filters import Fits, wanted
from packdex.core.comparison.table import Row, Subject, Table
from packdex.core.comparison.view import View


def apply(table: Table, view: View) -> Table:
    """What `view` shows of `table`; `table` itself stays as it is.

    Subjects at rest come last, whatever the order. In an order by a row those of which its value is
    not known come after the others, whichever direction is asked for. Rows tell whether they
    differ among the subjects that are seen.
    """
    problems: list[str] = []
    hidden = set(view.hidden_packages)
    shown = [at for at, subject in enumerate(table.subjects) if subject.slug not in hidden]
    fitting, undecided = _fitting(table, view, shown)
    order = _in_order(table, view, fitting, problems)
    left = set(view.hidden_rows)
    moved = None if order == [*range(len(table.subjects))] else order
    rows = [_seen(row, moved) for row in table.rows if row.key not in left]
    seen = [row for row in rows if row.differs] if view.only_differences else rows
    subjects = [table.subjects[at] for at in order]
    return Table(
        subjects=subjects,
        rows=seen,
        today=table.today,
        resting_from=sum(1 for subject in subjects if not subject.resting),
        hidden_rows=[(row.key, row.label) for row in table.rows if row.key in left],
        hidden_subjects=[(one.slug, one.title) for one in table.subjects if one.slug in hidden],
        same_rows=len(rows) - len(seen),
        filtered=len(shown) - len(fitting),
        undecided=undecided,
        problems=problems,
    )


def _fitting(table: Table, view: View, among: list[int]) -> tuple[list[int], int]:
    """Which subjects fit the filters, and of how many others that is not known."""
    if not view.filters:
        return among, 0
    fits = [(at, wanted(table.subjects[at], view, table.today)) for at in among]
    return [at for at, fit in fits if fit is Fits.YES], sum(fit is Fits.UNKNOWN for _, fit in fits)


def _in_order(table: Table, view: View, among: list[int], problems: list[str]) -> list[int]:
    order = among
    if view.sort:
        if (row := table.row(view.sort)) is None:
            problems.append(f"sort={view.sort} was left aside: there is no such row here.")
        else:
            order = _sorted(row, among, descending=view.descending)
    if view.base:
        first = [at for at in order if table.subjects[at].slug == view.base]
        if not first:
            problems.append(f"base={view.base} was left aside: that package is not seen here.")
        order = first + [at for at in order if at not in first]
    resting = [table.subjects[at].resting != "" for at in range(len(table.subjects))]
    return [at for at in order if not resting[at]] + [at for at in order if resting[at]]


def _sorted(row: Row, among: list[int], *, descending: bool) -> list[int]:
    cells = row.cells
    known = [at for at in among if cells[at] is not None]
    # Equal ones keep the order that is given, in both directions.
    known.sort(key=lambda at: row.order(cells[at]), reverse=descending)
    return known + [at for at in among if cells[at] is None]


def _seen(row: Row, order: list[int] | None) -> Row:
    """The row with its cells in that order; None: in the one that they have."""
    cells = row.cells if order is None else [*map(row.cells.__getitem__, order)]
    return replace(row, cells=cells, differs=differ(row, cells))


def differ(row: Row, cells: Sequence[Any]) -> bool:
    """Whether two of the known values among `cells` are not the same."""
    first: Any = None
    value: Any = None
    for cell in cells:
        # Most cells of a row are one and the same object, which needs no second look.
        if cell is None or cell is first:
            continue
        if first is None:
            first, value = cell, row.order(cell)
        elif row.order(cell) != value:
            return True
    return False


def unlike(row: Row, base: int) -> list[bool]:
    """For each cell, whether it is known and not the same as that of the subject `base`."""
    told = row.cells[base]
    if told is None:
        return [False] * len(row.cells)
    value = row.order(told)
    return [cell is not None and row.order(cell) != value for cell in row.cells]


def at_rest(table: Table) -> Sequence[Subject]:
    """The subjects at rest of a table that `apply` gave."""
    return table.subjects[table.resting_from :]
