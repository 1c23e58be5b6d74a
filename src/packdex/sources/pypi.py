"""A project's facts from its registry: PyPI, or any index that speaks the same JSON.

The format is the "JSON API" page of PyPI's user documentation, section "Get a project": the route
`/pypi/<project>/json` below the index's address, with the keys `info` (metadata of the release that
the index puts forward), `releases` (files by version), `ownership` (who may do what with the
project; other indexes leave it out) and others that are not read here. It does not tell a project's
status marker (PEP 792), which only the index API has: registry_status.py asks that.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from packaging.utils import canonicalize_name

from packdex.core import licences
from packdex.core.facts import ProjectFacts, Release
from packdex.core.versions import sort_key
from packdex.core.weblinks import web_address
from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document, clean_text
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome, RateLimited
from packdex.sources.retry_after import retry_after

MAX_NAME = 200  # characters, of a project or a version; real ones have less than 100
MAX_ETAG = 500  # characters
MOST_REQUIREMENTS, LONGEST_REQUIREMENT = 500, 500  # of a release, and characters of one
DEFAULT_PAUSE = timedelta(minutes=10)
"""How long to leave an index alone that says "too many requests" but not until when."""

OWNER = "Owner"
"""The role of accounts that may do everything with a project; the other is "Maintainer"."""

CLIENT_ERROR = 4  # the hundreds of a status that says the request itself is at fault
_OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """Which project to ask about, where, and what we already hold.

    `origin` is the index's address (scheme and host, perhaps a path). `etag` is what came with the
    facts that we hold; None asks for them in any case.
    """

    name: str
    origin: str
    etag: str | None = None

    @property
    def url(self) -> str:
        """Where the project's document is."""
        return f"{self.origin.rstrip('/')}/pypi/{quote(self.name, safe='')}/json"


def fetch(ref: ProjectRef, door: Getter) -> Outcome[ProjectFacts]:
    """Ask the registry about one project."""
    headers = {"Accept": "application/json"}
    if ref.etag:
        headers["If-None-Match"] = ref.etag
    try:
        answer = door.get(ref.url, headers)
    except DoorError as error:
        return Failed(error.why, error.permanent)
    match answer.status:
        case HTTPStatus.OK:
            return _taken(ref, answer)
        case HTTPStatus.NOT_MODIFIED if ref.etag:
            return NotModified(answer.taken_at)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return _declined(ref, answer)


def _taken(ref: ProjectRef, answer: Answer) -> Outcome[ProjectFacts]:
    try:
        facts = parse(answer.body)
    except SourceError as error:
        return Failed(f"the registry's document is not as documented: {error}", permanent=True)
    if canonicalize_name(facts.name) != canonicalize_name(ref.name):
        # Without a redirect it is an index that answers everything with one page.
        if answer.url != ref.url:
            return Moved(answer.url)
        return Failed(f"the registry answered about {facts.name[:100]!r}", permanent=True)
    etag = answer.headers.get("etag")
    return Fetched(facts, etag if etag and len(etag) <= MAX_ETAG else None, answer.taken_at)


def _declined(ref: ProjectRef, answer: Answer) -> Outcome[ProjectFacts]:
    until = retry_after(answer.headers, answer.taken_at)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(until or answer.taken_at + DEFAULT_PAUSE)
    if answer.status == HTTPStatus.FORBIDDEN and until:
        return RateLimited(until)
    our_fault = answer.status // 100 == CLIENT_ERROR
    return Failed(f"{ref.url} answered with status {answer.status}", permanent=our_fault)


def parse(payload: bytes) -> ProjectFacts:
    """The facts in the document of one project.

    `info.name`, `info.version` and `releases` must be there; other keys may be missing or null, as
    other indexes leave some out, and are then not known. Raises SourceError naming the field when
    one is missing or of another type than documented.
    """
    document = Document.parse(payload)
    info = document.object("info")
    classifiers = info.maybe_texts("classifiers", 500)
    licence, licence_source = licences.choose(
        info.maybe_text("license_expression"),
        classifiers,
        info.maybe_text("license", None),  # often the licence's whole body
    )
    return ProjectFacts(
        name=info.text("name", MAX_NAME),
        version=info.text("version", MAX_NAME),
        summary=info.maybe_text("summary"),
        licence=licence,
        licence_source=licence_source,
        requires_python=info.maybe_text("requires_python", MAX_NAME),
        classifiers=classifiers,
        links=_links(info),
        releases=_releases(document.object("releases")),
        owners=_owners(document.maybe_object("ownership")),
        requirements=_requirements(info, document.object("releases")),
    )


def _requirements(info: Document, releases: Document) -> tuple[str, ...] | None:
    """What the index's release requires.

    The index has null where there are none, and also where nobody told, as with a source archive
    alone, whose requirements only its build knows. A wheel always tells them.
    """
    told = info.maybe_texts("requires_dist")[:MOST_REQUIREMENTS]
    if told:
        return tuple(text for text in told if len(text) <= LONGEST_REQUIREMENT)
    version = info.text("version", MAX_NAME)
    files = releases.objects(version) if releases.values.get(version) else []
    is_wheel = any(file.maybe_text("packagetype", 100) == "bdist_wheel" for file in files)
    return () if is_wheel else None


def _owners(ownership: Document | None) -> tuple[str, ...] | None:
    """The organization, then the owners in the document's order."""
    if ownership is None or ownership.values.keys().isdisjoint({"roles", "organization"}):
        return None
    organization = ownership.maybe_text("organization", MAX_NAME)
    roles = ownership.objects("roles") if ownership.values.get("roles") is not None else []
    owners = [role.text("user", MAX_NAME) for role in roles if role.text("role") == OWNER]
    return tuple(dict.fromkeys([organization, *owners] if organization else owners))


def _links(info: Document) -> tuple[tuple[str, str], ...]:
    """The project's own links, then its home page where they lack it; only web addresses."""
    links: dict[str, str] = {}
    urls = info.maybe_object("project_urls")
    for key in urls.values if urls else ():
        address = web_address(urls.maybe_text(key, None) or "") if urls else None
        if address:
            links[clean_text(key, info.at("project_urls"), None)[:MAX_NAME]] = address
    home = web_address(info.maybe_text("home_page", None) or "")
    if home and home not in links.values():
        links.setdefault("Homepage", home)
    return tuple(links.items())


def _releases(document: Document) -> tuple[Release, ...]:
    releases = [_release(version, document) for version in document.values]
    releases.sort(key=lambda r: (r.uploaded_at or _OLDEST, sort_key(r.version)), reverse=True)
    return tuple(releases)


def _release(version: str, document: Document) -> Release:
    files = document.objects(version)
    uploads = [when for file in files if (when := file.maybe_time("upload_time_iso_8601"))]
    reasons = [file.maybe_text("yanked_reason") for file in files]
    flags = [file.maybe_flag("yanked") for file in files]
    ranges = [file.maybe_text("requires_python", MAX_NAME) for file in files]
    return Release(
        version=clean_text(version, document.at(version[:MAX_NAME]), MAX_NAME),
        uploaded_at=min(uploads, default=None),
        # A yanked file beside others that are not leaves a release that can be installed.
        yanked=bool(files) and all(flags),
        yanked_reason=next(filter(None, reasons), None),
        requires_python=next(filter(None, ranges), None),
    )
