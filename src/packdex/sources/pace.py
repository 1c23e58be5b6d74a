"""How fast one host is asked: never faster than it was told us, however many threads ask."""

import threading
import time
from collections.abc import Callable, Mapping

from packdex.sources.errors import TimedOutError

MANY_HOSTS = 1000
"""Hosts remembered before those that nobody waits for are forgotten."""


class Pace:
    """Lets requests to one host through with at least so many seconds between them.

    `seconds` holds for every host that `hosts` (names in lower case) has no other number for.
    """

    def __init__(self, seconds: float, hosts: Mapping[str, float]) -> None:
        self._seconds = seconds
        self._hosts = hosts
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, time_left: Callable[[], float]) -> None:
        """Return when `host` may be asked.

        Raises TimedOutError at once when that is later than `time_left()` seconds from now; then no
        place in the row was taken.
        """
        seconds = self._hosts.get(host, self._seconds)
        if seconds <= 0:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            if turn - now > time_left():
                raise TimedOutError(f"{host}: too many questions wait for it")
            if len(self._next) >= MANY_HOSTS:
                self._next = {h: t for h, t in self._next.items() if t > now}
            self._next[host] = turn + seconds
        time.sleep(turn - now)
