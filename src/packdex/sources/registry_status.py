"""A project's status marker: what its registry says of it that its releases do not.

The format is the "Simple repository API" of the PyPA, section "JSON Serialization", "Project
Detail" (PEP 691), with `project-status` of "Project Status Markers" (PEP 792), which came with
version 1.4 of that API.
"""

import re
from http import HTTPStatus

from packaging.utils import canonicalize_name

from packdex.core.facts import ProjectStatus
from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.forge import kept_etag
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome
from packdex.sources.pypi import ProjectRef
from packdex.sources.registry_serials import ACCEPT

MARKED_SINCE = (1, 4)
MAX_STATUS = 20  # characters; the longest marker has eleven

_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")


def fetch(ref: ProjectRef, door: Getter) -> Outcome[ProjectStatus]:
    """Ask the index about one project's status; the `etag` of `ref` is that of this page."""
    url = f"{ref.origin.rstrip('/')}/simple/{canonicalize_name(ref.name)}/"
    headers = {"Accept": ACCEPT} | ({"If-None-Match": ref.etag} if ref.etag else {})
    try:
        answer = door.get(url, headers)
    except DoorError as error:
        return Failed(error.why, error.permanent)
    match answer.status:
        case HTTPStatus.OK:
            return _taken(ref, url, answer)
        case HTTPStatus.NOT_MODIFIED if ref.etag:
            return NotModified(answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)


def _taken(ref: ProjectRef, url: str, answer: Answer) -> Outcome[ProjectStatus]:
    try:
        name, status = parse(answer.body)
    except SourceError as error:
        return Failed(f"the project's page is not as documented: {error}", permanent=True)
    if canonicalize_name(name) != canonicalize_name(ref.name):
        if answer.url != url:
            return Moved(answer.url)
        return Failed(f"the index answered about {name[:100]!r}", permanent=True)
    return Fetched(status, kept_etag(answer), answer.taken_at)


def parse(payload: bytes) -> tuple[str, ProjectStatus]:
    """The project's name and its status; raises SourceError naming a wrong field.

    A project without a marker is active, where the index has markers at all.
    """
    document = Document.parse(payload)
    name = document.text("name", 200)
    marker = document.maybe_object("project-status")
    status = marker.maybe_text("status", MAX_STATUS) if marker else None
    reason = marker.maybe_text("reason") if marker else None
    if status is None and _has_markers(document.object("meta")):
        status = "active"
    return name, ProjectStatus(status, reason)


def _has_markers(meta: Document) -> bool:
    version = _VERSION.fullmatch(meta.text("api-version", 20))
    if version is None:
        raise SourceError(meta.at("api-version"), "a version of two numbers expected")
    return (int(version[1]), int(version[2])) >= MARKED_SINCE
