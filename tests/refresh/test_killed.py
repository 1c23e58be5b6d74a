"""Whatever dies in the middle of a sweep: nothing is lost, nothing doubled, and the next one ends.

And two that sweep at once share the work: neither asks what the other one does.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.refresh.sweeper import Sweeper, sweeper
from tests.refresh.tables import execute, number, tables, wait_for_the_dead
from tests.serving import instance, run
from tests.standins import registry
from tests.standins.git_http import git_daemon
from tests.standins.github import GitHub
from tests.standins.index import Index
from tests.standins.registry import conditional
from tests.standins.repositories import Commit, Repository

pytestmark = pytest.mark.loopback

PACKAGES = 260  # so many that the index's list is worth asking for
REPOSITORIES = 4  # of which git alone tells
KILLS, KILLS_OF_ONE = 50, 17
"""In all, and of one sweep at most: each is brought to its end, so that there are several."""

LATEST_S = 0.4
"""Sweeps are killed between at once and this. Undisturbed, one takes several times as long."""

TIME_PASSES = (
    "UPDATE catalog_sourcestate SET lease_until = '2020-01-01 00:00:00+00:00'"
    " WHERE lease_until IS NOT NULL"
)
A_WEEK_PASSES = "UPDATE catalog_sourcestate SET due_at = '2020-01-01 00:00:00+00:00'"


@dataclass
class World:
    """All that is asked, and how it changes between two sweeps."""

    index: Index
    github: GitHub
    repositories: list[Repository]
    git: str
    step: int = 0

    def write(self, path: Path) -> None:
        """A catalogue of packages that are there, to import."""
        category = {"id": 1, "title": "Apps", "slug": "apps", "title_plural": "Apps"}
        about = {"description": "", "show_pypi": True, "created": WHEN, "modified": WHEN}
        lines: list[dict[str, object]] = [category | about]
        for place in range(PACKAGES + REPOSITORIES):
            forge = place < PACKAGES
            repo = f"https://github.com/owner/project{place}"
            own = f"{self.git}/{place - PACKAGES}.git"
            project = f"{self.index.origin}/project/project{place}/"
            lines.append(_package(place, repo if forge else own, project if forge else ""))
        path.write_text("\n".join(json.dumps(line) for line in lines))

    def change(self) -> None:
        """Releases, yanked ones, archived, moved and otherwise changed repositories, commits."""
        self.step += 1
        for place in range(self.step, PACKAGES, 5):
            self._release(f"project{place}")
        for place in range(self.step, PACKAGES, 3):
            repository = self.github.at(f"owner/project{place}")
            if repository:
                repository.stars += 100
                repository.archived = not repository.archived
                repository.head = f"{self.step:08x}{place:032x}"
        self.github.move(f"owner/project{self.step}", f"others/moved{self.step}")
        for repository in self.repositories:
            repository.grow([_commit(number) for number in range(1, self.step + 2)])

    def _release(self, name: str) -> None:
        version = f"2.{self.step}"
        self.index.publish(name)
        document = registry.document(name, version=version)
        document["releases"][version] = [registry.upload("2026-10-01T10:00:00.000000Z")]
        document["releases"]["1.0"] = [registry.upload("2024-01-02T03:04:05.678901Z", yanked=True)]
        reply = conditional(json.dumps(document).encode(), f'"{name} {version}"')
        self.index.answer(f"/pypi/{name}/json", reply)


WHEN = "2026-02-15T08:00:00-05:00"


def _package(place: int, repository: str, project: str) -> dict[str, object]:
    return {
        "category": "https://directory.example/api/v4/categories/1/",
        "grids": [],
        "id": place + 1,
        "title": f"project{place}",
        "slug": f"project{place}",
        "last_updated": None,
        "last_fetched": None,
        "repo_url": repository,
        "pypi_version": None,
        "created": WHEN,
        "modified": WHEN,
        "repo_forks": 0,
        "repo_description": "",
        "pypi_url": project,
        "documentation_url": None,
        "repo_watchers": 0,
        "commits_over_52": [],
        "participants": ["ada"],
    }


def _commit(mark: int) -> Commit:
    at = 1_700_000_000 + mark * 86_400
    parents = [mark - 1] if mark > 1 else []
    return Commit(mark, at, at, "Ada", "ada@example.org", parents)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "git"
    repositories = [Repository.create(folder / f"{n}.git") for n in range(REPOSITORIES)]
    for repository in repositories:
        repository.grow([_commit(1)])
    with Index() as index, GitHub(quota=10**6) as github, git_daemon(folder) as git:
        index.fill(f"project{place}" for place in range(PACKAGES))
        github.fill(f"owner/project{place}" for place in range(PACKAGES))
        yield World(index, github, repositories, git)


@contextmanager
def catalogue(world: World, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an instance that holds the world's packages and has asked nothing."""
    folder.mkdir()
    source = folder / "catalogue.ndjson"
    world.write(source)
    with instance(folder, "tables") as env:
        env |= {
            "PACKDEX_REGISTRY_URL": world.index.origin,
            "PACKDEX_GITHUB_API": world.github.origin,
            "PACKDEX_GITHUB_TOKEN": "a-token",
            "PACKDEX_ALLOW_PRIVATE_HOSTS": "1",
        }
        done = run(env, "import", str(source))
        assert done.returncode == 0, done.stderr
        # What is on the forge is told by it; git itself is asked where there is nothing else.
        execute(env, "DELETE FROM catalog_sourcestate")
        _plan_without_git(env)
        yield env


