"""The packdex command in a process of its own that does not have to load Python and Django first.

A server process loads what every command loads, and forks for each command. What a command then
sees is what it sees when it is started: its arguments, environment, input and outputs are its own,
and no setting has been read before.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

# What commands load in any case, and what reads no settings when it is loaded.
LOADED = [
    "click",
    "django.core.mail",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.template.loader",
    "django.utils.log",
    "django.views.debug",
    "environ",
    "httpx2",
    "importlib.metadata",
    "multiprocessing",
    "orjson",
    "packaging.version",
    "packdex.cli.main",
    "psycopg",
]

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["tests.forked", *LOADED])


def run(env: Mapping[str, str], arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """What came of `packdex ARGUMENTS` in the environment `env`, with nothing as input."""
    with tempfile.TemporaryDirectory(prefix="packdex-run-") as folder:
        outputs = [Path(folder, name) for name in ("out", "err")]
        process = _server.Process(target=_command, args=(dict(env), list(arguments), outputs))
        process.start()
        process.join()
        texts = [path.read_text("utf-8") if path.exists() else "" for path in outputs]
    code = process.exitcode
    process.close()
    assert code is not None
    return subprocess.CompletedProcess(["packdex", *arguments], code, *texts)


def _command(env: dict[str, str], arguments: list[str], outputs: list[Path]) -> None:
    """Be the command: in the forked process, which ends with it."""
    os.environ.clear()
    os.environ.update(env)
    for number, path in zip((1, 2), outputs, strict=True):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8")
    sys.stderr = io.TextIOWrapper(
        io.FileIO(2, "w", closefd=False), "utf-8", "backslashreplace", line_buffering=True
    )
    sys.argv = ["packdex", *arguments]
    from packdex.cli.main import main

    main()
