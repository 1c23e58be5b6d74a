"""GitHub on loopback: GraphQL with aliases and a quota, REST with ETags, moves and limits.

    with GitHub() as github:
        github.add("owner/name", stars=7)
        fetch_many([ref], door, "token", api=github.origin)

`largest` aliases are answered in one query, more give 502, as do queries with a path in `heavy`.
GraphQL wants a token; REST does not.
"""

import hashlib
import json
from typing import Any
from urllib.parse import unquote, urlencode

from tests.standins.forge import Forge, Repository
from tests.standins.graphql import FieldError, QueryError, execute
from tests.standins.registry import Reply, moved_to, status
from tests.standins.server import Request, document

RESET_AT = "2100-01-01T00:00:00Z"
RESET = 4102444800
"""The same in seconds since 1970."""


class GitHub(Forge):
    def __init__(self, *, latency_s: float = 0, largest: int = 60, quota: int = 5000) -> None:
        super().__init__(latency_s=latency_s)
        self.largest = largest
        self.quota = quota
        self.heavy: set[str] = set()
        self.refused: dict[str, tuple[str | None, str]] = {}
        """Paths for which GraphQL has an error of its own: type and message."""
        self.batches: list[list[str]] = []
        """The paths that each GraphQL query asked about."""

    def reply_to(self, request: Request) -> Reply:
        if request.path == "/graphql":
            return self._graphql(request)
        parts = [unquote(part) for part in request.path.split("/")[1:]]
        match parts:
            case ["repos", owner, name, *rest]:
                return self._rest(f"{owner}/{name}", rest, request)
            case ["repositories", number, *rest] if number.isdigit():
                return self._found(self.numbered(int(number)), rest, request)
        return status(404)

    # REST

    def _rest(self, path: str, rest: list[str], request: Request) -> Reply:
        if moved := self.moved(path):
            tail = "".join(f"/{part}" for part in rest)
            query = f"?{urlencode(request.query)}" if request.query else ""
            return moved_to(f"{self.origin}/repositories/{moved.number}{tail}{query}")
        return self._found(self.at(path), rest, request)

    def _found(self, repository: Repository | None, rest: list[str], request: Request) -> Reply:
        if repository is None:
            return status(404, b'{"message":"Not Found","status":"404"}')
        if rest == ["contributors"]:
            return self._contributors(repository, request)
        return document(rest_document(repository))

    def _contributors(self, repository: Repository, request: Request) -> Reply:
        if not repository.contributors:
            return status(204)
        size = int(request.query.get("per_page", "30"))
        page = int(request.query.get("page", "1"))
        part = repository.contributors[(page - 1) * size : page * size]
        entries = [
            {
                "login": login,
                "type": "Bot" if login.endswith("[bot]") else "User",
                "contributions": 1,
            }
            for login in part
        ]
        links = {}
        if page * size < len(repository.contributors):
            links = {"link": f'<{self.origin}{request.path}?page={page + 1}>; rel="next"'}
        return document(entries, **links)

    # GraphQL

    def _graphql(self, request: Request) -> Reply:
        if "authorization" not in request.headers:
            return status(401, b'{"message":"Bad credentials"}')
        asked = json.loads(request.body)
        batch: list[str] = []
        self.batches.append(batch)
        root = {
            "rateLimit": self._rate_limit(),
            "repository": lambda **who: self._node(batch, **who),
        }
        if self.quota <= 0:
            return document(
                {"errors": [{"type": "RATE_LIMITED", "message": "limit exceeded"}]},
                x_ratelimit_remaining="0",
                x_ratelimit_reset=str(RESET),
            )
        try:
            data, errors = execute(asked["query"], asked["variables"], root)
        except QueryError as error:
            return document({"errors": [{"message": str(error)}]})
        self.quota -= 1
        if len(batch) > self.largest or self.heavy & {path.lower() for path in batch}:
            return status(502, b"<html>Unicorn!</html>")
        return document({"data": data, **({"errors": errors} if errors else {})})

    def _rate_limit(self) -> dict[str, Any]:
        return {"cost": 1, "remaining": self.quota - 1, "resetAt": RESET_AT}

    def _node(self, batch: list[str], owner: str, name: str) -> dict[str, Any]:
        path = f"{owner}/{name}"
        batch.append(path)
        if refused := self.refused.get(path):
            raise FieldError(*refused)
        found = self.at(path) or self.moved(path)
        if found is None:
            message = f"Could not resolve to a Repository with the name '{path}'."
            raise FieldError("NOT_FOUND", message)
        return node(found)


