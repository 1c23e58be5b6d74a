"""An import that is killed at any moment, and run again, leaves what an undisturbed one leaves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.exchange.objects import category, grid, package, write_lines
from tests.serving import PACKDEX, instance, run
from tests.standins.v4 import V4Service

PACKAGES = [package(n, grids=[n % 40 + 1, 50 + n % 7]) for n in range(1, 601)]
GRIDS = [grid(n) for n in range(1, 41)]

Env = Mapping[str, str]


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    with instance(tmp_path / "disturbed", "tables") as env:
        yield env


def contents(env: Env) -> dict[str, object]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.exchange.contents"],
        env={**env, "DJANGO_SETTINGS_MODULE": "packdex.config.settings"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    return json.loads(found.stdout)  # type: ignore[no-any-return]


def undisturbed(folder: Path, source: str) -> dict[str, object]:
    with instance(folder, "tables") as env:
        assert run(env, "import", source).returncode == 0
        return contents(env)


def start(env: Env, source: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PACKDEX, "import", source],
        env=dict(env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill(process: subprocess.Popen[bytes]) -> bool:
    """End it at once; false if it had ended already."""
    process.kill()
    _, errors = process.communicate()
    assert errors == b""
    return process.returncode == -signal.SIGKILL


def test_a_file(tmp_path: Path, env: dict[str, str]) -> None:
    source = str(write_lines(tmp_path / "a.ndjson", *GRIDS, *PACKAGES, category(1)))
    moments = random.Random(7)
    killed = 0
    for _ in range(5):
        process = start(env, source)
        time.sleep(moments.uniform(0.3, 0.8))
        killed += kill(process)
    assert killed
    last = run(env, "import", source)
    assert last.returncode == 0, last.stderr
    assert contents(env) == undisturbed(tmp_path / "whole", source)
    assert "Nothing changed." in run(env, "import", source).stdout


@pytest.mark.loopback
def test_a_service(tmp_path: Path, env: dict[str, str]) -> None:
    packages = PACKAGES[:550]
    with V4Service(categories=[category(1)], grids=GRIDS, packages=packages) as service:
        for kind, offset in (("grids", 0), ("packages", 0), ("packages", 200), ("packages", 500)):
            _run_until_killed(env, service, kind, offset)
        last = run(env, "import", service.origin)
        assert last.returncode == 0, last.stderr
        assert "Continued" in last.stdout
        assert contents(env) == undisturbed(tmp_path / "whole", service.origin)
        # It came by each page about once: nothing began from the start again.
        assert len(service.paths("packages")) < 4 * 6


def _run_until_killed(env: Env, service: V4Service, kind: str, offset: int) -> None:
    processes: list[subprocess.Popen[bytes]] = []
    hook: Callable[[], object] = lambda: os.kill(processes[0].pid, signal.SIGKILL)  # noqa: E731
    service.when(kind, offset, hook)
    processes.append(start(env, service.origin))
    processes[0].wait(60)
    assert processes[0].returncode == -signal.SIGKILL
    assert processes[0].stderr is not None
    processes[0].stderr.close()
