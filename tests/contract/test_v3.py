"""v3: slugs only, read only, its own dates, lists and errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.models import Package
from tests import make

pytestmark = pytest.mark.django_db

PACKAGE_KEYS = [
    "absolute_url", "created", "modified", "slug", "title", "category", "commit_list",
    "commits_over_52", "created_by", "documentation_url", "grids", "last_fetched",
    "last_modified_by", "participants", "pypi_url", "pypi_version", "repo_description",
    "repo_forks", "repo_url", "repo_watchers", "resource_uri", "usage_count",
]  # fmt: skip
FIRST_FIVE = ["absolute_url", "created", "modified", "slug", "title"]


@pytest.fixture
def person() -> User:
    return get_user_model().objects.create_user("someone", github_account="someone-there")


def test_the_index_names_four_lists(client: Client) -> None:
    assert list(client.get("/api/v3/").json().items()) == [
        (table, f"/api/v3/{table}/") for table in ("categories", "grids", "packages", "users")
    ]


def test_a_package_has_the_contracts_keys(client: Client, person: User) -> None:
    facts = {
        "stars": 3,
        "forks": 4,
        "commits_over_52": [1] * 51 + [12],
        "participants": ["a", "b[bot]"],
        "last_fetched": datetime(2026, 2, 15, 22, 15, 37, 963114, UTC),
        "registry_version": "1.0",
    }
    row = make.package("alpha", facts=facts, created_by=person, last_modified_by=person)
    make.grid("first", row)
    make.grid("ahead", row)
    answer = client.get("/api/v3/packages/alpha/").json()
    assert list(answer) == PACKAGE_KEYS
    assert answer["absolute_url"] == "/packages/p/alpha/"
    assert answer["resource_uri"] == "/api/v3/packages/alpha/"
    assert answer["category"] == "/api/v3/categories/apps/"
    assert answer["grids"] == ["/api/v3/grids/first/", "/api/v3/grids/ahead/"]
    assert answer["commit_list"] == answer["commits_over_52"] == "1," * 51 + "12"
    assert answer["participants"] == "a,b[bot]"
    assert answer["created_by"] == "/api/v3/users/someone-there/"
    assert answer["last_modified_by"] == "someone-there"
    assert answer["last_fetched"] == "2026-02-15T22:15:37.963Z"
    assert answer["created"] == "2026-02-15T12:00:00Z"
    assert (answer["repo_watchers"], answer["repo_forks"], answer["usage_count"]) == (3, 4, 0)


def test_nothing_known_keeps_the_contracts_types(client: Client) -> None:
    make.package("alpha")
    answer = client.get("/api/v3/packages/alpha/").json()
    assert answer["commit_list"] == answer["commits_over_52"] == answer["participants"] == ""
    assert answer["repo_watchers"] == answer["repo_forks"] == 0
    assert answer["created_by"] is answer["last_modified_by"] is answer["last_fetched"] is None


def test_a_category_and_a_grid_have_the_contracts_keys(client: Client) -> None:
    row = make.package("alpha")
    make.grid("forms", row)
    category = client.get("/api/v3/categories/apps/").json()
    assert list(category) == [
        *FIRST_FIVE, "description", "resource_uri", "show_pypi", "title_plural",
    ]  # fmt: skip
    assert category["absolute_url"] == "/categories/apps/"
    grid = client.get("/api/v3/grids/forms/").json()
    assert list(grid) == [
        *FIRST_FIVE, "description", "is_locked", "resource_uri", "header", "packages",
    ]  # fmt: skip
    assert grid["absolute_url"] == "/grids/g/forms/"
    assert grid["packages"] == ["/api/v3/packages/alpha/"]


def test_lists_are_by_title_in_an_envelope(client: Client) -> None:
    for slug, title in (("s-1", "beta"), ("s-2", "Alpha"), ("s-3", "gamma")):
        make.package(slug, title=title)
    page = client.get("/api/v3/packages/?limit=2").json()
    assert list(page) == ["meta", "category", "objects"]
    assert page["meta"] == {
        "limit": 2,
        "next": "/api/v3/packages/?limit=2&offset=2",
        "offset": 0,
        "previous": None,
        "total_count": 3,
    }
    assert list(page["meta"]) == ["limit", "next", "offset", "previous", "total_count"]
    assert [row["title"] for row in page["objects"]] == ["Alpha", "beta"]
    assert page["category"] is None
    page = client.get(page["meta"]["next"]).json()
    assert [row["title"] for row in page["objects"]] == ["gamma"]
    assert page["meta"]["next"] is None
    assert page["meta"]["previous"] == "/api/v3/packages/?limit=2"


@pytest.mark.parametrize(
    ("query", "limit", "shown"),
    [("", 20, 20), ("?limit=0", 0, 0), ("?limit=abc", 20, 20), ("?limit=-1", 20, 20)],
)
def test_limits(query: str, limit: int, shown: int, client: Client) -> None:
    for number in range(25):
        make.package(f"package-{number}")
    page = client.get(f"/api/v3/packages/{query}").json()
    assert page["meta"]["limit"] == limit
    assert len(page["objects"]) == shown
    assert page["meta"]["total_count"] == 25


def test_an_offset_past_the_end_is_an_empty_page(client: Client) -> None:
    make.package("alpha")
    for offset in ("1", "500", "9" * 30):
        page = client.get(f"/api/v3/packages/?format=json&offset={offset}").json()
        assert page["objects"] == []
        assert page["meta"]["next"] is None


def test_packages_of_one_category(client: Client) -> None:
    make.package("alpha")
    make.package("other", category=make.category("projects"))
    page = client.get("/api/v3/packages/?category=projects").json()
    assert [row["slug"] for row in page["objects"]] == ["other"]
    assert page["category"]["slug"] == "projects"
    assert client.get("/api/v3/packages/?category=nothing").status_code == 404


def test_packages_of_one_grid(client: Client) -> None:
    rows = [make.package(f"s-{n}", title=title) for n, title in enumerate(("beta", "Alpha"))]
    make.package("elsewhere")
    make.grid("pair", *rows)
    page = client.get("/api/v3/grids/pair/packages/").json()
    assert list(page) == ["meta", "grid", "objects"]
    assert page["grid"]["slug"] == "pair"
    assert [row["title"] for row in page["objects"]] == ["Alpha", "beta"]


def test_what_is_not_there_is_a_404_in_v3s_shape(client: Client) -> None:
    for table, name in (("packages", "Package"), ("grids", "Grid"), ("categories", "Category")):
        answer = client.get(f"/api/v3/{table}/nothing/")
        assert answer.status_code == 404
        assert answer.json() == {
            "error": 404,
            "message": f"No {name} matches the given query.",
        }
    assert client.get("/api/v3/nothing/").json()["error"] == 404


def test_ids_are_not_slugs(client: Client) -> None:
    row = make.package("alpha")
    assert client.get(f"/api/v3/packages/{row.pk}/").status_code == 404


def test_nothing_can_be_written(client: Client) -> None:
    make.package("alpha")
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method("/api/v3/packages/alpha/", b"{}", content_type="application/json")
        assert answer.status_code == 405
        assert answer.json()["error"] == 405
    assert Package.objects.count() == 1


def test_it_is_json_whatever_is_accepted(client: Client) -> None:
    make.package("alpha")
    for headers in ({"accept": "text/html"}, {"accept": "application/xml"}, {}):
        answer = client.get("/api/v3/packages/alpha/?format=json", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_accounts_are_shown_only_to_people_who_are_signed_in(client: Client, person: User) -> None:
    for address in ("/api/v3/users/", "/api/v3/users/someone-there/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert answer.json()["error"] == 403
    client.force_login(person)
    page = client.get("/api/v3/users/").json()
    assert [row["username"] for row in page["objects"]] == ["someone"]
    assert list(page["objects"][0]) == [
        "absolute_url", "resource_uri", "created", "modified", "github_account", "username",
        "date_joined", "last_login", "bitbucket_url", "gitlab_url",
    ]  # fmt: skip
    assert page["objects"][0]["absolute_url"] == "/profiles/someone-there/"


def test_an_account_lists_the_packages_it_added_when_asked(client: Client, person: User) -> None:
    make.package("alpha", created_by=person)
    client.force_login(person)
    account = "/api/v3/users/someone-there/"
    assert "packages" not in client.get(account).json()
    answer = client.get(f"{account}?list_packages=1").json()
    assert answer["packages"] == ["/api/v3/packages/alpha/"]
