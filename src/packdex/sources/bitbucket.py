"""One repository of Bitbucket Cloud.

The format is Bitbucket's REST documentation, group "Repositories", operation "Get a repository".
Bitbucket has no stars, no topics and no archive; it counts watchers, which are other people, and
forks only by listing them. `updated_on` moves with more than pushes, so it is not read.
"""

from urllib.parse import quote

from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Getter
from packdex.sources.document import Document
from packdex.sources.forge import MAX_NAME, ForgeRef, ask, web_address
from packdex.sources.outcome import Outcome

WEB = "https://bitbucket.org"
API = "https://api.bitbucket.org/2.0"


def ref_to(path: str, *, web: str = WEB, api: str = API, etag: str | None = None) -> ForgeRef:
    """The repository at `path` ("workspace/name")."""
    return ForgeRef(path, web, api, etag)


def fetch(ref: ForgeRef, door: Getter, token: str | None = None) -> Outcome[RepositoryFacts]:
    """Ask Bitbucket about one repository; for one that moved it redirects to where it is."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return ask(ref, f"{ref.api}/repositories/{quote(ref.path)}", door, parse, headers)


def parse(payload: bytes, web: str = WEB) -> RepositoryFacts:
    """The facts in the document of one repository; raises SourceError naming a wrong field."""
    document = Document.parse(payload)
    branch = document.maybe_object("mainbranch")
    return RepositoryFacts(
        address=web_address(document, "full_name", web),
        description=document.maybe_text("description"),
        stars=None,
        forks=None,
        open_issues=None,
        archived=None,
        default_branch=branch.maybe_text("name", MAX_NAME) if branch else None,
        head=None,
        head_at=None,
        pushed_at=None,
        created_at=document.maybe_time("created_on"),
        licence=None,
        topics=None,
        is_fork=document.maybe_object("parent") is not None,
        moved_to=None,
        participants=None,
    )
