"""Sweeps in processes that may be killed: python -m tests.refresh.sweeper

A line on standard input begins a sweep of all that is due, in a process of its own whose id is
answered; a second answer, when it has ended, is its exit status. Each process is a fork of this
one, which has everything loaded: starting Python takes longer than the sweeps of these tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from select import select

SOURCES = ("registry", "status", "forge", "git")
THREADS = 2


def sweep() -> None:
    from packdex.refresh.context import open_context
    from packdex.refresh.planning import plan_new
    from packdex.refresh.worker import Wish, work

    context = open_context()
    with context.door:
        plan_new(context)
        work(Wish(SOURCES), context, lambda report: None, THREADS)


def main() -> None:
    import django
    from django.db import connections

    from packdex.core.registry import public_origin
    from packdex.refresh.context import open_context

    django.setup()
    public_origin()
    open_context().door.close()
    connections.close_all()
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            try:
                sweep()
                status = 0
            except Exception:  # noqa: BLE001 - the process ends with it
                sys.excepthook(*sys.exc_info())
            os._exit(status)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


@dataclass
class Sweeper:
    """The other side: begins sweeps, one at a time, and ends them."""

    process: subprocess.Popen[str]
    child: int = 0

    def begin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.child = self._number(30)

    def ended(self, within_s: float) -> bool:
        """Whether the sweep ended by itself in that time; it has to end well."""
        if not select([self.process.stdout], [], [], within_s)[0]:
            return False
        assert self._number(1) == 0
        return True

    def kill(self) -> bool:
        """Kill it; False when it had just ended by itself."""
        os.kill(self.child, signal.SIGKILL)  # not reaped yet, so the number is still its own
        return self._number(30) == signal.SIGKILL

    def _number(self, within_s: float) -> int:
        assert self.process.stdout is not None
        assert select([self.process.stdout], [], [], within_s)[0], "no answer"
        return int(self.process.stdout.readline())


@contextmanager
def sweeper(env: Mapping[str, str]) -> Iterator[Sweeper]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.refresh.sweeper"],
        env={**env, "DJANGO_SETTINGS_MODULE": "packdex.config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    begun = Sweeper(process)
    try:
        yield begun
    finally:
        process.stdin.close()  # type: ignore[union-attr]
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
