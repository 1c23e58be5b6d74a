"""Bitbucket on loopback: repositories by workspace and name, a redirect for those that moved."""

from typing import Any
from urllib.parse import unquote

from tests.standins.forge import Forge, Repository
from tests.standins.registry import Reply, moved_to, status
from tests.standins.server import Request, document


class Bitbucket(Forge):
    def reply_to(self, request: Request) -> Reply:
        match [unquote(part) for part in request.path.split("/")[1:]]:
            case ["2.0", "repositories", workspace, name]:
                path = f"{workspace}/{name}"
                if moved := self.moved(path):
                    return moved_to(f"{self.origin}/2.0/repositories/{moved.path}")
                if found := self.at(path):
                    return document(repository(found))
        message = b'{"type":"error","error":{"message":"Repository not found"}}'
        return status(404, message)


def repository(repository: Repository) -> dict[str, Any]:
    """The repository as "Get a repository" gives it."""
    branch = repository.default_branch
    values: dict[str, Any] = {
        "type": "repository",
        "full_name": repository.path,
        "name": repository.path.split("/")[1],
        "description": repository.description or "",
        "scm": "git",
        "is_private": False,
        "created_on": repository.created_at.replace("Z", ".123456+00:00"),
        "updated_on": "2026-02-01T00:00:00.000001+00:00",
        "mainbranch": branch and {"type": "branch", "name": branch},
        "links": {"html": {"href": f"https://bitbucket.org/{repository.path}"}},
    }
    if repository.is_fork:
        values["parent"] = {"type": "repository", "full_name": "first/one"}
    return values
