"""Sweeps of a whole catalogue over stand-ins: what each asks upstream, and what it costs here."""

import json
import os
import random
import sqlite3
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.generate import Catalogue, package_id
from benchmarks.server import FailedError, environment, packdex, run
from benchmarks.upstream import Upstream, head, project, repository, tags, upstream

LATENCY_S = 0.02
CHANGED_PROJECTS, CHANGED_REPOSITORIES = 0.02, 0.05
SOURCES = ("registry", "status", "forge")
"""Those that a stand-in can be put in place of by a setting; git asks where repositories lie."""


@dataclass(frozen=True)
class Sweep:
    """One run of `packdex refresh --due`: requests by kind, and what the process took.

    `asked` is how many questions it reported, by their result. Memory in MB (10^6 bytes).
    """

    title: str
    requests: dict[str, int]
    wall_s: float
    cpu_s: float
    peak_mb: float
    asked: dict[str, int]

    @property
    def total(self) -> int:
        """All requests together."""
        return sum(self.requests.values())


@dataclass(frozen=True)
class Plan:
    """How many packages there are, how many projects the index lists, and how many threads ask."""

    packages: int
    listed: int
    workers: int
    seed: int
    say: Callable[[str], None]


def measure(plan: Plan, folder: Path) -> list[Sweep]:
    """Fill an instance in an empty folder and sweep it: at first, unchanged, and changed.

    Raises FailedError when a sweep does not ask what it has to.
    """
    with upstream(plan.packages, plan.listed, LATENCY_S) as other:
        plan.say(f"{plan.packages:,} packages: generating and importing")
        env = _instance(plan, other, folder)
        database = folder / "data" / "packdex.sqlite3"
        sweep = Sweeper(env, other, folder, SOURCES, plan.say)
        first = sweep("first sweep", plan.workers)
        _know_histories(database, plan.packages)
        make_due(database)
        unchanged = sweep("nothing changed", 1)
        projects, repositories = _change(other, plan)
        make_due(database)
        changed = sweep("2 % of projects, 5 % of repositories changed", 1)
        _check(database, changed, projects, repositories)
    return [first, unchanged, changed]


def _instance(plan: Plan, other: Upstream, folder: Path) -> dict[str, str]:
    source, log = folder / "catalogue.ndjson", folder / "import.log"
    catalogue = Catalogue(plan.packages, plan.seed)
    with source.open("w", encoding="utf-8") as out:
        for item in [*catalogue.categories(), *map(catalogue.grid, range(catalogue.grids))]:
            out.write(json.dumps(item) + "\n")
        for number in range(plan.packages):
            links = {
                "repo_url": f"https://github.com/{repository(number)}",
                "pypi_url": f"{other.index}/project/{project(number)}/",
            }
            out.write(json.dumps(catalogue.package(number) | links) + "\n")
    env = environment(folder / "data") | {
        "PACKDEX_REGISTRY_URL": other.index,
        "PACKDEX_GITHUB_API": other.github,
        "PACKDEX_GITHUB_TOKEN": "a-token",
        "PACKDEX_ALLOW_PRIVATE_HOSTS": "1",
        "NO_PROXY": "*",
    }
    run(packdex("migrate"), env, log)
    run(packdex("import", str(source)), env, log)
    return env


class Counting(Protocol):
    """Whoever counts requests by their kind."""

    def counts(self) -> dict[str, int]:
        """Give the requests so far."""
        ...


@dataclass
class Sweeper:
    """Runs sweeps of an instance's `sources`, and tells what each took."""

    env: Mapping[str, str]
    other: Counting
    folder: Path
    sources: Sequence[str]
    say: Callable[[str], None] = lambda _: None

    def __call__(self, title: str, workers: int) -> Sweep:
        """Run one sweep as a whole process, from its start to its end."""
        self.say(title)
        sources = [word for name in self.sources for word in ("--source", name)]
        command = packdex("refresh", "--due", "--json", "--workers", str(workers), *sources)
        before, begin = self.other.counts(), time.perf_counter()
        out = self.folder / "sweep.json"
        with out.open("w") as file, (self.folder / "sweep.log").open("a") as log:
            process = subprocess.Popen(command, env=dict(self.env), stdout=file, stderr=log)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall, after = time.perf_counter() - begin, self.other.counts()
        if process.returncode:
            raise FailedError(f"{title}: {command} ended with {process.returncode}")
        results = [report["result"] for report in json.loads(out.read_text())["reports"]]
        return Sweep(
            title=f"{title}, {workers} {'threads' if workers > 1 else 'thread'}",
            requests={name: after[name] - before[name] for name in after},
            wall_s=wall,
            cpu_s=used.ru_utime + used.ru_stime,
            peak_mb=used.ru_maxrss * 1024 / 1e6,
            asked={name: results.count(name) for name in dict.fromkeys(results)},
        )


def make_due(database: Path) -> None:
    """As if a week had passed."""
    long_ago = "'2020-01-01 00:00:00'"
    _execute(
        database,
        f"UPDATE catalog_sourcestate SET due_at = {long_ago}, attempted_at = {long_ago}",
    )


def _know_histories(database: Path, packages: int) -> None:
    """As if git had been asked, so that a sweep has to find where it need not be asked again."""
    rows = [
        (package_id(number), head(number, 0), json.dumps([len(told), told[:30]]))
        for number in range(packages)
        for told in [tags(number, 0)]
    ]
    _execute(
        database,
        "INSERT INTO catalog_packagehistory"
        " (package_id, head, days, contributors, tags, taken_at, told_head, told_tags)"
        " VALUES (?, ?, x'01', '[]', '[]', '2026-01-01 00:00:00', '', ?)",
        rows,
    )
    _execute(
        database,
        "UPDATE catalog_sourcestate SET succeeded_at = '2026-01-01 00:00:00' WHERE source = 'git'",
    )


def _execute(database: Path, statement: str, rows: Sequence[tuple[object, ...]] = ()) -> None:
    with sqlite3.connect(database, timeout=20) as connection:
        connection.executemany(statement, rows) if rows else connection.execute(statement)
    connection.close()


def _change(other: Upstream, plan: Plan) -> tuple[set[int], set[int]]:
    rng, everything = random.Random(plan.seed), range(plan.packages)
    projects = rng.sample(everything, round(plan.packages * CHANGED_PROJECTS))
    repositories = rng.sample(everything, round(plan.packages * CHANGED_REPOSITORIES))
    other.change(projects, repositories)
    return {package_id(number) for number in projects}, {package_id(n) for n in repositories}


def _check(database: Path, sweep: Sweep, projects: set[int], repositories: set[int]) -> None:
    """A sweep that takes too little must not be taken for a cheap one."""
    with sqlite3.connect(database) as connection:
        told = connection.execute(
            "SELECT package_id FROM catalog_packagefacts WHERE registry_summary LIKE 'Changed at %'"
        ).fetchall()
        git = connection.execute(
            "SELECT package_id FROM catalog_sourcestate WHERE source = 'git' AND due_at <= ?",
            # A minute on: what became due this very second counts, and no turn is so near.
            [time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 60))],
        ).fetchall()
        tips = connection.execute(
            "SELECT package_id FROM catalog_packagehistory WHERE told_head <> ''"
        ).fetchall()
    connection.close()
    if {package for (package,) in told} != projects:
        raise FailedError(f"{sweep.title}: not just the changed projects were taken")
    if {package for (package,) in git} != repositories:
        raise FailedError(f"{sweep.title}: git is not to be asked just where something moved")
    if {package for (package,) in tips} != repositories:
        raise FailedError(f"{sweep.title}: git is not told where to")
