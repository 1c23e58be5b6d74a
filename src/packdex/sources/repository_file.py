"""One small file at the tip of a repository's default branch, as its forge tells it.

The formats are GitHub's page "REST API endpoints for repository contents", GitLab's "Repository
files API" (section "Get raw file from repository"), the operation `repoGetRawFile` of Forgejo's API
description, and Bitbucket's group "Source", operation "Get file or directory contents".
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from packdex.core.repository import BITBUCKET, FORGEJO, GITHUB, GITLAB
from packdex.sources.answer import Getter
from packdex.sources.errors import DoorError
from packdex.sources.forge import ForgeRef, is_path, no_path
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, Outcome

LONGEST = 10_000
"""Bytes of the file that are read; a code is found at its beginning."""


def fetch(kind: str, ref: ForgeRef, file: str, door: Getter, token: str = "") -> Outcome[str]:
    """The beginning of `file` (its path in the repository) on a forge of that kind, as text.

    `token` is for GitHub. Bytes that are no UTF-8 are replaced.
    """
    if not is_path(ref.path):
        return no_path(ref)
    url, headers = _question(kind, ref, file)
    if token and kind == GITHUB:
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = door.get(url, headers)
    except DoorError as error:
        return Failed(error.why, error.permanent)
    match answer.status:
        case HTTPStatus.OK:
            return Fetched(answer.body[:LONGEST].decode(errors="replace"), None, answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)


def _question(kind: str, ref: ForgeRef, file: str) -> tuple[str, dict[str, str]]:
    """Where the file is, and the headers to ask with. Raises ValueError for no kind of forge."""
    match kind:
        case _ if kind == GITHUB:
            accept = {"Accept": "application/vnd.github.raw+json"}
            return f"{ref.api}/repos/{quote(ref.path)}/contents/{quote(file)}", accept
        case _ if kind == GITLAB:
            project, name = quote(ref.path, safe=""), quote(file, safe="")
            return f"{ref.api}/projects/{project}/repository/files/{name}/raw?ref=HEAD", {}
        case _ if kind == FORGEJO:
            return f"{ref.api}/repos/{quote(ref.path)}/raw/{quote(file)}", {}
        case _ if kind == BITBUCKET:
            return f"{ref.api}/repositories/{quote(ref.path)}/src/HEAD/{quote(file)}", {}
    raise ValueError(f"no such kind of forge: {kind}")
