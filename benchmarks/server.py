"""Starts and stops what is measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.client import Connection, request
from benchmarks.process import peak_rss

_START_SECONDS = 90
_STOP_SECONDS = 15
_POLL_SECONDS = 0.05
_PROJECT = Path(__file__).resolve().parent.parent


class FailedError(Exception):
    """Something that is measured did not run; the message has the end of its output."""


@dataclass(frozen=True)
class Server:
    """A running server: its first process, its port, and how long it took to answer."""

    pid: int
    port: int
    start_seconds: float


def packdex(*arguments: str) -> list[str]:
    """Give the command line of the packdex command that stands beside this Python."""
    return [str(Path(sys.executable).parent / "packdex"), *arguments]


def environment(data: Path) -> dict[str, str]:
    """Give this environment without Packdex's settings but the data folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PACKDEX_")}
    return {**kept, "PACKDEX_DATA": str(data)}


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    command: list[str], port: int, ready: str, env: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """Run a server until the block ends; it is there when the path `ready` answers 200.

    Raises FailedError with the end of its log when it ends or does not answer in time.
    """
    begin = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=_PROJECT)
    try:
        _wait(process, port, ready, log)
        yield Server(process.pid, port, time.perf_counter() - begin)
    finally:
        _stop(process)


def _wait(process: "subprocess.Popen[bytes]", port: int, ready: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port, ready):
        if process.poll() is not None or time.monotonic() > deadline:
            raise FailedError(f"no answer from {process.args!r}:\n{_tail(log)}")
        time.sleep(0.02)


def _answers(port: int, path: str) -> bool:
    try:
        with Connection.to(port) as connection:
            return connection.ask(request(path, "*/*")).status == 200
    except OSError:
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Terminate the server; kill what is left of its tree after some seconds."""
    if process.poll() is not None:
        return
    first = psutil.Process(process.pid)
    family = [first, *first.children(recursive=True)]
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=_STOP_SECONDS)
    for member in left:
        member.kill()
    process.wait()


def run(command: list[str], env: Mapping[str, str], log: Path) -> tuple[float, float]:
    """Run a command to its end; give its seconds and the most memory it had, in MB (RSS).

    Raises FailedError with the end of its output when its exit code is not 0.
    """
    begin = time.perf_counter()
    peak = 0.0
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=_PROJECT)
        while process.poll() is None:
            peak = max(peak, peak_rss(process.pid))
            time.sleep(_POLL_SECONDS)
    if process.returncode:
        raise FailedError(f"{command} ended with {process.returncode}:\n{_tail(log)}")
    return time.perf_counter() - begin, peak


def _tail(log: Path) -> str:
    """Give the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def run_module(name: str, arguments: Sequence[str], env: Mapping[str, str]) -> str:
    """What `python -m NAME ARGUMENTS` prints, in a process of its own that may set up Django.

    Raises FailedError with the end of its errors when its exit code is not 0.
    """
    command = [sys.executable, "-m", name, *arguments]
    done = subprocess.run(
        command,
        env={**env, "DJANGO_SETTINGS_MODULE": "packdex.config.settings"},
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FailedError(f"{command} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout
