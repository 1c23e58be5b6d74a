"""What git is asked for repositories: at first, where nothing moved, and where all moved.

Over HTTP, from git's own server behind a stand-in that counts, with the filters that the largest
public forge allows. The repositories are small and alike, but for their tags, of which each has as
many as one of 67 that were looked at; what is counted is requests, which do not depend on more.
Before the last sweep a stand-in of that forge tells of them, whose cost the sweeps over stand-ins
show; two of five then have a release. Which are asked for all refs is the program's choice.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import Catalogue, package_id
from benchmarks.server import FailedError, environment, packdex, run
from benchmarks.sweeps import LATENCY_S, Sweep, Sweeper, make_due
from benchmarks.told import tell
from benchmarks.upstream import TAGS
from tests.standins.git_http import GitServer
from tests.standins.github import GitHub
from tests.standins.repositories import Commit, Repository

REPOSITORIES = 134
COMMITS = 30


@dataclass(frozen=True)
class Counted:
    """The server, as a sweep counts its requests."""

    server: GitServer

    def counts(self) -> dict[str, int]:
        """Give the requests so far."""
        return {"git": self.server.count}


def measure(folder: Path) -> list[Sweep]:
    """Sweep an instance of repositories that git tells of: alone, and where a forge told the tip.

    Raises FailedError when a sweep does not take what it has to.
    """
    repositories = [_create(folder / "git" / f"owner/{n}.git") for n in _NUMBERS]
    _commit(repositories, COMMITS)
    for number, repository in enumerate(repositories):
        _tag(repository, range(TAGS[number % len(TAGS)]))
    with GitServer(folder / "git", latency_s=LATENCY_S) as server:
        env = _instance(server, folder)
        database = folder / "git-data" / "packdex.sqlite3"
        sweep = Sweeper(env, Counted(server), folder, ("git",))
        swept = [sweep("git, first", 2)]
        make_due(database)
        swept.append(sweep("git, nothing moved", 2))
        _commit(repositories, COMMITS + 1)
        make_due(database)
        swept.append(sweep("git, all moved", 2))
        heads = _commit(repositories, COMMITS + 2)
        for number, repository in enumerate(repositories):
            if number % 5 < 2:
                _tag(repository, [1_000])
        with GitHub(quota=10**6) as github:
            for number, repository in enumerate(repositories):
                github.add(f"owner/{number}", head=heads[number], tags=list(repository.tags()))
            tell(env, server.origin, github.origin)
        make_due(database)
        swept.append(sweep("git, all moved to where a forge told", 2))
        _check(database, heads, [dict(one.tags()) for one in repositories], swept[-1])
    return swept


_NUMBERS = range(REPOSITORIES)


def _create(folder: Path) -> Repository:
    made = Repository.create(folder)
    made.git("config", "uploadpackfilter.tree.maxDepth", "0")
    made.git("config", "uploadpackfilter.combine.allow", "false")
    return made


def _commit(repositories: list[Repository], count: int) -> list[str]:
    """Have each hold so many commits, of which those that it has stay what they are.

    Each changes a file: the folders at the tip are looked at wherever they are others than before.
    Gives the tips.
    """
    commits = [
        Commit(
            n, at, at, "Ada", "ada@example.org", [n - 1] if n > 1 else [], {"tests/a.py": f"{n}"}
        )
        for n in range(1, count + 1)
        for at in [1_700_000_000 + n * 86_400]
    ]
    return [repository.grow(commits) for repository in repositories]


def _tag(repository: Repository, numbers: Iterable[int]) -> None:
    """Give the tip these tags."""
    head = repository.git("rev-parse", "main")
    lines = "".join(f"create refs/tags/v{number} {head}\n" for number in numbers)
    repository.git("update-ref", "--stdin", given=lines)


def _check(database: Path, heads: list[str], tags: list[dict[str, str]], sweep: Sweep) -> None:
    """A sweep that takes too little must not be taken for a cheap one."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT package_id, head, tags FROM catalog_packagehistory")
        taken = {id_: (head, {name for name, _ in json.loads(told)}) for id_, head, told in rows}
    connection.close()
    there = zip(heads, map(set, tags), strict=True)
    if taken != {package_id(number): what for number, what in enumerate(there)}:
        raise FailedError(f"{sweep.title}: not all that is new was taken")


def _instance(server: GitServer, folder: Path) -> dict[str, str]:
    source, log = folder / "git.ndjson", folder / "import.log"
    catalogue = Catalogue(1_000)
    with source.open("w", encoding="utf-8") as out:
        for item in [*catalogue.categories(), *map(catalogue.grid, range(catalogue.grids))]:
            out.write(json.dumps(item) + "\n")
        for number in _NUMBERS:
            links = {"repo_url": f"{server.origin}/owner/{number}", "pypi_url": ""}
            out.write(json.dumps(catalogue.package(number) | links) + "\n")
    env = environment(folder / "git-data") | {"PACKDEX_ALLOW_PRIVATE_HOSTS": "1"}
    run(packdex("migrate"), env, log)
    run(packdex("import", str(source)), env, log)
    return env
