"""The index and the forge that a sweep asks: the tests' stand-ins, in a process of their own.

    python -m benchmarks.upstream --packages 6000 --listed 100000 --latency 0.02

A process of their own, so that their work counts neither as CPU time nor as memory of the refresh.
They are told what to do on standard input, a JSON object a line, and answer each with one.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.standins.github import GitHub
from tests.standins.index import Index

OWNERS = 997  # repositories are spread over so many accounts

_MEASURED_TAGS = (13, 3, 4, 6, 6, 2, 3, 1, 4, 3, 0, 2, 2, 3, 0, 0, 2, 1, 2)
TAGS = (
    *(tags for tags, many in enumerate(_MEASURED_TAGS) for _ in range(many)),
    *(23, 25, 27, 29, 34, 35, 37, 42, 42, 79),
)
"""How many tags each of 67 repositories of packages has whose whole histories were looked at."""


def project(number: int) -> str:
    """Give the name of the project of that number, counted from 0."""
    return f"project-{number:05d}"


def repository(number: int) -> str:
    """Give the path of the repository of that number, counted from 0."""
    return f"owner-{number % OWNERS}/repository-{number:05d}"


def head(number: int, changes: int) -> str:
    """Give the tip of a repository after so many changes."""
    return f"{changes:08x}{number:032x}"


def tags(number: int, changes: int) -> list[tuple[str, str]]:
    """Give the tags of a repository after so many changes; two of five come with a release."""
    count = TAGS[number % len(TAGS)] + (changes if number % 5 < 2 else 0)
    return [(f"v{n}", head(number, 0xF000 + n)) for n in reversed(range(count))]


@dataclass
class Upstream:
    """The stand-ins as the measuring process knows them: where they are, and how to tell them."""

    index: str
    github: str
    process: "subprocess.Popen[str]"

    def counts(self) -> dict[str, int]:
        """Give the requests that came so far, to the index, by GraphQL and by REST."""
        return {name: int(value) for name, value in self._tell(do="count").items()}

    def change(self, projects: list[int], repositories: list[int]) -> None:
        """Publish something new in these projects and commit to these repositories."""
        self._tell(do="change", projects=projects, repositories=repositories)

    def _tell(self, **what: object) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def upstream(packages: int, listed: int, latency_s: float) -> Iterator[Upstream]:
    """Run the stand-ins until the block ends; the index lists `listed` projects at least."""
    options = {"packages": packages, "listed": listed, "latency": latency_s}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.upstream", *(f"--{k}={v}" for k, v in options.items())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        places = json.loads(process.stdout.readline())
        yield Upstream(places["index"], places["github"], process)
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description="Serve the stand-ins that a sweep asks.")
    parser.add_argument("--packages", type=int, required=True)
    parser.add_argument("--listed", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args()
    latency = options.latency
    with Index(latency_s=latency) as index, GitHub(latency_s=latency, quota=10**6) as github:
        index.fill(project(number) for number in range(options.packages))
        index.fill(f"other-{number:06d}" for number in range(options.listed - options.packages))
        for number in range(options.packages):
            known = {"head": head(number, 0), "tags": tags(number, 0)}
            github.add(repository(number), stars=number % 5000, **known)
        print(json.dumps({"index": index.origin, "github": github.origin}), flush=True)
        for line in sys.stdin:
            print(json.dumps(_obey(json.loads(line), index, github)), flush=True)


def _obey(told: dict[str, Any], index: Index, github: GitHub) -> dict[str, int]:
    if told["do"] == "change":
        for number in told["projects"]:
            index.touch(project(number))
        for number in told["repositories"]:
            changed = github.at(repository(number))
            assert changed is not None
            changed.stars += 1
            changed.head = head(number, changed.stars)
            changed.tags = list(tags(number, 1))
        index.listing()
        return {}
    batches = len(github.batches)
    return {"index": index.count, "GraphQL": batches, "REST": github.count - batches}


if __name__ == "__main__":
    main()
