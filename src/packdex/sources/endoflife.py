"""The versions of a product and their ends, from a service that speaks endoflife.date's API.

The format is that API's version 1, "Get a product": `/api/v1/products/<product>/` below its origin,
an object `result` whose `releases` have `name`, `releaseDate`, `eolFrom` (when support ends) and
`eoasFrom` (when active support ends); the latter two are null where they are not known.
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from packdex.core.lifecycles.file import LifecyclesError, checked
from packdex.core.lifecycles.products import Cycle, numbers
from packdex.sources.answer import Answer, Getter
from packdex.sources.document import Document
from packdex.sources.errors import DoorError, SourceError
from packdex.sources.limits import declined
from packdex.sources.outcome import Failed, Fetched, Gone, Outcome

MOST = 500
"""Releases of a product; the products that are asked for have some thirty."""


@dataclass(frozen=True, slots=True)
class ProductRef:
    """Which product to ask about ("python"), and the origin of the service."""

    product: str
    origin: str

    @property
    def url(self) -> str:
        """Where the product's document is."""
        return f"{self.origin.rstrip('/')}/api/v1/products/{self.product}/"


def fetch(ref: ProductRef, door: Getter) -> Outcome[tuple[Cycle, ...]]:
    """Ask the service about one product: its versions, oldest first."""
    try:
        answer = door.get(ref.url, {"Accept": "application/json"})
    except DoorError as error:
        return Failed(error.why, error.permanent)
    match answer.status:
        case HTTPStatus.OK:
            return _taken(ref, answer)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Gone(answer.status)
        case _:
            return declined(answer)


def _taken(ref: ProductRef, answer: Answer) -> Outcome[tuple[Cycle, ...]]:
    try:
        name, cycles = parse(answer.body)
    except SourceError as error:
        why = f"the document at {ref.url} is not as documented: {error}"
        return Failed(why, permanent=True)
    if name != ref.product:
        return Failed(f"{ref.url} answered about {name[:100]!r}", permanent=True)
    return Fetched(cycles, None, answer.taken_at)


def parse(payload: bytes) -> tuple[str, tuple[Cycle, ...]]:
    """The product's name and its versions of two numbers, oldest first; others are passed over.

    Raises SourceError naming a field that is missing or wrong.
    """
    result = Document.parse(payload).object("result")
    releases = result.objects("releases")
    if len(releases) > MOST:
        raise SourceError(result.at("releases"), f"{len(releases):,} are more than {MOST}")
    cycles = [_cycle(one) for one in releases if _has_two_numbers(one)]
    if not cycles:
        raise SourceError(result.at("releases"), "there is no version of two numbers in it")
    if len({one.version for one in cycles}) < len(cycles):
        raise SourceError(result.at("releases"), "a version is told twice")
    return result.text("name", 100), tuple(sorted(cycles, key=lambda one: numbers(one.version)))


def _has_two_numbers(release: Document) -> bool:
    name = release.text("name", 100)
    return ".".join(map(str, numbers(name))) == name


def _cycle(release: Document) -> Cycle:
    out = _day(release, "releaseDate")
    if out is None:
        raise SourceError(release.at("releaseDate"), "missing or empty, a day expected")
    ends = _day(release, "eolFrom"), _day(release, "eoasFrom")
    cycle = Cycle(release.text("name", 100), out, *ends)
    try:
        return checked(cycle, cycle.version)
    except LifecyclesError as error:
        raise SourceError(release.path, str(error)) from None


def _day(release: Document, key: str) -> date | None:
    text = release.maybe_text(key, 100)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise SourceError(release.at(key), f"not a day: {text!r}; expected YYYY-MM-DD") from None
