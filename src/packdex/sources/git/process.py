"""Running a program within time, memory, disk and output: nothing of it is left when that ends.

The program is the head of a process group of its own, and the whole group is killed, because git
does its work in children.
"""

import contextlib
import os
import resource
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packdex.sources.errors import TimedOutError, TooLargeError

Sink = Callable[[bytes], object]

CHUNK = 65_536  # bytes
TICK_S = 0.05
"""How often the folder is measured. At 100 MB/s a download is 5 MB past its limit when it ends."""

MEMORY_BYTES = 2 * 1024**3
"""Address space of each process: a pack of a few megabytes can unpack to gigabytes. Linux only."""

LAST_WORDS = 8_000  # bytes of the program's errors that are kept, its last ones


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take.

    `deadline` is a moment of `time.monotonic`. `output_bytes` bounds what the program prints,
    `disk_bytes` all files in `folder` together; without a folder, files are not looked at.
    """

    deadline: float
    output_bytes: int
    folder: Path | None = None
    disk_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended by itself: the exit code (0 is good) and the last of what went wrong."""

    code: int
    errors: str


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    limits: Limits,
    sink: Sink,
    given: bytes = b"",
) -> Ended:
    """Run `command` with exactly `environment`, `given` as its input, its output into `sink`.

    Raises TimedOutError or TooLargeError when a limit ended it, OSError when it cannot be started.
    """
    # A file and not a pipe: it never has to wait for the program to read.
    with tempfile.TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        process = subprocess.Popen(  # noqa: S603 - no shell, and callers check their arguments
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,
        )
    with process:
        try:
            _bound_memory(process.pid)
            errors = _follow(process, limits, sink)
            code = process.wait(max(0.0, limits.deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise TimedOutError("no answer in time") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
    return Ended(code, errors)


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder`; what vanishes meanwhile counts as nothing."""
    total = 0
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                if entry.is_dir(follow_symlinks=False):
                    total += size_of(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    return total


def _bound_memory(pid: int) -> None:
    """Bound each process of the program. What unpacks is started after this, and inherits it."""
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _follow(process: "subprocess.Popen[bytes]", limits: Limits, sink: Sink) -> str:
    """Pass the output on until both streams end; gives the last errors."""
    printed, errors, measured = 0, b"", time.monotonic()
    with selectors.DefaultSelector() as ready:
        for stream in (process.stdout, process.stderr):
            if stream:
                ready.register(stream, selectors.EVENT_READ)
        while ready.get_map():
            for key, _ in ready.select(TICK_S):
                data = os.read(key.fd, CHUNK)
                if not data:
                    ready.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    errors = (errors + data)[-LAST_WORDS:]
                else:
                    printed += len(data)
                    if printed > limits.output_bytes:
                        raise TooLargeError("the answer is too large")
                    sink(data)
            now = time.monotonic()
            if now > limits.deadline:
                raise TimedOutError("no answer in time")
            if limits.folder and now - measured >= TICK_S:
                measured = now
                _check_size(limits)
    _check_size(limits)
    return errors.decode("utf-8", "replace")


def _check_size(limits: Limits) -> None:
    if limits.folder and size_of(limits.folder) > limits.disk_bytes:
        allowed = limits.disk_bytes / 1_000_000
        raise TooLargeError(f"the repository takes more than {allowed:,g} MB on disk")
