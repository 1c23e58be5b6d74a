"""A real Packdex in processes of its own, for tests that need one to talk to."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

PACKDEX = str(Path(sys.executable).with_name("packdex"))
START_WITHIN = 60  # seconds


def free_port() -> int:
    """A TCP port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def instance(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an instance with an empty database of its own.

    Its files are in `folder`. The database is of the kind that the tests run on: SQLite in that
    folder, or a new one on the tests' PostgreSQL server, gone at the end.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PACKDEX_", "DJANGO_"))}
    env = kept | {"PACKDEX_DATA": str(folder), "NO_PROXY": "*"}
    url = os.environ.get("PACKDEX_DATABASE_URL", "")
    if not url:
        yield env
        return
    name = f"instance_{secrets.token_hex(6)}"
    head, host = url.rsplit("?", 1)
    server = head.rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres?{host}", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield env | {"PACKDEX_DATABASE_URL": f"{server}/{name}?{host}"}
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run(env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """What came of `packdex ARGUMENTS` in the instance `env`."""
    return subprocess.run(
        [PACKDEX, *arguments], env=dict(env), capture_output=True, text=True, check=False
    )


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
