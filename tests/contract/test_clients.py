"""The clients that exist today work against a running Packdex with only the host changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from mcp_django.packages.client import DjangoPackagesClient

from tests.contract.conftest import RECORDS
from tests.serving import instance, serving

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a Packdex that serves the starter catalogue."""
    with (
        instance(tmp_path_factory.mktemp("running"), "starter") as env,
        serving(env) as origin,
    ):
        yield origin


@pytest.fixture
def http(running: str) -> Iterator[httpx.Client]:
    """A client that follows no redirect."""
    with httpx.Client(base_url=running, trust_env=False, timeout=10) as client:
        yield client


class Client(DjangoPackagesClient):
    """mcp-django's own client, pointed at another host; counts what it asks."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.BASE_URL_V3 = f"{origin}/api/v3"
        self.BASE_URL_V4 = f"{origin}/api/v4"


def asked(running: str, method: str, *arguments: str) -> list[Any]:
    """What the client's method gives for each argument."""

    async def ask() -> list[Any]:
        async with Client(running) as client:
            return [await getattr(client, method)(argument) for argument in arguments]

    # In a thread of its own: this one may have a loop running, for a browser.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, ask()).result()


def test_mcp_django_searches(running: str) -> None:
    (found,) = asked(running, "search", "oauth")
    assert found[0].slug
    assert "django-oauth-toolkit" in {result.slug for result in found}
    kinds = {result.item_type.value for result in found}
    assert kinds == {"package", "grid"}
    assert all(
        isinstance(result.repo_watchers, int)
        for result in found
        if result.item_type.value == "package"
    )


def test_mcp_django_reads_each_package(running: str) -> None:
    packages = asked(running, "get_package", *(record["slug"] for record in RECORDS))
    for record, package in zip(RECORDS, packages, strict=True):
        assert package.title == record["title"]
        assert package.repo_watchers == record["repo_watchers"]
        assert package.participants == len(record["participants"])
        assert package.pypi_version == record["pypi_version"]


def test_mcp_django_reads_a_grid(running: str) -> None:
    grids = httpx.get(f"{running}/api/v4/grids/?limit=1000", trust_env=False).json()["results"]
    largest = max(grids, key=lambda grid: len(grid["packages"]))
    (grid,) = asked(running, "get_grid", largest["slug"])
    assert grid.title == largest["title"]
    assert len(grid.packages) == len(largest["packages"])


def test_its_early_release_reads_v4_by_slug(http: httpx.Client) -> None:
    package = http.get("/api/v4/packages/django-invitations/").raise_for_status().json()
    assert package["id"] == 2674
    page = http.get("/api/v4/grids/?limit=10&offset=5").raise_for_status().json()
    assert len(page["results"]) == 10
    grid = page["results"][0]
    assert http.get(f"/api/v4/grids/{grid['slug']}/").json() == grid
    assert http.get("/api/v4/categories/apps/").json()["id"] == 1


def test_a_frameworks_own_site_walks_the_grids_it_searches(http: httpx.Client) -> None:
    needed = {
        "title", "slug", "last_updated", "repo_url", "pypi_version", "created", "modified",
        "repo_forks", "repo_description", "repo_watchers",
    }  # fmt: skip
    address, seen = "/api/v4/grids/?q=oauth", 0
    while address:
        page = http.get(address).raise_for_status().json()
        for grid in page["results"]:
            assert "oauth" in (grid["title"] + grid["slug"] + grid["description"]).lower()
            for link in grid["packages"]:
                assert needed <= http.get(link).raise_for_status().json().keys()
                seen += 1
        address = page["next"]
    assert seen


def test_a_cms_agent_takes_all_grids_in_one_page(http: httpx.Client, running: str) -> None:
    page = http.get("/api/v4/grids/?limit=500").raise_for_status().json()
    assert page["next"] is None
    assert len(page["results"]) == page["count"] == 89
    for record in RECORDS[:20]:
        package = http.get(f"/api/v4/packages/{record['id']}/").raise_for_status().json()
        assert all(link.startswith(f"{running}/api/v4/grids/") for link in package["grids"])
    for link in page["results"][0]["packages"]:
        assert link.rstrip("/").rpartition("/packages/")[2].isdigit()


def test_a_launcher_extension_reads_categories_and_follows_links(http: httpx.Client) -> None:
    page = http.get("/api/v4/categories/?limit=200").raise_for_status().json()
    assert sorted(category["id"] for category in page["results"]) == [1, 2, 3, 4]
    found = http.get("/api/v4/search/?q=invitations").raise_for_status().json()
    package = http.get(f"/api/v4/packages/{found[0]['slug']}/").raise_for_status().json()
    assert http.get(package["category"]).raise_for_status().json()["slug"] == "apps"
    for link in package["grids"]:
        assert package["title"]
        assert http.get(link).raise_for_status().json()["id"] in {231, 282, 439}


def test_a_statistics_page_asks_only_for_the_total(http: httpx.Client) -> None:
    http.get("/api/v3/packages/?limit=0")
    begun = time.process_time()
    answer = http.get("/api/v3/packages/?limit=0").raise_for_status()
    assert answer.elapsed.total_seconds() < 0.5
    assert time.process_time() >= begun
    assert answer.json()["meta"]["total_count"] == 114


def test_a_repository_scanner_pages_through_v3_past_the_end(http: httpx.Client) -> None:
    seen: list[dict[str, Any]] = []
    for offset in (0, 100, 200):
        answer = http.get(f"/api/v3/packages/?format=json&limit=100&offset={offset}")
        page = answer.raise_for_status().json()
        following = page["meta"]["next"]
        assert following is None or following.startswith("/api/v3/packages/?")
        seen += page["objects"]
    assert page["objects"] == []
    assert len(seen) == 114
    for package in seen:
        assert isinstance(package["repo_watchers"], int)
        assert isinstance(package["repo_forks"], int)
        assert isinstance(package["usage_count"], int)
        for key in ("participants", "commits_over_52", "commit_list"):
            assert isinstance(package[key], str)


def test_a_scanner_that_follows_next_meets_each_package_once(http: httpx.Client) -> None:
    address, slugs = "/api/v3/packages/?format=json&limit=50", []
    while address:
        page = http.get(address).raise_for_status().json()
        slugs += [package["slug"] for package in page["objects"]]
        address = page["meta"]["next"]
    assert sorted(slugs) == sorted(record["slug"] for record in RECORDS)


def test_a_research_crawler_is_led_to_the_final_slash(http: httpx.Client) -> None:
    for path in ("/api/v3/packages/django-invitations", "/api/v4/packages/2674"):
        answer = http.get(path)
        assert answer.status_code == 301
        assert answer.headers["location"] == f"{path}/"
