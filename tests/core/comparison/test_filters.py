"""What fits a filter; what nobody told of a package neither fits nor speaks against it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packdex.core.comparison.facts import Facts, resting
from packdex.core.comparison.filters import Fits, wanted
from packdex.core.comparison.permission import allows
from packdex.core.comparison.table import Subject
from packdex.core.comparison.view import View
from tests.core.comparison.make import TODAY, subject

NOON = datetime(2026, 2, 15, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def fits(view: View, **facts: Any) -> bool | None:
    one = subject("a-package", **facts)
    one.resting = resting(one.facts)
    answer: bool | None = wanted(one, view, TODAY).value
    return answer


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"last_commit": NOON - YEAR + timedelta(days=1)}, True),
        ({"last_commit": NOON - YEAR, "released": NOON - YEAR}, False),
        ({"last_commit": NOON - 2 * YEAR, "released": NOON}, True),
        ({"last_commit": NOON - 2 * YEAR}, None),
        ({}, None),
        ({"last_commit": NOON, "archived": True}, False),
        ({"last_commit": NOON, "status": "deprecated"}, False),
        ({"last_commit": NOON, "deprecated": True}, False),
        ({"last_commit": NOON, "status": "active", "archived": False}, True),
    ],
)
def test_maintained_is_moved_within_a_year_and_not_at_rest(
    facts: dict[str, Any], answer: bool | None
) -> None:
    assert fits(View(maintained=True), **facts) is answer


@pytest.mark.parametrize(
    ("facts", "version", "answer"),
    [
        ({"requires_python": ">=3.9"}, "3.12", True),
        ({"requires_python": ">=3.9"}, "3.8", False),
        ({"requires_python": ">=3.9.2,<4"}, "3.9", True),
        ({"requires_python": "<3.11"}, "3.11", False),
        ({"requires_python": "!=3.10.*,>=3.8"}, "3.10", False),
        ({"requires_python": "<=3.11"}, "3.11", True),
        ({"requires_python": ">=3.9", "pythons": ("3.9", "3.10")}, "3.12", True),
        ({"requires_python": "newer than old", "pythons": ("3.9", "3.10")}, "3.12", False),
        ({"pythons": ("3.9", "3.10")}, "3.10", True),
        ({}, "3.12", None),
        ({"requires_python": ">=" + "3" * 300}, "3.12", None),
    ],
)
def test_python_by_range_then_by_classifiers(
    facts: dict[str, Any], version: str, answer: bool | None
) -> None:
    assert fits(View(python=version), **facts) is answer


def test_django_by_classifiers() -> None:
    assert fits(View(django="5.2"), frameworks=("4.2", "5.2")) is True
    assert fits(View(django="5.1"), frameworks=("4.2", "5.2")) is False
    assert fits(View(django="5.1")) is None


@pytest.mark.parametrize(
    ("licence", "choice", "answer"),
    [
        ("MIT", "permissive", True),
        ("MIT", "mit", True),
        ("MIT", "Apache-2.0", False),
        ("GPL-3.0-or-later", "permissive", False),
        ("MIT OR GPL-2.0-only", "permissive", True),
        ("MIT AND GPL-2.0-only", "permissive", False),
        ("GPL-2.0-only OR (MIT AND Zlib)", "permissive", True),
        ("GPL-2.0-only OR (MIT AND LGPL-3.0-only)", "permissive", False),
        ("Apache-2.0 WITH LLVM-exception", "permissive", True),
        ("Apache-2.0 WITH LLVM-exception OR MIT", "MIT", True),
        ("BSD License", "permissive", True),
        ("BSD License", "BSD-3-Clause", None),
        ("BSD License, Other/Proprietary License", "permissive", None),
        ("see the file", "permissive", None),
        (None, "permissive", None),
        ("", "MIT", None),
    ],
)
def test_licences_by_what_they_allow(licence: str | None, choice: str, answer: bool | None) -> None:
    assert allows(licence, choice) is answer


def test_words_are_looked_for_in_name_and_summary() -> None:
    one = Subject(1, "django-x", "Django X", Facts(), summary="Signs people in by OAuth.")
    for text in ("oauth", "SIGNS django", "x", "django-x"):
        assert wanted(one, View(q=text), TODAY) is Fits.YES
    assert wanted(one, View(q="oauth saml"), TODAY) is Fits.NO


def test_one_filter_that_does_not_fit_is_enough() -> None:
    assert fits(View(python="3.12", licence="MIT"), licence="ISC") is False
    assert fits(View(python="3.12", licence="MIT"), licence="MIT") is None
