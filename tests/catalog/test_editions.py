"""Versions and marks: what was prepared holds exactly until something is written."""

import pytest

from packdex.catalog import editions

pytestmark = pytest.mark.django_db


def test_a_bump_changes_only_the_named_marks() -> None:
    before = editions.marks()
    editions.bump(editions.GRIDS)
    after = editions.marks()
    assert after["grids"] != before["grids"]
    assert after["packages"] == before["packages"]
