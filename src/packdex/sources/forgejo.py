"""One repository of a Forgejo, Codeberg or any other; Gitea, from which it stems, answers alike.

The format is the operation `repoGet` of the API description that every instance serves, with the
model `Repository`. `updated_at` moves with more than pushes, so it is not read; nor is the tip of
the default branch in it. `licenses` is Gitea's; where it names several, none of them is the one.
An empty repository names a default branch that it does not have.
"""

from urllib.parse import quote

from packdex.core import licences
from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Getter
from packdex.sources.document import Document
from packdex.sources.forge import MAX_NAME, ForgeRef, ask, web_address
from packdex.sources.outcome import Outcome

CODEBERG = "https://codeberg.org"


def ref_to(path: str, web: str = CODEBERG, *, etag: str | None = None) -> ForgeRef:
    """The repository at `path` ("owner/name") on the Forgejo whose pages are at `web`."""
    return ForgeRef(path, web, f"{web}/api/v1", etag)


def fetch(ref: ForgeRef, door: Getter, token: str | None = None) -> Outcome[RepositoryFacts]:
    """Ask a Forgejo about one repository; for one that moved it redirects to where it is."""
    headers = {"Authorization": f"token {token}"} if token else {}
    return ask(ref, f"{ref.api}/repos/{quote(ref.path)}", door, parse, headers)


def parse(payload: bytes, web: str = CODEBERG) -> RepositoryFacts:
    """The facts in the document of one repository; raises SourceError naming a wrong field."""
    document = Document.parse(payload)
    branch = document.maybe_text("default_branch", MAX_NAME)
    return RepositoryFacts(
        address=web_address(document, "full_name", web),
        description=document.maybe_text("description"),
        stars=document.maybe_count("stars_count"),
        forks=document.maybe_count("forks_count"),
        open_issues=document.maybe_count("open_issues_count"),
        archived=document.maybe_flag("archived"),
        default_branch=None if document.maybe_flag("empty") else branch,
        head=None,
        head_at=None,
        pushed_at=None,
        created_at=document.maybe_time("created_at"),
        licence=_licence(document),
        topics=document.maybe_tags("topics", MAX_NAME),
        is_fork=document.maybe_flag("fork"),
        moved_to=None,
        participants=None,
    )


def _licence(document: Document) -> str | None:
    names = document.maybe_texts("licenses", MAX_NAME)
    return licences.normalise(names[0]) if len(names) == 1 else None
