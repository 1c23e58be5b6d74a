"""The list of grids. The page of one is in test_grid_page.py."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


def test_they_stand_by_title_with_their_number_of_packages(read: Reader) -> None:
    oak = make.package("oak")
    make.grid("woods", oak, make.package("elm"), title="Woods", description="Hard & soft")
    make.grid("bushes", oak, title="bushes")
    page = read("/grids/")
    assert page.headwords() == ["bushes", "Woods"]
    assert "bushes 1 package" in page.text
    assert "Woods 2 packages Hard & soft" in page.text
    assert read("/grids/?page=x").headwords() == ["bushes", "Woods"]


def test_words_lead_to_the_search_for_grids(read: Reader) -> None:
    oak = make.package("softwood-oak")
    make.grid("woods", oak, title="Woods", description="Hard & soft")
    assert 'name="within" value="is:grid">' in read("/grids/").source
    assert read("/grids/?q=soft").headwords() == ["Woods"]
    assert read("/grids/?q=nothing&page=x").headwords() == []
    assert read("/search/?within=is:grid&q=soft").source == read("/grids/?q=soft").source


def test_a_placeholder_says_that_only_its_number_is_known(read: Reader) -> None:
    make.grid("grid-245", title="Grid 245", placeholder=True)
    assert "Grid 245 0 packages known only by its number" in read("/grids/").text
    assert "known only by its number" in read("/grids/g/grid-245/").text


def test_texts_are_never_markup(read: Reader) -> None:
    evil = "<script>x</script>"
    make.grid("evil", title=evil, description=evil)
    assert read("/grids/").source.count("<script") == 1  # our own


def test_the_list_needs_the_same_queries_whatever_its_length(
    read: Reader, django_assert_num_queries: Any
) -> None:
    package = make.package("oak")
    for number in range(30):
        make.grid(f"g{number}", package)
    with django_assert_num_queries(3):
        assert len(read("/grids/").headwords()) == 30
