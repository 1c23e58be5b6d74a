"""What a command takes with the processes that it starts: time, and memory at one moment."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from benchmarks import process

_SECONDS_BETWEEN = 0.2


@dataclass
class Taken:
    """CPU seconds of each process, the command's own first, and the most MB of all at a time.

    Memory that processes share is counted for each of them in RSS, and once in PSS.
    """

    wall_s: float = 0.0
    cpu_s: dict[int, float] = field(default_factory=dict)
    rss_mb: float = 0.0
    pss_mb: float = 0.0

    def look(self, pid: int) -> None:
        """Take down what the process and its children have had so far."""
        family = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
        self.cpu_s |= {member: process.cpu_seconds(member) for member in family}
        memory = [process.memory(member) for member in family]
        self.rss_mb = max(self.rss_mb, sum(each.rss for each in memory))
        self.pss_mb = max(self.pss_mb, sum(each.pss for each in memory))


def taken(command: Sequence[str]) -> Taken:
    """Run a command and watch it. Raises CalledProcessError where it fails."""
    found, begin = Taken(), time.perf_counter()
    with subprocess.Popen(command) as run:
        while run.poll() is None:
            # One that ends at this moment has no memory any more.
            with suppress(OSError, KeyError, psutil.NoSuchProcess):
                found.look(run.pid)
            time.sleep(_SECONDS_BETWEEN)
    found.wall_s = time.perf_counter() - begin
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    return found
