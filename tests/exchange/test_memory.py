"""Memory does not grow with what is imported. Nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.exchange.objects import package
from tests.serving import PACKDEX, instance, run

MOST = 200  # MB
NUMBER = 20_000

# Runs a command and prints the most memory that it had, in kB.
MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True,"
    " stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def test_an_array_of_many_packages_needs_little_memory(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    people = [f"contributor-number-{n}" for n in range(30)]
    with source.open("w") as file:
        file.write("[")
        for n in range(1, NUMBER + 1):
            value = package(n, grids=[n % 500 + 1], participants=people)
            file.write(("," if n > 1 else "") + json.dumps(value))
        file.write("]")
    with instance(tmp_path / "data") as env:
        assert run(env, "migrate").returncode == 0
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, PACKDEX, "import", str(source)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        assert int(measured.stdout) / 1024 < MOST
        assert f"{NUMBER:,} unchanged" in run(env, "import", str(source)).stdout
