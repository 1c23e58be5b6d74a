"""packdex add: sources are asked, what they say is printed, and the package is there with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serving import instance, run
from tests.standins.index import Index
from tests.standins.site import Site

pytestmark = pytest.mark.loopback


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An instance with the starter catalogue, and a registry and a forge with one package."""
    with Index() as index, Site(tmp_path / "git") as site:
        site.hold("owner/newcomer", stars=4)
        index.publish("Newcomer", project_urls={"Source": site.url("owner/newcomer")})
        with instance(tmp_path / "data", "starter") as made:
            yield made | {
                "PACKDEX_REGISTRY_URL": index.origin,
                "PACKDEX_FORGES": f"forgejo={site.host}",
                "PACKDEX_ALLOW_PRIVATE_HOSTS": "1",
                "SITE": site.origin,
            }


def test_a_package_is_added_with_its_facts(env: dict[str, str]) -> None:
    address = f"{env['SITE']}/owner/newcomer/tree/main"
    asked = run(env, "add", address, "--category", "apps")
    assert asked.returncode == 2
    assert "version            1.1" in asked.stdout
    assert "nothing was added: say --yes" in asked.stderr
    done = run(env, "add", address, "--category", "apps", "--title", "New Comer", "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Added: new-comer\n")
    known = json.loads(run(env, "show", "new-comer", "--json").stdout)
    assert (known["title"], known["category"], known["stars"]) == ("New Comer", "App", 4)
    assert (known["version"], sum(known["commits_over_52"])) == ("1.1", 2)
    again = run(env, "add", "newcomer", "--category", "apps", "--yes", "--json")
    assert again.returncode == 2
    told = json.loads(again.stdout)
    assert (told["here_already"], told["added"]) == (["new-comer"], None)
    assert "here already: new-comer" in again.stderr


def test_of_two_who_add_one_thing_at_once_one_does(env: dict[str, str]) -> None:
    def adding(title: str) -> int:
        return run(
            env, "add", "newcomer", "--category", "apps", "--title", title, "--yes"
        ).returncode

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(adding, ("One", "Two"))) == [0, 2]


def test_what_cannot_be_added_is_said(env: dict[str, str]) -> None:
    wrong = run(env, "add", "javascript:alert(1)")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "not understood" in wrong.stderr
    gone = run(env, "add", "nothing-of-that-name", "--category", "apps", "--yes")
    assert gone.returncode == 2
    assert "There is no project called nothing-of-that-name." in gone.stderr
    later = run(env | {"PACKDEX_REGISTRY_URL": "http://127.0.0.1:9"}, "add", "newcomer", "--yes")
    assert later.returncode == 3
    category = run(env, "add", "newcomer", "--category", "cars", "--yes")
    assert category.returncode == 2
    assert "there is no category 'cars'; there are: apps" in category.stderr
    unsure = run(env, "add", "newcomer", "--yes", "--json")
    assert unsure.returncode == 2
    assert "name a --category" in unsure.stderr
    told = json.loads(unsure.stdout)
    assert (told["title"], told["added"], told["category"]) == ("Newcomer", None, None)
