"""Which projects of a registry changed, in one question about all of them.

The format is the "Simple repository API" of the PyPA, section "JSON Serialization", "Project List"
(PEP 691). Keys that begin with an underscore are for the index's own use: PyPI has `_last-serial`
beside each project's name and in `meta`, which is the number of the last change, as the header
`X-PyPI-Last-Serial` of its documentation is (page "Index API"). The list of a public index has some
40 MB, so it is read as it arrives, and only what was asked for is kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from packaging.utils import canonicalize_name

from packdex.sources.answer import Answer, Streamed, Streamer
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.forge import kept_etag
from packdex.sources.json_stream import parts
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, NotModified, Outcome

ACCEPT = "application/vnd.pypi.simple.v1+json"
MAX_BYTES = 400 * 1024 * 1024
DEADLINE_S = 900
LARGEST = 2**63 - 1
"""What a database's large integer holds."""


@dataclass(frozen=True, slots=True)
class SerialsRef:
    """Which index to ask, at its address (scheme and host, perhaps a path), and what we hold."""

    origin: str
    etag: str | None = None

    @property
    def url(self) -> str:
        """Where the list of all projects is."""
        return f"{self.origin.rstrip('/')}/simple/"


@dataclass(frozen=True, slots=True)
class Serials:
    """The number of the index's last change, and those of projects by normalised name.

    Of the projects that were asked about, `projects` has those that the index lists.
    """

    serial: int | None
    projects: Mapping[str, int]


def fetch(ref: SerialsRef, door: Streamer, wanted: Collection[str]) -> Outcome[Serials]:
    """Ask the index about the projects `wanted` (normalised names), unless nothing changed at all.

    An index that gives no serials is Failed, permanently: it has to be asked about each project.
    """
    headers = {"Accept": ACCEPT}
    if ref.etag:
        headers["If-None-Match"] = ref.etag
    try:
        with door.stream(ref.url, headers, max_bytes=MAX_BYTES, deadline_s=DEADLINE_S) as answer:
            if answer.status == HTTPStatus.OK:
                return _taken(answer, wanted)
            return _not_taken(ref, answer)
    except SourceError as error:
        return Failed(f"the list of projects is not as documented: {error}", permanent=True)
    except DoorError as error:
        return Failed(error.why, error.permanent)


def _taken(answer: Streamed, wanted: Collection[str]) -> Outcome[Serials]:
    serial = _whole(answer.headers.get("x-pypi-last-serial", ""))
    names = frozenset(wanted)
    projects: dict[str, int] = {}
    listed = numbered = 0
    for key, value in parts(answer.chunks, "projects"):
        if key == "meta" and isinstance(value, dict):
            serial = serial or _number(value.get("_last-serial"), "meta._last-serial")
        elif key == "projects":
            listed += 1
            name, number = _project(value, listed - 1)
            numbered += number is not None
            if number is not None and (normal := canonicalize_name(name)) in names:
                projects[normal] = number
    if listed and not numbered:
        return Failed("the index tells no serials of its projects", permanent=True)
    whole = Answer(answer.status, answer.headers, b"", answer.url, datetime.now(UTC))
    return Fetched(Serials(serial, projects), kept_etag(whole), whole.taken_at)


def _not_taken(ref: SerialsRef, streamed: Streamed) -> Outcome[Serials]:
    start = next(streamed.chunks, b"")[:2000]
    answer = Answer(streamed.status, streamed.headers, start, streamed.url, datetime.now(UTC))
    match answer.status:
        case HTTPStatus.NOT_MODIFIED if ref.etag:
            return NotModified(answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)


def _project(value: Any, place: int) -> tuple[str, int | None]:
    # Not a Document: this runs some 700,000 times.
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise SourceError(f"projects[{place}]", "an object with a name expected")
    return value["name"], _number(value.get("_last-serial"), f"projects[{place}]._last-serial")


def _number(value: Any, path: str) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise SourceError(path, "a serial expected, a whole number")
    return value


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
