"""v4's search: a bare array of at most 20, with exactly the contract's keys."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

KEYS = [
    "description", "title", "title_no_prefix", "slug_no_prefix", "clean_title", "absolute_url",
    "created", "modified", "weight", "item_type", "slug", "category", "repo_watchers",
    "repo_forks", "pypi_downloads", "score", "usage", "participants", "last_committed",
    "last_released",
]  # fmt: skip


def test_no_words_find_nothing(client: Client) -> None:
    make.package("alpha")
    for query in ("", "?q=", "?q=%20%20", "?q=%00"):
        assert client.get(f"/api/v4/search/{query}").json() == []


def test_packages_and_grids_come_with_the_same_keys_and_types(client: Client) -> None:
    row = make.package(
        "django-forms-plus",
        title="Django Forms Plus",
        facts={"stars": 5, "participants": ["a", "b"], "description": "More of it."},
    )
    make.grid("forms", row, title="Forms", description="All that helps.")
    found = client.get("/api/v4/search/?q=forms").json()
    assert {item["item_type"] for item in found} == {"package", "grid"}
    for item in found:
        assert list(item) == KEYS
        for key in ("weight", "repo_watchers", "repo_forks", "pypi_downloads", "score", "usage"):
            assert type(item[key]) is int
        assert 0 <= item["weight"] <= 100
        assert isinstance(item["participants"], str)
    package = next(item for item in found if item["item_type"] == "package")
    assert package["absolute_url"] == "/packages/p/django-forms-plus/"
    assert package["category"] == "Apps"
    assert package["participants"] == "a,b"
    assert package["title_no_prefix"] == "Forms Plus"
    assert package["slug_no_prefix"] == "forms-plus"
    grid = next(item for item in found if item["item_type"] == "grid")
    assert grid["absolute_url"] == "/grids/g/forms/"
    assert grid["category"] == grid["participants"] == ""


def test_the_exact_name_comes_first_and_stars_decide_among_equals(client: Client) -> None:
    make.package("django-cart-extras", facts={"stars": 900})
    make.package("cart-more", facts={"stars": 5})
    make.package("other", facts={"stars": 9999, "description": "has a cart too"})
    make.package("django-cart", facts={"stars": 1})
    slugs = [item["slug"] for item in client.get("/api/v4/search/?q=cart").json()]
    assert slugs == ["django-cart", "django-cart-extras", "cart-more", "other"]


def test_there_are_never_more_than_twenty(client: Client) -> None:
    for number in range(30):
        make.package(f"alpha-{number}")
    assert len(client.get("/api/v4/search/?q=alpha").json()) == 20
