"""What git is asked for repositories: at first, where nothing moved, and where all moved.

Over HTTP, from git's own server behind a stand-in that counts, with the filters that the largest
public forge allows. The repositories are small and all the same; what is counted is requests, which
do not depend on that. Before the last sweep the tips are stored as a forge tells them: the sweeps
over stand-ins show that it does, and what that costs.
"""

import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import Catalogue, package_id
from benchmarks.server import FailedError, environment, packdex, run
from benchmarks.sweeps import LATENCY_S, Sweep, Sweeper, make_due
from tests.standins.git_http import GitServer
from tests.standins.repositories import Commit, Repository

REPOSITORIES = 60
COMMITS = 30
IN_FULL = 10
"""Every tenth repository that moved is asked for all of its refs, tags among them. Their turn comes
after two to four weeks, and after a release. Of one that moves each day every twentieth move has
such a turn, of one that moves twice a week every seventh, of one that moves each month most."""


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
    repositories = [_create(folder / "git" / f"{n}.git") for n in _NUMBERS]
    _commit(repositories, COMMITS)
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
        make_due(database)
        _tell(database, heads)
        swept.append(sweep("git, all moved to where a forge told", 2))
        _check(database, heads, swept[-1])
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


def _tell(database: Path, heads: list[str]) -> None:
    """As a forge tells the tips, to some a month after all of their refs were asked for."""
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    told = [(head, now, package_id(number)) for number, head in enumerate(heads)]
    with sqlite3.connect(database, timeout=20) as connection:
        connection.executemany(
            "UPDATE catalog_packagehistory SET told_head = ?, told_at = ? WHERE package_id = ?",
            told,
        )
        connection.executemany(
            "UPDATE catalog_packagehistory SET refs_at = '2020-01-01' WHERE package_id = ?",
            [(package_id(number),) for number in _NUMBERS[::IN_FULL]],
        )
    connection.close()


def _check(database: Path, heads: list[str], sweep: Sweep) -> None:
    """A sweep that takes too little must not be taken for a cheap one."""
    with sqlite3.connect(database) as connection:
        taken = dict(connection.execute("SELECT package_id, head FROM catalog_packagehistory"))
        (late,) = connection.execute(
            "SELECT count(*) FROM catalog_packagehistory WHERE refs_at < '2021'"
        ).fetchone()
    connection.close()
    if taken != {package_id(number): head for number, head in enumerate(heads)}:
        raise FailedError(f"{sweep.title}: not all that is new was taken")
    if late:
        raise FailedError(f"{sweep.title}: not all refs were asked for where it was time")


def _instance(server: GitServer, folder: Path) -> dict[str, str]:
    source, log = folder / "git.ndjson", folder / "import.log"
    catalogue = Catalogue(1_000)
    with source.open("w", encoding="utf-8") as out:
        for item in [*catalogue.categories(), *map(catalogue.grid, range(catalogue.grids))]:
            out.write(json.dumps(item) + "\n")
        for number in _NUMBERS:
            links = {"repo_url": server.url(str(number)), "pypi_url": ""}
            out.write(json.dumps(catalogue.package(number) | links) + "\n")
    env = environment(folder / "git-data") | {"PACKDEX_ALLOW_PRIVATE_HOSTS": "1"}
    run(packdex("migrate"), env, log)
    run(packdex("import", str(source)), env, log)
    return env
