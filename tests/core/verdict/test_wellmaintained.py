"""The twelve questions, answered from the same facts."""

from typing import Any

import pytest

from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.verdict import judge
from tests.core.verdict.make import METHOD, NOW, WELL, ago, busy, fact, well


def answer(key: str, inputs: Inputs) -> bool | None:
    return next(one for one in judge(inputs, NOW, METHOD).questions if one.key == key).answer


def test_there_are_twelve_and_nothing_known_answers_none() -> None:
    told = judge(Inputs(), NOW, METHOD).questions
    assert [one.answer for one in told] == [None] * 12
    assert all(one.shown == "not known" for one in told)


def test_where_all_is_well() -> None:
    told = {one.key: one.answer for one in judge(WELL, NOW, METHOD).questions}
    unknown = {key for key, answer in told.items() if answer is None}
    assert unknown == {"answers_reports", "ci_passes", "used"}
    assert {answer for key, answer in told.items() if key not in unknown} == {True}


@pytest.mark.parametrize(
    ("key", "facts", "expected"),
    [
        ("production_ready", {"classifiers": fact(("Development Status :: 4 - Beta",))}, False),
        ("production_ready", {"classifiers": fact(("Development Status :: 6 - Mature",))}, True),
        ("production_ready", {"classifiers": fact(())}, None),
        (
            "newest_python",
            {"classifiers": fact(("Programming Language :: Python :: 3.12",))},
            False,
        ),
        ("newest_python", {"ci_versions": fact(("Python 3.12", "Python 3.13"))}, True),
        ("newest_framework", {"classifiers": fact(("Framework :: Django :: 4.2",))}, False),
        ("newest_framework", {"ci_versions": fact(("Python 3.12",))}, None),
        ("commit", {"activity": busy(365)}, True),
        ("commit", {"activity": busy(366)}, False),
        ("commit", {"activity": None, "last_commit": fact(ago(3))}, None),
        ("commit", {"activity": None, "last_commit": fact(ago(366))}, False),
        ("release", {"released": fact((ago(365),))}, True),
        ("release", {"released": fact((ago(366),))}, False),
        ("release", {"released": fact(())}, False),
        ("used", {"downloads": fact(9_999), "stars": fact(10**6)}, False),
        ("used", {"downloads": fact(10_000)}, True),
        ("used", {"stars": fact(99)}, False),
        ("ci_passes", {"ci_passes": fact(False)}, False),
        ("answers_reports", {"answers_reports": fact(True)}, True),
    ],
)
def test_both_sides(key: str, facts: dict[str, Any], expected: bool | None) -> None:
    assert answer(key, well(**facts)) is expected
