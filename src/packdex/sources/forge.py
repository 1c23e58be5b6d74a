"""What the adapters of all forges share: which repository, one question, and what is answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from packdex.core import licences
from packdex.core.forge import RepositoryFacts
from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome

MAX_PATH = 500  # characters
MAX_NAME = 250  # characters: branches, topics, licences
MAX_ETAG = 500  # characters

_PATH = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class ForgeRef:
    """Which repository to ask about, on which forge, and what we already hold.

    `path` is the repository's on its forge ("owner/name", on GitLab also below nested groups).
    `web` is where the forge's pages begin, `api` where its API does; both are addresses of scheme
    and host, perhaps with a path, without a slash at the end. `etag` is what came with the facts
    that we hold; None asks for them in any case.
    """

    path: str
    web: str
    api: str
    etag: str | None = None

    @property
    def address(self) -> str:
        """The repository's web address, as asked."""
        return f"{self.web}/{self.path}"


Parse = Callable[[bytes, str], RepositoryFacts]
"""Facts from the document of one repository on the forge whose pages begin at the second one."""


def ask(
    ref: ForgeRef, url: str, door: Getter, parse: Parse, headers: Mapping[str, str]
) -> Outcome[RepositoryFacts]:
    """Ask for the document of one repository, unless it is still the one that we hold."""
    if not is_path(ref.path):
        return no_path(ref)
    sent = {"Accept": "application/json", **headers}
    if ref.etag:
        sent["If-None-Match"] = ref.etag
    try:
        answer = door.get(url, sent)
    except DoorError as error:
        return Failed(error.why, error.permanent)
    match answer.status:
        case HTTPStatus.OK:
            return _taken(ref, url, answer, parse)
        case HTTPStatus.NOT_MODIFIED if ref.etag:
            return NotModified(answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)


def _taken(ref: ForgeRef, url: str, answer: Answer, parse: Parse) -> Outcome[RepositoryFacts]:
    try:
        facts = parse(answer.body, ref.web)
    except SourceError as error:
        return Failed(f"the forge's document is not as documented: {error}", permanent=True)
    if is_elsewhere(facts.address, ref):
        # Without a redirect it is a server that answers everything with one document.
        if answer.url != url:
            return Moved(facts.address)
        return Failed(f"the forge answered about {facts.address[:200]!r}", permanent=True)
    return Fetched(facts, kept_etag(answer), answer.taken_at)


def is_path(path: str) -> bool:
    """Whether `path` is one that a repository can have on a forge: "owner/name", or longer."""
    plain = len(path) <= MAX_PATH and _PATH.fullmatch(path) is not None
    return plain and all(part.strip(".") for part in path.split("/"))


def no_path(ref: ForgeRef) -> Failed:
    """What comes of asking about a path that no repository has: nothing is asked."""
    return Failed(f"{ref.path[:200]!r} is not the path of a repository", permanent=True)


def is_elsewhere(address: str, ref: ForgeRef) -> bool:
    """Whether `address` is not the one that `ref` asks about; forges tell no capitals apart."""
    return address.lower() != ref.address.lower()


def kept_etag(answer: Answer) -> str | None:
    """The answer's ETag when it is of a length that can be kept."""
    etag = answer.headers.get("etag")
    return etag if etag and len(etag) <= MAX_ETAG else None


def web_address(document: Document, key: str, web: str) -> str:
    """The web address of the repository whose path on its forge `key` holds.

    It is made from the path, and never read, so that no forge can speak for another one's
    repositories.
    """
    path = document.text(key, MAX_PATH)
    if not is_path(path):
        raise SourceError(document.at(key), f"{path[:100]!r} is not the path of a repository")
    return f"{web}/{path}"


def maybe_object_id(document: Document, key: str) -> str | None:
    """The name of a git object (SHA-1 or SHA-256 in hexadecimal digits) or None."""
    name = document.maybe_text(key, MAX_NAME)
    if name is not None and not _OBJECT_ID.fullmatch(name):
        raise SourceError(document.at(key), f"{name[:100]!r} is not the name of a git object")
    return name


def maybe_licence(document: Document | None, key: str) -> str | None:
    """The SPDX identifier at `key`, in any capitals; None when it names no one licence."""
    name = document.maybe_text(key, MAX_NAME) if document else None
    return licences.normalise(name) if name else None
