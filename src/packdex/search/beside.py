"""Making entries in a second process, beside the one that reads what is said and writes them.

The second process is told what was read, and gives entries back: it knows neither the database nor
Django, so it is small, and nothing of it has to be taken back when it dies. This module is run as
that process.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from typing import IO, Any, cast

from packdex.core.search.making import Made, Maker, Said

FEW = 20_000
"""Entries for which a second process is not worth its beginning."""

AHEAD = 3
"""Parts that are told before what is made of the first is taken."""

_AT_ONCE = 1 << 20
"""Bytes that are sent at once: after each, a thread may have to wait for its turn."""

Make = Callable[[Iterable[Said]], Iterator[Made]]
"""Gives what is made of each, in the same order."""


class Died(Exception):  # noqa: N818 - it is what happened
    """The second process ended before its work did."""


@contextmanager
def making(entries: int, today: date) -> Iterator[Make]:
    """What makes so many entries, of the day `today`: a second process where that is quicker.

    What it gives raises Died where that process ends.
    """
    if entries < FEW or cores() < 2 or not sys.executable:
        maker = Maker(today)
        yield lambda said: map(maker.make, said)
        return
    command = [sys.executable, "-P", "-m", "packdex.search.beside"]
    # A session of its own: what a keyboard sends is for the first process, which ends the second.
    with subprocess.Popen(  # noqa: S603 - our own command
        command,
        bufsize=_AT_ONCE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            second = _Second(process)
            second.tell(today)
            yield second.all_made
        finally:
            process.kill()  # it holds nothing
            with suppress(BrokenPipeError):
                cast("IO[bytes]", process.stdin).close()


class _Second:
    """The second process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._told = cast("IO[bytes]", process.stdin)
        self._answers = cast("IO[bytes]", process.stdout)
        for pipe in (self._told, self._answers):
            # Linux knows this, and allows it unless somebody has very many pipes.
            with suppress(AttributeError, OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AT_ONCE)

    def all_made(self, said: Iterable[Said]) -> Iterator[Made]:
        """What is made of each. Meanwhile the next ones are read, and those before written."""
        ahead: deque[Future[Made]] = deque()
        # One thread only sends and one only receives, so that the second process waits for nobody.
        with ThreadPoolExecutor(1) as telling, ThreadPoolExecutor(1) as hearing:
            for each in said:
                telling.submit(self.tell, each)
                ahead.append(hearing.submit(self._hear))
                if len(ahead) > AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def tell(self, something: object) -> None:
        """Send it. Where nobody takes it any more, nothing is answered either."""
        with suppress(BrokenPipeError):
            _send(something, self._told)

    def _hear(self) -> Made:
        try:
            made: Made = _receive(self._answers)
        except (EOFError, pickle.UnpicklingError):
            raise self._died() from None
        return made

    def _died(self) -> Died:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        return Died(f"the process that makes its entries ended ({self._process.returncode})")


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _send(something: object, pipe: IO[bytes]) -> None:
    pickle.dump(something, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    return pickle.load(pipe)  # noqa: S301 - what our own process sent


def _be_the_second(told: IO[bytes], answers: IO[bytes]) -> None:
    """Make entries until nothing more comes: the first process ended, or died."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with suppress(EOFError, pickle.UnpicklingError):
        maker = Maker(_receive(told))
        while True:
            _send(maker.make(_receive(told)), answers)


if __name__ == "__main__":
    _be_the_second(sys.stdin.buffer, sys.stdout.buffer)
