"""Lifecycles for tests that go by the clock: what is supported as they are written stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from packdex.catalog import lifecycles
from packdex.core.lifecycles.file import shipped
from packdex.core.lifecycles.products import Cycle

WRITTEN = date(2026, 11, 21)
NEWEST_PYTHON = f"python-{shipped().python[-1].version}"
"""A version that is supported for years after the file was last looked after."""


def last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no version end that was supported when the tests were written."""
    told = shipped()
    lasting = replace(
        told, python=tuple(map(_lasting, told.python)), django=tuple(map(_lasting, told.django))
    )
    monkeypatch.setattr(lifecycles, "products", lambda: lasting)


def _lasting(cycle: Cycle) -> Cycle:
    ended = cycle.until is not None and cycle.until < WRITTEN
    return cycle if ended else Cycle(cycle.version, cycle.released, date(9999, 1, 1))
