"""Which packages were looked at, so that those with stale facts are asked about sooner.

Noting one costs the read that shows it a look into a small set, and no write. A thread of the
serving process writes what was noted every few seconds, whoever does the refreshing. Each process
has its own; two that write the same change nothing twice.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

from django.db import DatabaseError, connection

from packdex.catalog.actions.facts.forward import bring_forward

MOST, SPAN_S = 100, 3600
"""So many packages in so many seconds: a robot that reads all pages has not all asked about."""

PAUSE_S = 5
"""With the pause of the watch, a package is asked about within 35 seconds of a look at it."""

logger = logging.getLogger(__name__)

_noted: set[int] = set()
_waiting: deque[int] = deque()


def note(package_id: int) -> None:
    """Note that a package was shown."""
    if len(_noted) < MOST and package_id not in _noted:
        _noted.add(package_id)
        _waiting.append(package_id)


def forget() -> None:
    """Begin a new span, in which MOST packages may be noted."""
    _noted.clear()


def flush(now: datetime) -> int:
    """Bring forward what was noted since the last time; returns how many sources became due."""
    ids = [_waiting.popleft() for _ in range(len(_waiting))]
    return bring_forward(ids, now) if ids else 0


def keep_flushing(pause_s: float = PAUSE_S) -> Callable[[], None]:
    """Have what is noted written while the process lives, or until what is returned is called."""
    stop = Event()
    thread = Thread(target=_keep_flushing, args=(pause_s, stop), name="viewed", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    return end


def _keep_flushing(pause_s: float, stop: Event) -> None:
    begin = time.monotonic()
    while not stop.wait(pause_s):
        if time.monotonic() - begin > SPAN_S:
            begin = time.monotonic()
            forget()
        if not _waiting:
            continue
        try:
            flush(datetime.now(UTC))
        except DatabaseError as error:
            # Locked or read-only. Facts are asked about when their turn comes anyway.
            logger.info("what was viewed could not be noted: %s", error)
        finally:
            connection.close()
