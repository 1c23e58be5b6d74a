"""Asking a service for many pages without being a burden to it."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

from packdex.exchange.items import NothingFoundError, UnusableSourceError
from packdex.sources.answer import Answer, Getter
from packdex.sources.errors import DoorError
from packdex.sources.retry_after import retry_after

ATTEMPTS = 6
FIRST_WAIT = 1.0  # seconds; doubled each time, so about half a minute in all
LONGEST_WAIT = 120.0
_TOO_MANY = 429
_SERVER_ERRORS = range(500, 600)
_OK = 200


class Asker:
    """Gets pages one after the other, `pause` seconds apart.

    Where the service is busy or out of reach it asks again, as late as the service wants; `say`
    is told why we wait.
    """

    def __init__(self, door: Getter, pause: float, say: Callable[[str], object]) -> None:
        self._door = door
        self._pause = pause
        self._say = say
        self._asked = False

    def get(self, url: str) -> Answer:
        """The answer 200 to `url`; raises UnusableSourceError when there is none to be had."""
        if self._asked and self._pause:
            sleep(self._pause)
        self._asked = True
        wait = FIRST_WAIT
        for attempt in range(1, ATTEMPTS + 1):
            answer, why, wanted = self._try(url)
            if answer is not None:
                return answer
            if attempt < ATTEMPTS:
                pause = wait if wanted is None else wanted
                self._say(f"{why}; asking again in {pause:.0f} s")
                sleep(pause)
                wait *= 2
        raise UnusableSourceError(f"{why}, {ATTEMPTS} times.")

    def _try(self, url: str) -> tuple[Answer | None, str, float | None]:
        """The answer, or why there was none and after how many seconds one is promised."""
        try:
            answer = self._door.get(url, {"Accept": "application/json"})
        except DoorError as error:
            if error.permanent:
                raise UnusableSourceError(f"{url} cannot be read: {error.why}.") from None
            return None, f"{url} cannot be read: {error.why}", None
        if answer.status == _OK:
            return answer, "", None
        why = f"{url} answered {answer.status}"
        if answer.status != _TOO_MANY and answer.status not in _SERVER_ERRORS:
            raise NothingFoundError(f"{why}; expected the API v4 of a package directory.")
        until = retry_after(answer.headers, answer.taken_at)
        wanted = (until - answer.taken_at).total_seconds() if until else None
        if wanted is not None and wanted > LONGEST_WAIT:
            raise UnusableSourceError(f"{why} and wants to be asked in {wanted:.0f} s again.")
        return None, why, wanted
