"""A Forgejo on loopback: repositories by owner and name, a redirect for those that moved."""

from typing import Any
from urllib.parse import unquote

from tests.standins.forge import Forge, Repository
from tests.standins.registry import Reply, moved_to, status
from tests.standins.server import Request, document


class Forgejo(Forge):
    def reply_to(self, request: Request) -> Reply:
        match [unquote(part) for part in request.path.split("/")[1:]]:
            case ["api", "v1", "repos", owner, name]:
                path = f"{owner}/{name}"
                if moved := self.moved(path):
                    return moved_to(f"/api/v1/repos/{moved.path}")
                if found := self.at(path):
                    return document(repository(found))
        return status(404, b'{"errors":null,"message":"not found"}')


def repository(repository: Repository) -> dict[str, Any]:
    """The repository as the model `Repository` has it."""
    return {
        "id": repository.number,
        "owner": {"login": repository.path.split("/")[0]},
        "name": repository.path.split("/")[1],
        "full_name": repository.path,
        "description": repository.description or "",
        "empty": repository.default_branch is None,
        "private": False,
        "fork": repository.is_fork,
        "html_url": f"https://codeberg.org/{repository.path}",
        "stars_count": repository.stars,
        "forks_count": repository.forks,
        "watchers_count": 1,
        "open_issues_count": repository.open_issues,
        "open_pr_counter": repository.open_pulls,
        "default_branch": repository.default_branch or "main",
        "archived": repository.archived,
        "created_at": repository.created_at,
        "updated_at": "2026-02-01T00:00:00Z",
        "topics": repository.topics,
        "licenses": [repository.licence] if repository.licence else None,
    }
