"""Cells are found by their elements again, and never by the id of one that is gone."""

import pytest

from packdex.core.comparison.elements import Element, Kind
from packdex.web.comparison import cells
from packdex.web.comparison.cells import EMPTY, element_cells


def _row(start: int, size: int = 5) -> list[Element | None]:
    return [None, *(Element(Kind.TEXT, f"no. {number}") for number in range(start, start + size))]


def test_each_element_has_its_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MOST_REMEMBERED", 12)
    for start in range(0, 400, 5):
        row = _row(start)
        expected = [EMPTY, *(f"<td>no. {number}" for number in range(start, start + 5))]
        assert element_cells(row) == expected
        assert element_cells(row[::-1]) == expected[::-1]
        del row


def test_long_ones_are_written_and_not_remembered() -> None:
    long = Element(Kind.TEXT, "word " * 90)
    before = len(cells._alive)
    assert element_cells([long, None, long])[0].startswith("<td><details><summary>word word")
    assert len(cells._alive) - before <= 1  # nothing but the empty cell
