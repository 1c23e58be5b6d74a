"""Repositories made to measure: out of tables of commits, or commit by commit in a test.

made = Repository.create(folder / "name.git")
first = made.commit("first", parents=[], files={"tests/test_a.py": "x"})
made.point("refs/heads/main", first)
"""

import csv
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.standins.git_http import ENVIRONMENT

DATA = Path(__file__).resolve().parent.parent / "sources" / "git_data"


@dataclass
class Commit:
    """A commit to make. Times are seconds since 1970; `parents` are marks, first parent first."""

    mark: int
    committed: int
    authored: int
    name: str
    address: str
    parents: Sequence[int] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Repository:
    """A bare repository on disk that allows filters."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, branch: str = "main") -> Self:
        made = cls(folder)
        folder.mkdir(parents=True)
        made.git("init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}")
        made.git("config", "uploadpack.allowFilter", "true")
        return made

    def git(self, *arguments: str, given: str = "") -> str:
        """What `git arguments` prints in it."""
        return subprocess.run(
            ["git", *arguments],
            env={**ENVIRONMENT, "GIT_DIR": str(self.folder)},
            input=given,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def tags(self) -> list[tuple[str, str]]:
        """The name and the object of each tag, in GitHub's order: of the newest commits first."""
        when = "%(if)%(*objectname)%(then)%(*committerdate:unix)%(else)%(committerdate:unix)%(end)"
        form = f"{when} %(objectname) %(refname:lstrip=2)"
        lines = self.git("for-each-ref", f"--format={form}", "refs/tags").splitlines()
        parts = sorted((line.split(" ", 2) for line in lines), key=lambda part: -int(part[0] or 0))
        return [(name, oid) for _, oid, name in parts]

    def grow(self, commits: Sequence[Commit], branch: str = "main") -> str:
        """Add `commits`, each after its parents; the last is the branch's tip. Gives its id."""
        lines = "".join(_lines(commit, f"refs/heads/{branch}") for commit in commits)
        self.git("fast-import", "--quiet", "--force", given=lines)
        return self.git("rev-parse", branch)


def _lines(commit: Commit, ref: str) -> str:
    """One commit as git-fast-import's manual has it, in its "INPUT FORMAT"."""
    message = f"commit {commit.mark}"
    lines = [
        f"commit {ref}",
        f"mark :{commit.mark + 1}",  # 0 is none
        f"author {commit.name} <{commit.address}> {commit.authored} +0000",
        f"committer {commit.name} <{commit.address}> {commit.committed} +0000",
        f"data {len(message)}",
        message,
    ]
    first, *others = [f":{mark + 1}" for mark in commit.parents] or [""]
    if first:
        lines.append(f"from {first}")
    lines += [f"merge {other}" for other in others]
    for path, text in commit.files.items():
        lines += [f"M 100644 inline {path}", f"data {len(text.encode())}", text]
    return "\n".join(lines) + "\n\n"


def rows(name: str) -> list[dict[str, str]]:
    """The table of a repository's commits, newest first as it stands in its file."""
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def history(table: Sequence[Mapping[str, str]]) -> list[Commit]:
    """The commits of a table, oldest first, all of them ancestors of the newest.

    A table says which commits are merges, but not of what. A merge here is the most usual one: it
    joins the commit before it, as a branch of one commit, with what that was made from. So first
    parents pass such branches by, and each commit is reachable all the same.
    """
    commits: list[Commit] = []
    for mark, row in enumerate(reversed(table), 1):
        parents = [mark - 1] if commits else []
        if row["is_merge"] == "1" and commits and commits[-1].parents:
            parents = [commits[-1].parents[0], mark - 1]
        login, person = row["author_login"], f"Author {row['author_id']}"
        host = "users.noreply.github.com" if login else "example.com"
        address = f"{login or row['author_id']}@{host}"
        times = int(row["committer_unix"]), int(row["author_unix"])
        commits.append(Commit(mark, *times, person, address, parents))
    return commits


def later(commits: Sequence[Commit], after: int) -> Iterator[Commit]:
    """What might have happened in a repository later than the time `after`, in seconds since 1970.

    A branch that left it long before and is merged only now: its commits have older dates than
    `after`, but were not yet in the default branch then.
    """
    last, fork = len(commits), max(1, len(commits) - 20)
    side: dict[str, Any] = {"name": "Later", "address": "later@example.com"}
    yield Commit(last + 1, after - 3000, after - 400_000, parents=[fork], **side)
    yield Commit(last + 2, after - 2000, after - 300_000, parents=[last + 1], **side)
    yield Commit(last + 3, after + 1, after - 200_000, parents=[last, last + 2], **side)
    yield Commit(last + 4, after + 9000, after + 9000, parents=[last + 3], **side)
