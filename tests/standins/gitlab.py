"""A GitLab on loopback: projects by quoted path or number, 301 for those that moved, ETags."""

from typing import Any
from urllib.parse import unquote

from tests.standins.forge import Forge, Repository
from tests.standins.registry import Reply, moved_to, status
from tests.standins.server import Request, document


class GitLab(Forge):
    def reply_to(self, request: Request) -> Reply:
        match request.path.split("/")[1:]:
            case ["api", "v4", "projects", name]:
                return self._project(unquote(name), request)
        return status(404, b'{"error":"404 Not Found"}')

    def _project(self, name: str, request: Request) -> Reply:
        if moved := self.moved(name):
            return moved_to(f"{self.origin}/api/v4/projects/{moved.number}?license=true")
        found = self.numbered(int(name)) if name.isdigit() else self.at(name)
        if found is None:
            return status(404, b'{"message":"404 Project Not Found"}')
        return document(project(found, with_licence=request.query.get("license") == "true"))


def project(repository: Repository, *, with_licence: bool = True) -> dict[str, Any]:
    """The repository as the Projects API gives it."""
    licence = repository.licence
    values = {
        "id": repository.number,
        "description": repository.description,
        "name_with_namespace": repository.path.replace("/", " / "),
        "path_with_namespace": repository.path,
        "created_at": repository.created_at,
        "default_branch": repository.default_branch,
        "topics": repository.topics,
        "web_url": f"https://gitlab.example/{repository.path}",
        "star_count": repository.stars,
        "forks_count": repository.forks,
        "open_issues_count": repository.open_issues,
        "archived": repository.archived,
        "last_activity_at": "2026-02-01T00:00:00.000Z",
    }
    if with_licence:
        values["license"] = licence and {"key": licence.lower(), "name": f"{licence} License"}
    if repository.is_fork:
        values["forked_from_project"] = {"id": 1, "path_with_namespace": "first/one"}
    return values
