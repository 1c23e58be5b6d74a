"""One repository of a GitLab, the public one or any other, by its project's document.

The format is the page "Projects API" of GitLab's documentation, section "Get a single project"
(with `license`). The path stands in the address with its slashes quoted ("Namespaced paths" on the
page "REST API"), and for a project that moved it answers 301 to the same document by number
("Redirects" there). `last_activity_at` counts more than pushes, so it is not read; nor is the tip
of the default branch in it.
"""

from urllib.parse import quote

from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Getter
from packdex.sources.document import Document
from packdex.sources.forge import MAX_NAME, ForgeRef, ask, maybe_licence, web_address
from packdex.sources.outcome import Outcome


def ref_to(path: str, web: str, *, etag: str | None = None) -> ForgeRef:
    """The project at `path`, below any number of groups, on the GitLab whose pages are at `web`."""
    return ForgeRef(path, web, f"{web}/api/v4", etag)


def fetch(ref: ForgeRef, door: Getter, token: str | None = None) -> Outcome[RepositoryFacts]:
    """Ask a GitLab about one project."""
    url = f"{ref.api}/projects/{quote(ref.path, safe='')}?license=true"
    return ask(ref, url, door, parse, {"Private-Token": token} if token else {})


def parse(payload: bytes, web: str) -> RepositoryFacts:
    """The facts in the document of one project; raises SourceError naming a wrong field.

    Anonymous questions are not told everything: what is not there is not known.
    """
    document = Document.parse(payload)
    return RepositoryFacts(
        address=web_address(document, "path_with_namespace", web),
        description=document.maybe_text("description"),
        stars=document.maybe_count("star_count"),
        forks=document.maybe_count("forks_count"),
        open_issues=document.maybe_count("open_issues_count"),
        archived=document.maybe_flag("archived"),
        default_branch=document.maybe_text("default_branch", MAX_NAME),
        head=None,
        head_at=None,
        pushed_at=None,
        created_at=document.maybe_time("created_at"),
        licence=maybe_licence(document.maybe_object("license"), "key"),
        topics=document.maybe_tags("topics", MAX_NAME),
        is_fork=True if document.maybe_object("forked_from_project") else None,
        moved_to=None,
        participants=None,
    )
