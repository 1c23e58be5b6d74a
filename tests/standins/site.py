"""A forge with all that belongs to it: its API, and git for the repositories in its folder.

with Site(folder) as site:
    site.hold("owner/alpha", stars=4)           # in the API, and two commits in git
    site.url("owner/alpha")
    site.kinds                                  # what an instance is told of its host
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.standins.forgejo import Forgejo
from tests.standins.git_http import git_reply
from tests.standins.registry import Reply
from tests.standins.repositories import Commit, Repository
from tests.standins.server import Request

YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp())


class Site(Forgejo):
    def __init__(self, folder: Path, *, latency_s: float = 0) -> None:
        super().__init__(latency_s=latency_s)
        self.folder = folder

    @property
    def host(self) -> str:
        """The host with its port."""
        return self.origin.removeprefix("http://")

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of forge at its host."""
        return {self.host: "forgejo"}

    def url(self, path: str) -> str:
        """The web address of a repository."""
        return f"{self.origin}/{path}"

    def hold(self, path: str, **values: Any) -> Repository:
        """Hold a repository with two commits; `values` are what the API says of it."""
        self.add(path, **values)
        made = Repository.create(self.folder / f"{path}.git")
        person = ("Ada", "ada@example.com")
        made.grow(
            [
                Commit(1, YESTERDAY + 1, YESTERDAY, *person, files={"tests/test_a.py": "x"}),
                Commit(2, YESTERDAY + 2, YESTERDAY, *person, parents=[1]),
            ]
        )
        return made

    def reply_to(self, request: Request) -> Reply:
        if request.path.startswith("/api/"):
            return super().reply_to(request)
        return git_reply(self.folder, request)
