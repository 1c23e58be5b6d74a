"""The generated catalogue: the same for the same seed, shaped like the captured records."""

import json
from itertools import islice

import pytest

from benchmarks.generate import Catalogue, package_id, write
from benchmarks.membership import WIDE, grid_sizes
from benchmarks.words import HEAD, SYLLABLES, Vocabulary, made_up

PACKAGE_KEYS = [
    "category", "grids", "id", "title", "slug", "last_updated", "last_fetched", "repo_url",
    "pypi_version", "created", "modified", "repo_forks", "repo_description", "pypi_url",
    "documentation_url", "repo_watchers", "commits_over_52", "participants",
]  # fmt: skip
GRID_KEYS = [
    "id", "title", "slug", "description", "is_locked", "packages", "header", "created", "modified",
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue(700)


@pytest.fixture(scope="module")
def packages(catalogue):
    return [catalogue.package(number) for number in range(700)]


@pytest.fixture(scope="module")
def grids(catalogue):
    return [catalogue.grid(number) for number in range(catalogue.grids)]


def test_same_seed_same_catalogue_and_another_seed_another(catalogue):
    assert list(Catalogue(700).objects()) == list(catalogue.objects())
    assert Catalogue(700, seed=2).package(5) != catalogue.package(5)


def test_a_package_can_be_made_alone(catalogue, packages):
    assert Catalogue(700).package(654) == packages[654]
    assert catalogue.name(654).slug == packages[654]["slug"]


def test_keys_stand_in_the_order_of_the_contract(packages, grids):
    assert all(list(package) == PACKAGE_KEYS for package in packages)
    assert all(list(grid) == GRID_KEYS for grid in grids)


def test_exactly_one_grid_is_wide(grids):
    assert [len(grid["packages"]) for grid in grids].count(WIDE) == 1
    assert len(grids[0]["packages"]) == WIDE


def test_sizes_of_grids_fall_with_their_rank():
    sizes = grid_sizes(600, 7_500)
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == pytest.approx(7_500, rel=0.1)


def test_grids_and_packages_link_each_other(packages, grids):
    there = {(link, grid["id"]) for grid in grids for link in grid["packages"]}
    origin = "https://directory.example/api/v4"
    back = {
        (f"{origin}/packages/{package['id']}/", int(link.split("/")[-2]))
        for package in packages
        for link in package["grids"]
    }
    assert there == back


def test_packages_of_a_grid_stand_in_the_order_of_their_titles(packages, grids):
    titles = {f"/{package['id']}/": package["title"] for package in packages}
    shown = [titles["/" + link.split("/", 6)[-1]] for link in grids[0]["packages"]]
    assert shown == sorted(shown)


def test_slugs_and_ids_are_unique_and_ids_ascend_with_gaps(packages):
    assert len({package["slug"] for package in packages}) == len(packages)
    assert max(len(package["slug"]) for package in packages) <= 50
    ids = [package["id"] for package in packages]
    assert ids == sorted(set(ids))
    assert package_id(699) > 13 + 699


def test_the_oddities_of_the_records_occur(packages):
    values = {key: [package[key] for package in packages] for key in PACKAGE_KEYS}
    assert None in values["documentation_url"]
    assert "" in values["documentation_url"]
    assert None in values["pypi_version"]
    assert "" not in values["pypi_version"]
    assert None in values["last_updated"]
    assert [] in values["commits_over_52"]
    assert {len(commits) for commits in values["commits_over_52"]} == {0, 52}
    assert [] in values["participants"]
    assert max(map(len, values["participants"])) > 100
    assert any(slug.endswith("-") for slug in values["slug"])
    assert any("_" in slug for slug in values["slug"])
    assert any(title.endswith(" ") for title in values["title"])
    assert any("\r\n" in text for text in values["repo_description"])


def test_registry_hosts_are_placeholders(packages):
    addresses = {package["pypi_url"].split("/")[2] for package in packages if package["pypi_url"]}
    assert addresses == {"{pypi_legacy_host}", "{pypi_host}"}


def test_objects_are_streamed_in_the_order_categories_grids_packages():
    first = list(islice(Catalogue(50_000).objects(), 5))
    assert [item["id"] for item in first[:4]] == [1, 2, 3, 4]
    assert "show_pypi" in first[3]
    assert "is_locked" in first[4]


def test_a_tiny_catalogue_has_one_object_a_line(tmp_path):
    path = tmp_path / "catalogue.ndjson"
    lines = write(Catalogue(3), path)
    objects = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines == len(objects) == 4 + 2 + 3


def test_made_up_words_are_distinct_and_limited():
    assert len({made_up(number, 2) for number in range(len(SYLLABLES) ** 2)}) == 4_900
    with pytest.raises(ValueError, match="no word of 2 syllables for 4900"):
        made_up(4_900, 2)


def test_frequencies_fall_as_in_zipfs_law():
    import random

    words = Vocabulary(2_000).draw(random.Random(1), 50_000)
    first, tenth = words.count(HEAD[0]), words.count(HEAD[9])
    assert first / tenth == pytest.approx(10, rel=0.2)
