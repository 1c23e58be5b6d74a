"""Repositories that the stand-ins of all forges hold, before each writes them in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.standins.server import Server


@dataclass
class Repository:
    """One repository; `path` is what stands in its web address."""

    path: str
    description: str | None = "A sample repository"
    stars: int = 12
    forks: int = 3
    open_issues: int = 5
    open_pulls: int = 2
    archived: bool = False
    default_branch: str | None = "main"
    head: str = "4f" * 20
    head_at: str = "2026-01-30T10:11:12Z"
    pushed_at: str = "2026-01-31T01:02:03Z"
    created_at: str = "2020-05-06T07:08:09Z"
    licence: str | None = "MIT"
    topics: list[str] = field(default_factory=lambda: ["django", "packages"])
    is_fork: bool = False
    tags: list[tuple[str, str | None] | None] | None = field(default_factory=list)
    """Name and object of each, those of the newest commits first. None: it does not tell."""
    workflows: dict[str, str] | None = None
    """Texts by the names of their files. None: there is no such folder."""
    tox: str | None = None
    contributors: list[str] = field(default_factory=lambda: ["ada", "dependabot[bot]", "brian"])
    number: int = 0


class Forge(Server):
    """A forge with repositories that can be added, changed, moved and taken away."""

    def __init__(self, *, latency_s: float = 0) -> None:
        super().__init__(latency_s=latency_s)
        self._repositories: dict[str, Repository] = {}
        self._moves: dict[str, str] = {}
        self._numbers: dict[int, str] = {}

    def add(self, path: str, **values: Any) -> Repository:
        repository = Repository(path, number=len(self._numbers) + 1, **values)
        self._numbers[repository.number] = path.lower()
        self._repositories[path.lower()] = repository
        return repository

    def fill(self, paths: Iterable[str]) -> None:
        """Hold all of these, each a little different."""
        for place, path in enumerate(paths):
            self.add(path, stars=place, head=f"{place:040x}")

    def move(self, old: str, new: str) -> None:
        """`old` is `new` from now on, and still found by its old path and by its number."""
        repository = replace(self._repositories.pop(old.lower()), path=new)
        self._repositories[new.lower()] = repository
        self._moves[old.lower()] = new
        self._numbers[repository.number] = new.lower()

    def remove(self, path: str) -> None:
        del self._repositories[path.lower()]

    def at(self, path: str) -> Repository | None:
        """The repository that is at `path` now."""
        return self._repositories.get(path.lower())

    def moved(self, path: str) -> Repository | None:
        """The repository that was at `path` once."""
        new = self._moves.get(path.lower())
        return (self.at(new) or self.moved(new)) if new else None

    def numbered(self, number: int) -> Repository | None:
        return self.at(self._numbers.get(number, ""))
