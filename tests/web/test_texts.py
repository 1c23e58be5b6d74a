"""The pages of text: about, and how to use the API."""

from __future__ import annotations

import pytest

from packdex.catalog import editions
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    editions.bump(editions.CATALOGUE)


def test_about_counts_and_names_the_zone_of_its_dates(read: Reader) -> None:
    make.grid("trees", make.package("oak"))
    text = read("/about/").text
    assert "It holds 1 package, compared in 1 grid." in text
    assert "Days in the time zone UTC." in text


def test_every_example_of_the_api_page_works_here(read: Reader) -> None:
    make.grid("trees", make.package("django-oak", facts={"stars": 3}))
    page = read("/api/")
    examples = [link for link in page.links if link.startswith(("/api/v3/", "/api/v4/"))]
    assert "/api/v4/packages/django-oak/" in examples
    assert "/api/v3/grids/trees/packages/" in examples
    assert len(examples) > 10
    for example in examples:
        read(example, accept="application/json")
    assert "curl http://testserver/api/v4/packages/django-oak/" in page.text


def test_the_api_page_of_an_empty_directory_has_no_broken_example(read: Reader) -> None:
    for example in read("/api/").links:
        if example.startswith("/api/v"):
            read(example, accept="application/json")
