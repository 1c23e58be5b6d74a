"""All there is to compare: packages, and rows with a cell for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

from packdex.core.comparison.elements import Element, sort_value
from packdex.core.comparison.facts import Facts, resting
from packdex.core.comparison.rows import FACT_ROWS, FactRow


@dataclass(slots=True, eq=False, weakref_slot=True)
class Subject:
    """A package that is compared, in any number of tables.

    `summary` is what it says of itself. `values` has one for each of FACT_ROWS, None where it is
    not known. `resting` tells why it is folded at the end, "" when it is not.
    """

    id: int
    slug: str
    title: str
    facts: Facts
    summary: str = ""
    values: tuple[Any, ...] = field(init=False)
    resting: str = field(init=False)

    def __post_init__(self) -> None:
        self.values = tuple(row.value(self.facts) for row in FACT_ROWS)
        self.resting = resting(self.facts)


@dataclass(slots=True)
class Row:
    """A row, with a cell for each of the table's subjects, in their order.

    It is one of facts (`fact`), whose cells are plain values, or one that people write (`feature`,
    its id), whose cells are elements. None in a cell is "not known" in both. `differs`: at least
    two of the known values are not the same; None before `select.apply` looked. `group` is the
    title of the grid that the feature is of, where rows of several grids stand together.
    """

    key: str
    label: str
    description: str
    cells: Sequence[Any]
    fact: FactRow | None = None
    feature: int | None = None
    group: str = ""
    differs: bool | None = None

    def text(self, cell: Any, today: date) -> str:
        """The text of one of the row's cells, as people read it; "" for one that is not known."""
        if cell is None:
            return ""
        if self.fact is not None:
            return self.fact.shown(cell, today)
        element: Element = cell
        return element.text

    def order(self, cell: Any) -> Any:
        """A value by which the row's known cells compare."""
        return self.fact.order(cell) if self.fact is not None else sort_value(cell)

    @property
    def best_first(self) -> bool:
        """Whether people who sort by this row mean the largest first."""
        return self.fact.larger_first if self.fact is not None else True


@dataclass(slots=True)
class Table:
    """Subjects and rows. `today` is the day (UTC) from which ages are told.

    What `select.apply` gives has its subjects at rest from `resting_from` on, and says what it left
    out: `hidden_rows` and `hidden_subjects`, which the visitor hid, as pairs of key or slug and
    label, `same_rows`, how many rows were left out because nothing differs, `filtered`, how many
    subjects the filters left out, and `undecided`, how many of those because it is not known
    whether they fit. `problems` are sentences about what was asked for and is not in this table.
    """

    subjects: list[Subject]
    rows: list[Row]
    today: date
    resting_from: int = 0
    hidden_rows: list[tuple[str, str]] = field(default_factory=list)
    hidden_subjects: list[tuple[str, str]] = field(default_factory=list)
    same_rows: int = 0
    filtered: int = 0
    undecided: int = 0
    problems: list[str] = field(default_factory=list)

    def row(self, key: str) -> Row | None:
        """The row with that key; None when there is none."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """A row that people write: the feature, and its elements in the order of the subjects.

    `group` is as that of Row.
    """

    id: int
    title: str
    description: str
    elements: Sequence[Element | None]
    group: str = ""


def feature_key(id: int) -> str:  # noqa: A002
    """The key of the row of the feature with that id."""
    return f"f{id}"


def build(subjects: list[Subject], features: Sequence[FeatureRow], today: date) -> Table:
    """The table of `subjects` with all fact rows and these feature rows, everything in it."""
    cells = zip(*(subject.values for subject in subjects), strict=True) if subjects else repeat(())
    rows = [
        Row(fact.key, fact.label, fact.description, values, fact=fact)
        for fact, values in zip(FACT_ROWS, cells, strict=False)
    ]
    rows += [
        Row(
            feature_key(one.id),
            one.title,
            one.description,
            one.elements,
            feature=one.id,
            group=one.group,
        )
        for one in features
    ]
    return Table(subjects, rows, today, resting_from=len(subjects))
