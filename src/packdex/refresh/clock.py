"""Asking several sources at once for somebody who waits, and waiting no longer than was said."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from packdex.sources.outcome import Failed, Outcome

Question = Callable[[], Outcome[Any]]

LATE = Failed("It did not answer in time.", permanent=False)

logger = logging.getLogger(__name__)


class Clock:
    """So many seconds for all that is asked by it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, 0 at the end."""
        return max(0.0, self._end - time.monotonic())

    def ask(self, questions: Sequence[Question]) -> list[Outcome[Any]]:
        """What came of each question. One that takes too long, or breaks, spoils no other.

        A thread that is too late goes on by itself: looking up a name cannot be broken off. The
        questions may not use the database.
        """
        told: list[Outcome[Any]] = [LATE] * len(questions)

        def put(place: int, question: Question) -> None:
            try:
                told[place] = question()
            except Exception:
                # One of our own mistakes must not cost the person what the other sources tell.
                logger.exception("a source could not be asked")
                told[place] = Failed("It could not be asked: our mistake.", permanent=True)

        threads = [
            threading.Thread(target=put, args=pair, name="look", daemon=True)
            for pair in enumerate(questions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(self.left)
        return list(told)
