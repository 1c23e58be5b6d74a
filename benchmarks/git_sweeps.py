"""What git is asked for repositories: at first, where nothing moved, and where all moved.

Over HTTP, from git's own server behind a stand-in that counts. The repositories are small and all
the same; what is counted is requests, which do not depend on that.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import Catalogue
from benchmarks.server import environment, packdex, run
from benchmarks.sweeps import LATENCY_S, Sweep, Sweeper, make_due
from tests.standins.git_http import GitServer
from tests.standins.repositories import Commit, Repository

REPOSITORIES = 60
COMMITS = 30


@dataclass(frozen=True)
class Counted:
    """The server, as a sweep counts its requests."""

    server: GitServer

    def counts(self) -> dict[str, int]:
        """Give the requests so far."""
        return {"git": self.server.count}


def measure(folder: Path) -> list[Sweep]:
    """Sweep an instance of repositories that git alone tells of."""
    repositories = [Repository.create(folder / "git" / f"{n}.git") for n in range(REPOSITORIES)]
    _commit(repositories, COMMITS)
    with GitServer(folder / "git", latency_s=LATENCY_S) as server:
        env = _instance(server, folder)
        database = folder / "git-data" / "packdex.sqlite3"
        sweep = Sweeper(env, Counted(server), folder, ("git",))
        first = sweep("git, first", 2)
        make_due(database)
        unchanged = sweep("git, nothing moved", 2)
        _commit(repositories, COMMITS + 1)
        make_due(database)
        moved = sweep("git, all moved", 2)
    return [first, unchanged, moved]


def _commit(repositories: list[Repository], count: int) -> None:
    """Have each hold so many commits, of which those that it has stay what they are.

    Each changes a file: the folders at the tip are looked at wherever they are others than before.
    """
    commits = [
        Commit(
            n, at, at, "Ada", "ada@example.org", [n - 1] if n > 1 else [], {"tests/a.py": f"{n}"}
        )
        for n in range(1, count + 1)
        for at in [1_700_000_000 + n * 86_400]
    ]
    for repository in repositories:
        repository.grow(commits)


def _instance(server: GitServer, folder: Path) -> dict[str, str]:
    source, log = folder / "git.ndjson", folder / "import.log"
    catalogue = Catalogue(1_000)
    with source.open("w", encoding="utf-8") as out:
        for item in [*catalogue.categories(), *map(catalogue.grid, range(catalogue.grids))]:
            out.write(json.dumps(item) + "\n")
        for number in range(REPOSITORIES):
            links = {"repo_url": server.url(str(number)), "pypi_url": ""}
            out.write(json.dumps(catalogue.package(number) | links) + "\n")
    env = environment(folder / "git-data") | {"PACKDEX_ALLOW_PRIVATE_HOSTS": "1"}
    run(packdex("migrate"), env, log)
    run(packdex("import", str(source)), env, log)
    return env