def _plan_without_git(env: Mapping[str, str]) -> None:
    """As planning does, but git is not asked at a host that tests do not reach."""
    rows = [
        ("registry", "index", "pypi_url <> ''"),
        ("forge", "github.com", "pypi_url <> ''"),
        ("git", "127.0.0.1", "pypi_url = ''"),
    ]
    for source, host, where in rows:
        execute(
            env,
            "INSERT INTO catalog_sourcestate (package_id, source, host, due_at, failures, origin,"
            f" lease_owner) SELECT id, '{source}', '{host}', '2020-01-01 00:00:00+00:00', 0, '', ''"
            f" FROM catalog_package WHERE {where}",
        )


def test_killed_sweeps_lose_nothing_and_double_nothing(world: World, tmp_path: Path) -> None:
    rng, kills, end = random.Random(50), 0, time.monotonic() + 120
    with ExitStack() as stack:
        killed, undisturbed = (
            stack.enter_context(catalogue(world, tmp_path / name)) for name in ("killed", "quiet")
        )
        worker, other = (stack.enter_context(sweeper(env)) for env in (killed, undisturbed))
        while True:
            kills += _sweep_to_its_end(worker, killed, rng, min(KILLS - kills, KILLS_OF_ONE))
            other.begin()
            assert other.ended(30)
            assert tables(killed) == tables(undisturbed)
            assert number(killed, "SELECT count(*) FROM catalog_event") == number(
                undisturbed, "SELECT count(*) FROM catalog_event"
            )
            assert number(killed, f"SELECT count(*) FROM catalog_sourcestate WHERE {OPEN}") == 0
            if kills >= KILLS:
                break
            assert time.monotonic() < end
            world.change()
            for env in (killed, undisturbed):
                execute(env, A_WEEK_PASSES)
        assert number(killed, "SELECT count(*) FROM catalog_event") > PACKAGES / 5


OPEN = "lease_until IS NOT NULL OR error IS NOT NULL OR succeeded_at IS NULL"


def _sweep_to_its_end(
    worker: Sweeper, env: Mapping[str, str], rng: random.Random, most: int
) -> int:
    """Begin a sweep again and again, killing `most` of them; how many were killed."""
    kills = 0
    while True:
        worker.begin()
        if worker.ended(rng.uniform(0, LATEST_S) if kills < most else 30):
            return kills
        kills += worker.kill()
        wait_for_the_dead(env)
        execute(env, TIME_PASSES)


def test_two_that_sweep_at_once_ask_nothing_twice(world: World, tmp_path: Path) -> None:
    world.index.latency_s = world.github.latency_s = 0.005
    with catalogue(world, tmp_path / "shared") as env, sweeper(env) as one, sweeper(env) as other:
        for worker in (one, other):
            worker.begin()
        for worker in (one, other):
            assert worker.ended(60)
        documents = Counter(request.path for request in world.index.requests)
        assert documents.pop("/simple/") <= 2
        aliases = Counter(path for batch in world.github.batches for path in batch)
        assert set(documents.values()) == {1}
        assert set(aliases.values()) == {1}
        assert (len(documents), len(aliases)) == (PACKAGES, PACKAGES)
        assert number(env, f"SELECT count(*) FROM catalog_sourcestate WHERE {OPEN}") == 0
