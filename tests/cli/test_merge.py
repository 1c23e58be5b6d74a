"""packdex duplicates finds what packdex merge makes one of."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import instance, run

pytestmark = pytest.mark.loopback


@pytest.fixture
def two(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An instance with two packages of one repository, each in one grid."""
    with instance(tmp_path / "data", "tables") as environment:
        lines = [record(7, "old-name", grid=3), record(8, "new-name", grid=4)]
        source = tmp_path / "packages.ndjson"
        source.write_text("\n".join(lines), "utf-8")
        done = run(environment, "import", str(source))
        assert done.returncode == 0, done.stderr
        yield environment


def record(id_: int, slug: str, *, grid: int) -> str:
    origin = "https://packages.example.org/api/v4"
    day = "2024-01-02T03:04:05Z"
    return json.dumps(
        {
            "category": f"{origin}/categories/1/",
            "grids": [f"{origin}/grids/{grid}/"],
            "id": id_,
            "title": slug,
            "slug": slug,
            "last_updated": None,
            "last_fetched": None,
            "repo_url": "https://github.com/owner/name",
            "pypi_version": None,
            "created": day,
            "modified": day,
            "repo_forks": 0,
            "repo_description": "",
            "pypi_url": "",
            "documentation_url": None,
            "repo_watchers": 0,
            "commits_over_52": [],
            "participants": [],
        }
    )


def test_what_is_found_is_merged(two: dict[str, str]) -> None:
    assert "old-name (7), new-name (8): the repository" in run(two, "duplicates").stdout
    (group,) = json.loads(run(two, "duplicates", "--json").stdout)["duplicates"]
    assert [package["id"] for package in group["packages"]] == [7, 8]
    done = run(two, "merge", "old-name", "new-name")
    assert done.returncode == 0, done.stderr
    assert "it joins grids: grid-3" in done.stdout
    assert run(two, "duplicates").stdout == "There are none.\n"
    known = json.loads(run(two, "show", "new-name", "--json").stdout)
    assert len(known["grids"]) == 2


def test_as_json_and_by_id(two: dict[str, str]) -> None:
    told = json.loads(run(two, "merge", "7", "new-name", "--yes", "--json").stdout)
    assert (told["gone"], told["kept_id"], told["grids"]) == ("old-name", 8, ["grid-3"])


@pytest.mark.parametrize(("names", "why"), [(("x", "new-name"), "'x'"), (("7", "7"), "itself")])
def test_a_wrong_call_is_said(two: dict[str, str], names: tuple[str, str], why: str) -> None:
    done = run(two, "merge", *names)
    assert done.returncode == 2
    assert why in done.stderr