def rest_document(repository: Repository) -> dict[str, Any]:
    """The repository as REST gives it, the keys that matter and some that do not."""
    licence = repository.licence
    return {
        "id": repository.number,
        "name": repository.path.split("/")[1],
        "full_name": repository.path,
        "private": False,
        "html_url": f"https://github.com/{repository.path}",
        "description": repository.description,
        "fork": repository.is_fork,
        "created_at": repository.created_at,
        "updated_at": "2026-02-01T00:00:00Z",
        "pushed_at": repository.pushed_at,
        "stargazers_count": repository.stars,
        "watchers_count": repository.stars,
        "forks_count": repository.forks,
        "open_issues_count": repository.open_issues + repository.open_pulls,
        "archived": repository.archived,
        "license": licence and {"key": licence.lower(), "name": licence, "spdx_id": licence},
        "topics": repository.topics,
        "default_branch": repository.default_branch or "main",
    }


def node(repository: Repository) -> dict[str, Any]:
    """The repository as GraphQL's type Repository has it."""
    target = {
        "__typename": "Commit",
        "oid": repository.head,
        "committedDate": repository.head_at,
    }
    branch = repository.default_branch
    return {
        "__typename": "Repository",
        "nameWithOwner": repository.path,
        "description": repository.description,
        "stargazerCount": repository.stars,
        "forkCount": repository.forks,
        "isArchived": repository.archived,
        "isFork": repository.is_fork,
        "pushedAt": repository.pushed_at,
        "createdAt": repository.created_at,
        "issues": lambda states: {"totalCount": repository.open_issues},
        "licenseInfo": repository.licence and {"spdxId": repository.licence},
        "defaultBranchRef": branch and {"name": branch, "target": target},
        "repositoryTopics": lambda first: {
            "nodes": [{"topic": {"name": name}} for name in repository.topics[:first]]
        },
        "refs": lambda **which: _refs(repository, which),
        "object": lambda expression: _object(repository, expression),
    }


def _object(repository: Repository, expression: str) -> dict[str, Any] | None:
    """The GitObject at a path of the default branch's tip."""
    match expression.partition(":"):
        case "HEAD", ":", ".github/workflows" if repository.workflows is not None:
            files = repository.workflows
            entries = [{"name": name, "object": _blob(text)} for name, text in files.items()]
            oid = _oid(json.dumps(files))
            return {"__typename": "Tree", "oid": oid, "entries": entries}
        case "HEAD", ":", "tox.ini" if repository.tox is not None:
            return _blob(repository.tox)
    return None


def _blob(text: str) -> dict[str, Any]:
    return {"__typename": "Blob", "oid": _oid(text), "text": text}


def _oid(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()


def _refs(repository: Repository, which: dict[str, Any]) -> dict[str, Any] | None:
    """The tags as a RefConnection, at most a hundred at once."""
    first = which.pop("first", 0)
    newest = {"field": "TAG_COMMIT_DATE", "direction": "DESC"}
    if which != {"refPrefix": "refs/tags/", "orderBy": newest} or not 0 < first <= 100:
        raise QueryError("this stand-in knows tags by their date, a hundred at most")
    tags = repository.tags
    if tags is None:
        return None
    nodes = [
        tag and {"__typename": "Ref", "name": tag[0], "target": tag[1] and {"oid": tag[1]}}
        for tag in tags[:first]
    ]
    return {"totalCount": len(tags), "nodes": nodes}
