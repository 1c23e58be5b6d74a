"""A real Packdex in processes of its own, for tests that need one to talk to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests import forked
from tests.databases import database, have_pattern

PACKDEX = str(Path(sys.executable).with_name("packdex"))
START_WITHIN = 60  # seconds

# What a database may hold from the start: like which other, and the command that adds the rest.
PATTERNS = {"tables": ("", "migrate"), "starter": ("tables", "import", "--starter")}


def free_port() -> int:
    """A TCP port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def instance(folder: Path, holds: str = "") -> Iterator[dict[str, str]]:
    """The environment of an instance with a database of its own, and its files in `folder`.

    The database is empty, or `holds` says what is in it: "tables" as `packdex migrate` makes them,
    or "starter", the starter catalogue. Its kind is that which the tests run on; on a server it is
    gone at the end.
    """
    if holds:
        have(holds)
    with database(folder, holds) as settings:
        yield _environment() | {"PACKDEX_DATA": str(folder)} | settings


def have(pattern: str) -> None:
    """Have the pattern for databases that hold this from the start."""
    like, *arguments = PATTERNS[pattern]
    if like:
        have(like)

    def fill(settings: dict[str, str]) -> None:
        done = run(_environment() | settings, *arguments)
        assert done.returncode == 0, done.stderr

    have_pattern(pattern, like, fill)


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PACKDEX_", "DJANGO_"))}
    return kept | {"NO_PROXY": "*"}


def run(env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """What came of `packdex ARGUMENTS` in the instance `env`."""
    return forked.run(env, arguments)


@contextmanager
def serving(env: Mapping[str, str], *options: str) -> Iterator[str]:
    """The origin of `packdex serve OPTIONS` in the instance `env`, while it runs."""
    port = free_port()
    process = subprocess.Popen(
        [PACKDEX, "serve", "--port", str(port), *options],
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        origin = f"http://127.0.0.1:{port}"
        _wait_for(origin, process)
        yield origin
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _wait_for(origin: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            assert process.stdout is not None
            raise RuntimeError(f"it ended: {process.stdout.read()}")
        try:
            with urllib.request.urlopen(f"{origin}/robots.txt", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("it does not answer")
