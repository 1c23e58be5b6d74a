"""The packdex command in a process of its own that does not have to load Python and Django first.

A server process loads what every command loads, and forks for each command. What a command then
sees is what it sees when it is started: its arguments, environment, input and outputs are its own,
and no setting has been read before.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from packdex import core

# What commands load in any case, and what reads no settings when it is loaded.
LOADED = [
    "allauth.account.signals",
    "click",
    "django.contrib.admin",
    "django.contrib.auth.apps",
    "django.contrib.auth.password_validation",
    "django.contrib.messages.apps",
    "django.contrib.sessions.backends.base",
    "django.contrib.staticfiles.apps",
    "django.core.mail",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models.sql.compiler",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.template.loader",
    "django.utils.log",
    "django.utils.translation.trans_null",
    "django.views.debug",
    "environ",
    "httpx2",
    "importlib.metadata",
    "multiprocessing",
    "orjson",
    "packaging.licenses",
    "packaging.requirements",
    "packdex.cli.main",
    "packdex.sources.http",
    "psycopg",
    "rest_framework.checks",
    "simple_history.models",
]
# What is pure has no settings.
LOADED += [found.name for found in pkgutil.walk_packages(core.__path__, "packdex.core.")]

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
    gc.freeze()  # nothing of what was loaded is garbage
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
