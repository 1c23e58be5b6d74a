"""A running v4 service as a source."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings

from packdex import __version__
from packdex.exchange.addresses import KINDS, ServiceAddress
from packdex.exchange.asking import Asker
from packdex.exchange.fields import MAX_ID, RecordError, shown
from packdex.exchange.items import Item, NothingFoundError, Step, UnusableSourceError, decode
from packdex.sources.http import Door

PAGE = 100
PAUSE = 0.2  # seconds between two requests to somebody else's service
_TIMEOUT = 30.0
_DEADLINE = 120.0


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a list: its objects, how many the list has, and the address of the next page."""

    url: str
    results: list[object]
    count: int | None
    next: str | None

    @property
    def ids(self) -> list[int]:
        """The ids of its objects, as far as they could be some."""
        found = [value.get("id") for value in self.results if isinstance(value, dict)]
        return [id_ for id_ in found if isinstance(id_, int) and 0 < id_ <= MAX_ID]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where reading continues: with the page at `url` of the list of a `kind`.

    `done` objects came before it; `highest` is the highest id that the list had when it was begun,
    0 before that.
    """

    kind: str
    url: str
    done: int = 0
    highest: int = 0


class Service:
    """Categories, grids and packages of the service at an address, page by page.

    `pause` is the time between two requests in seconds; None: none on this machine, PAUSE
    elsewhere. `say` is told when the service makes us wait.
    """

    fingerprint = ""  # pages change at any time, and a place in them stays good enough

    def __init__(
        self, address: ServiceAddress, *, pause: float | None, say: Callable[[str], object]
    ) -> None:
        self.name = address.root
        self._address = address
        self._pause = (0.0 if address.is_this_machine else PAUSE) if pause is None else pause
        self._say = say

    def steps(self, position: dict[str, Any] | None) -> Iterator[Step]:
        """The pages of all lists; behind a position, beginning with the page that it names.

        That page was stored already. It is read again because pages shift: lists are newest
        first, so each object that the service deleted since has moved one that we have not seen
        onto a page that we have.
        """
        kinds = self._address.kinds
        at = _Place(**position) if position else self._start(kinds[0])
        with self._door() as door:
            asker = Asker(door, self._pause, self._say)
            self._check(asker)
            for kind in kinds[kinds.index(at.kind) :]:
                place = at if at.kind == kind else self._start(kind)
                highest = yield from self._list(asker, place)
                yield from self._newcomers(asker, kind, highest)

    def _door(self) -> Door:
        """A door that also opens to the typed host where that is a private one."""
        return Door(
            f"packdex/{__version__}",
            timeout_s=_TIMEOUT,
            deadline_s=_DEADLINE,
            attempts=1,  # the asker tries again
            allow_private=settings.PACKDEX_ALLOW_PRIVATE_HOSTS,
            allowed_hosts=frozenset({self._address.host}),
        )

    def _check(self, asker: Asker) -> None:
        """Make sure that a v4 service answers, before anything is stored."""
        answer = self._get(asker, self._address.root)
        if not isinstance(answer, dict) or not set(KINDS) <= answer.keys():
            raise NothingFoundError(
                f"{self._address.root} answered {shown(answer)}; expected the API v4 of a package"
                " directory, which names its lists of packages, grids and categories."
            )

    def _list(self, asker: Asker, place: _Place) -> Generator[Step, None, int]:
        """The pages from a place to the last; returns the highest id of the list at its begin."""
        seen = set()
        following: str | None = place.url
        while following and following not in seen:
            seen.add(following)
            page = self._page(asker, following)
            if not page.results:
                break
            highest = place.highest or max(page.ids, default=0)
            place = _Place(place.kind, page.url, place.done, highest)
            yield _step(page, place)
            place = replace(place, done=place.done + len(page.results))
            following = page.next
        return place.highest

    def _newcomers(self, asker: Asker, kind: str, highest: int) -> Iterator[Step]:
        """The first pages again, as far as they hold objects that came while the list was read.

        Lists are newest first, so those have ids above the highest that there was.
        """
        following: str | None = self._start(kind).url
        while following:
            page = self._page(asker, following)
            if not any(id_ > highest for id_ in page.ids):
                return
            yield _step(page, _Place(kind, page.url, 0, highest))
            following = page.next

    def _start(self, kind: str) -> _Place:
        return _Place(kind, f"{self._address.root}{kind}/?limit={PAGE}")

    def _page(self, asker: Asker, url: str) -> _Page:
        answer = self._get(asker, url)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not isinstance(results, list):
            raise UnusableSourceError(f"{url} answered {shown(answer)}; expected a list of v4.")
        following, count = answer.get("next"), answer.get("count")
        if following is not None:
            following = self._checked(following, url)
        total = count if isinstance(count, int) and count > 0 else None
        return _Page(url, results, total, following)

    def _checked(self, following: object, url: str) -> str:
        """The address of the next page, at the origin that was typed and at no other."""
        if isinstance(following, str) and following.isascii() and following.isprintable():
            here = self._address.here(following)
            if here is not None:
                return here
        raise UnusableSourceError(
            f"{url} says that the next page is {shown(following)}; expected an address whose path"
            f" begins as that of {self._address.root} does."
        )

    def _get(self, asker: Asker, url: str) -> object:
        """The JSON that is at `url`."""
        answer = asker.get(url)
        if not self._address.has_origin_of(answer.url):
            raise NothingFoundError(
                f"{url} redirects to {shown(answer.url)}. If that is the same service, name that"
                " address."
            )
        try:
            return decode(answer.body)
        except RecordError as error:
            raise NothingFoundError(
                f"{url} did not answer with JSON ({error.reason}); expected the API v4 of a"
                " package directory."
            ) from None


def _step(page: _Page, place: _Place) -> Step:
    items = [Item(page.url, number, value) for number, value in enumerate(page.results, 1)]
    done = place.done + len(items)
    return Step(place.kind, items, asdict(place), done, page.count)
