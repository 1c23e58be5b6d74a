"""Databases for instances: empty ones, and copies of patterns that are made once in a run of tests.

They are of the kind that the tests run on: SQLite, or new ones on the tests' PostgreSQL server.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

FILE = "packdex.sqlite3"
Settings = dict[str, str]


@contextmanager
def database(folder: Path, pattern: str = "") -> Iterator[Settings]:
    """The settings that name a new database: a copy of `pattern`, or empty.

    SQLite's is a file in `folder`; on a server it is gone at the end.
    """
    if not _url():
        yield _new_file(folder, pattern)
        return
    name = f"instance_{secrets.token_hex(6)}"
    try:
        yield _new_on_server(name, pattern)
    finally:
        _drop(name)


def have_pattern(name: str, like: str, fill: Callable[[Settings], object]) -> None:
    """Make the pattern `name`, unless a process of this run did: a copy of `like`, and `fill` it.

    `fill` takes the settings of an instance with that database.
    """
    with (_shared() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = _shared() / f"{name}.made"
        if made.exists():
            return
        folder = _shared() / name
        place = _new_on_server(_of_run(name), like) if _url() else _new_file(folder, like)
        fill({"PACKDEX_DATA": str(folder), **place})
        if not _url():
            _bring_into_one_file(folder / FILE)
        made.touch()


def begin_as(pattern: str, test_database: dict[str, Any]) -> None:
    """Let Django's test database, which these settings are of, begin as a copy of `pattern`."""
    if _url():
        test_database["TEMPLATE"] = _of_run(pattern)
    else:
        shutil.copyfile(_shared() / pattern / FILE, test_database["NAME"])


def drop_patterns() -> None:
    """Leave nothing of this run on a server that outlives it."""
    for made in _shared().glob("*.made") if _url() else ():
        _drop(_of_run(made.stem))


def _shared() -> Path:
    return Path(os.environ["TESTS_SHARED"])  # tests/environment.py makes it


def _url() -> str:
    return os.environ.get("PACKDEX_DATABASE_URL", "")


def _new_file(folder: Path, pattern: str) -> Settings:
    if pattern:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_shared() / pattern / FILE, folder / FILE)
    return {}


def _bring_into_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy


def _of_run(pattern: str) -> str:
    """The name of a pattern on a server, where other runs may have theirs."""
    return f"{_shared().name}_{pattern}"


def _new_on_server(name: str, pattern: str) -> Settings:
    template = _of_run(pattern) if pattern else "template1"
    with _admin() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    server, host = _server()
    return {"PACKDEX_DATABASE_URL": f"{server}/{name}?{host}"}


def _drop(name: str) -> None:
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin() -> psycopg.Connection:
    server, host = _server()
    return psycopg.connect(f"{server}/postgres?{host}", autocommit=True)


def _server() -> tuple[str, str]:
    head, host = _url().rsplit("?", 1)
    return head.rsplit("/", 1)[0], host
