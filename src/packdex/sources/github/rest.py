"""One repository of GitHub, by the conditional document of its REST API.

The format is the page "REST API endpoints for repositories" of GitHub's documentation, section "Get
a repository". Its `open_issues_count` counts pull requests too, so it is not read; the tip of the
default branch is not in it.
"""

from urllib.parse import quote

from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Getter
from packdex.sources.document import Document
from packdex.sources.forge import MAX_NAME, ForgeRef, ask, maybe_licence, web_address
from packdex.sources.outcome import Outcome

WEB = "https://github.com"
API = "https://api.github.com"
VERSION = "2022-11-28"
"""The edition of the REST API, from the page "API Versions"."""


def ref_to(path: str, *, web: str = WEB, api: str = API, etag: str | None = None) -> ForgeRef:
    """The repository at `path`. On an enterprise's own host, `api` is `https://host/api/v3`."""
    return ForgeRef(path, web, api, etag)


def fetch(ref: ForgeRef, door: Getter, token: str | None = None) -> Outcome[RepositoryFacts]:
    """Ask GitHub about one repository. It answers with another ETag to each token and to none."""
    return ask(ref, repository_url(ref), door, parse, headers(token))


def repository_url(ref: ForgeRef) -> str:
    """Where the repository's document is."""
    return f"{ref.api}/repos/{quote(ref.path)}"


def headers(token: str | None) -> dict[str, str]:
    """What goes with every question to the REST API."""
    sent = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": VERSION}
    return sent | ({"Authorization": f"Bearer {token}"} if token else {})


def parse(payload: bytes, web: str = WEB) -> RepositoryFacts:
    """The facts in the document of one repository; raises SourceError naming a wrong field."""
    document = Document.parse(payload)
    return RepositoryFacts(
        address=web_address(document, "full_name", web),
        description=document.maybe_text("description"),
        stars=document.maybe_count("stargazers_count"),
        forks=document.maybe_count("forks_count"),
        open_issues=None,
        archived=document.maybe_flag("archived"),
        default_branch=document.maybe_text("default_branch", MAX_NAME),
        head=None,
        head_at=None,
        pushed_at=document.maybe_time("pushed_at"),
        created_at=document.maybe_time("created_at"),
        licence=maybe_licence(document.maybe_object("license"), "spdx_id"),
        topics=document.maybe_tags("topics", MAX_NAME),
        is_fork=document.maybe_flag("fork"),
        moved_to=None,
        participants=None,
    )
