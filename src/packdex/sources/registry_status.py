"""A project's status marker, and which releases are attested: what only the index's page tells.

The format is the "Simple repository API" of the PyPA, section "JSON Serialization", "Project
Detail" (PEP 691), with `project-status` of "Project Status Markers" (PEP 792), which came with
version 1.4 of that API, and `provenance` of each file ("Index hosted attestations", PEP 740), which
came with 1.3.
"""

import re
from http import HTTPStatus

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import Version

from packdex.core.facts import ProjectStatus
from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.forge import kept_etag
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome
from packdex.sources.pypi import ProjectRef
from packdex.sources.registry_serials import ACCEPT

MARKED_SINCE, ATTESTED_SINCE = (1, 4), (1, 3)
MAX_STATUS = 20  # characters; the longest marker has eleven
MAX_NAME = 1000  # characters of a file's

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
    api = _api_version(document.object("meta"))
    if status is None and api >= MARKED_SINCE:
        status = "active"
    attested = _attested(document.objects("files")) if api >= ATTESTED_SINCE else None
    return name, ProjectStatus(status, reason, attested or None)


def _attested(files: list[Document]) -> dict[Version, bool]:
    told: dict[Version, bool] = {}
    for file in files:
        version = _version_of(file.text("filename", MAX_NAME))
        if version is not None:
            proven = isinstance(file.values.get("provenance"), str)
            told[version] = proven and told.get(version, True)
    return told


def _version_of(filename: str) -> Version | None:
    """The version in a file's name; None for old kinds of files, which no attestation is for."""
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None


def _api_version(meta: Document) -> tuple[int, int]:
    version = _VERSION.fullmatch(meta.text("api-version", 20))
    if version is None:
        raise SourceError(meta.at("api-version"), "a version of two numbers expected")
    return int(version[1]), int(version[2])
