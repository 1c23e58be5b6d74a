"""What the kernel knows of a process: its CPU time, its memory, and which child does the work."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_CPUCLOCK_SCHED = 2


def cpu_seconds(pid: int) -> float:
    """Give user and system time of all threads so far, ended ones too, to the nanosecond.

    Uses the process's CPU clock, as clock_getcpuclockid(3) names it on Linux; the counters in
    /proc/<pid>/stat step by 10 ms. Raises OSError when there is no such process.
    """
    return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)


@dataclass(frozen=True)
class Memory:
    """Resident memory in MB (10^6 bytes); PSS divides shared pages among those who map them."""

    rss: float
    pss: float


def memory(pid: int) -> Memory:
    """Read the memory of a process."""
    fields = _fields(Path(f"/proc/{pid}/smaps_rollup"))
    return Memory(fields["Rss"], fields["Pss"])


def peak_rss(pid: int) -> float:
    """Give the most memory a process has had, in MB; 0 when it has ended."""
    try:
        return _fields(Path(f"/proc/{pid}/status")).get("VmHWM", 0.0)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _fields(path: Path) -> dict[str, float]:
    """Read lines like `Rss:  1234 kB` and give them in MB."""
    lines = (line.split() for line in path.read_text().splitlines() if line.endswith(" kB"))
    return {name.rstrip(":"): int(value) * 1024 / 1e6 for name, value, _ in lines}


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process, and those that it starts within the block, on one core.

    With client and server on two cores, waking an idle one is counted as CPU time of the server:
    a third more for the bare view, or not, as the machine's other load has it.
    """
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def busiest(pid: int, work: Callable[[], object]) -> int:
    """Give the process that does a server's work: the one of its tree that uses most CPU for it."""
    parent = psutil.Process(pid)
    family: list[int] = [pid, *(child.pid for child in parent.children(recursive=True))]
    before = {member: cpu_seconds(member) for member in family}
    work()
    return max(family, key=lambda member: cpu_seconds(member) - before[member])
