"""Lifecycles are a file that people may write: what is wrong with it is named."""

from __future__ import annotations

from datetime import date

import pytest

from packdex.core.lifecycles.file import LifecyclesError, parse, shipped, written
from packdex.core.lifecycles.products import PRODUCTS, numbers, released, supported

GOOD = """
updated = 2026-01-01
[python]
"3.14" = { released = 2025-10-07 }
"3.9" = { released = 2020-10-05, until = 2025-10-31 }
[django]
"6.0" = { released = 2025-12-03, fixed_until = 2026-08-31, until = 2027-04-30 }
"""


def test_the_shipped_ones_are_in_order() -> None:
    for product in PRODUCTS:
        cycles = shipped().of(product)
        assert sorted(cycles, key=lambda one: numbers(one.version)) == list(cycles)
        assert sorted(one.released for one in cycles) == [one.released for one in cycles]
        assert all(one.until and one.fixed_until for one in cycles)
    today = date(2026, 11, 21)
    assert [one.version for one in supported(shipped().django, today)] == ["5.2", "6.0", "6.1"]
    assert supported(shipped().python, today)[0].version == "3.11"


def test_what_is_written_is_what_is_read() -> None:
    assert parse(written(shipped())) == shipped()
    assert parse(written(parse(GOOD))) == parse(GOOD)


def test_versions_are_ordered_as_numbers_and_may_have_no_end() -> None:
    python = parse(GOOD).python
    assert [one.version for one in python] == ["3.9", "3.14"]
    assert python[-1].until is None
    assert supported(python, date(2199, 1, 1)) == python[-1:]
    assert released(python, date(2021, 1, 1)) == python[:1]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("updated = 2026-01-01", "", "updated is None; expected a day"),
        ("[python]", "[pyhton]", r"\[python\] is missing"),
        ('"3.9" = {', '"3.9.1" = {', r"python.'3.9.1' is not a version; expected two numbers"),
        ('"3.9" = {', '"3.09" = {', "is not a version"),
        ("2020-10-05", '"2020-10-05"', "python.'3.9'.released is '2020-10-05'; expected a day"),
        ("2025-10-31", "2019-10-31", "ends on 2019-10-31, before it came out on 2020-10-05"),
        ("{ released = 2025-10-07 }", "3", "python.'3.14' is 3; expected { released"),
        ("updated =", "updated", "it is not TOML"),
        ("[python]", "x = " + "[" * 5_000, "it is not TOML"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, why: str) -> None:
    with pytest.raises(LifecyclesError, match=why):
        parse(GOOD.replace(old, new, 1))
