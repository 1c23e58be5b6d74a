"""Who contributed to a repository of GitHub, by login.

The format is the page "REST API endpoints for repositories", section "List repository
contributors": up to 100 a page, most commits first, automatic accounts among them; authors without
an account are only listed on request, and 500 at most have one. A repository without commits
answers 204, and one too large to count 403. Pages are counted as on "Using pagination in the REST
API".
"""

from http import HTTPStatus

from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.forge import MAX_NAME, ForgeRef, kept_etag
from packdex.sources.github.rest import headers, repository_url
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, NotModified, Outcome

PER_PAGE = 100
MAX_PAGES = 5


def contributors(
    ref: ForgeRef, door: Getter, token: str | None = None, *, max_pages: int = MAX_PAGES
) -> Outcome[tuple[str, ...]]:
    """Ask GitHub for the logins, at most `max_pages` hundreds of them.

    Several pages come without an ETag: that of the first would hide what changes on the others. A
    repository that moved has its list all the same; `fetch` tells where it is.
    """
    logins: list[str] = []
    for page in range(1, max_pages + 1):
        url = f"{repository_url(ref)}/contributors?per_page={PER_PAGE}&page={page}"
        sent = headers(token)
        if ref.etag and page == 1:
            sent["If-None-Match"] = ref.etag
        try:
            answer = door.get(url, sent)
            if answer.status != HTTPStatus.OK:
                return _without_list(ref, answer)
            logins += parse(answer.body)
        except DoorError as error:
            return Failed(error.why, error.permanent)
        except SourceError as error:
            return Failed(f"the list is not as documented: {error}", permanent=True)
        if 'rel="next"' not in answer.headers.get("link", ""):
            break
    etag = kept_etag(answer) if page == 1 else None
    return Fetched(tuple(dict.fromkeys(logins)), etag, answer.taken_at)


def parse(payload: bytes) -> list[str]:
    """The logins on one page, in its order; raises SourceError naming a wrong field."""
    entries = Document.parse_list(payload)
    return [login for entry in entries if (login := entry.maybe_text("login", MAX_NAME))]


def _without_list(ref: ForgeRef, answer: Answer) -> Outcome[tuple[str, ...]]:
    match answer.status:
        case HTTPStatus.NO_CONTENT:
            return Fetched((), None, answer.taken_at)
        case HTTPStatus.NOT_MODIFIED if ref.etag:
            return NotModified(answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)
